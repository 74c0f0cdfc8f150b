"""Tests of the engine that keeps its index in PostgreSQL, against a real server."""
