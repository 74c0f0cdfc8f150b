"""Trains the reader that comes with Pullquote, and measures where it marks the answer."""
