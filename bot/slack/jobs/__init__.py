"""Rebuilds and additions that people start in Slack, and who may change the index now."""
