"""Bytes to articles: files, folders and globs, in whichever format, as a reader sees them."""
