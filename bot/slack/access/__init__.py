"""Who may see what in Slack: by the groups of the settings, and what Slack knows of people."""
