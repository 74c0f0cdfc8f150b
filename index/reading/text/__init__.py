"""Plain text, saved pages, Markdown and JSON to the blocks of their text."""
