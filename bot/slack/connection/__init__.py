"""The way to Slack and back: clients, Socket Mode, HTTP, failures and health."""
