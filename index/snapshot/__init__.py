"""A snapshot: one build of the index on disk, with every view that a question is searched in."""
