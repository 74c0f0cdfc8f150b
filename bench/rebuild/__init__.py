"""How fast an index is rebuilt."""
