"""Articles to a snapshot, and a question to quotes. Knows neither Slack nor the settings file."""
