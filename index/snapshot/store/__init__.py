"""The articles and passages of a snapshot, and when they were read, in SQLite."""
