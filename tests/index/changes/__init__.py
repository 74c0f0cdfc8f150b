"""Tests of what changed between two readings."""
