"""Questions under load and trouble, through the fake Slack: is each answered exactly once?"""
