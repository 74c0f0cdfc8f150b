"""Filters in a question, such as `from:` and `before:`, in Slack and at the terminal alike."""
