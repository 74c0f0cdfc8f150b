"""What a person means by a Slack message: its words, its filters, whether it asks anything."""
