"""What Slack sends to the app, over Socket Mode or HTTP."""
