"""What a question is before it is searched: cleaned, its typos corrected, what it asks for."""
