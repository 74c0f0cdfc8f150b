"""Files, folders, globs and archives to articles."""
