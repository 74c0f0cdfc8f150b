"""A new generation: what is taken over or encoded, written as rows, counted and put to use."""
