"""Tests of encoding on a Ray cluster, against one of two local workers."""
