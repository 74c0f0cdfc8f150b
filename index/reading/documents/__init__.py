"""PDF, Word and EPUB files to the blocks of their text."""
