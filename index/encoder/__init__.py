"""The encoder: finding a model, loading it, and running it on texts."""
