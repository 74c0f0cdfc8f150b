"""The index in use: which snapshot answers, and what a person may ask of it."""
