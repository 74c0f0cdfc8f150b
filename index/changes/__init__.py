"""What changed between two readings of an article."""
