"""Pullquote in Slack: what is heard, what is said, and that each question is answered once."""
