"""The way of a question, from the event that brings it to the answer in its thread."""
