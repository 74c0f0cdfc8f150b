"""Measuring the answers on questions whose answers are known."""
