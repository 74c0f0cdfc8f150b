"""From a question to the passages that may answer it, and the sentence that does."""
