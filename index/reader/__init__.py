"""Reads a question and a passage together, to find where in the passage the answer stands."""
