"""What no answer to a question is without: words, and the time that is asked about."""
