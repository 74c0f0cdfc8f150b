"""The app as it must be installed in Slack, and the check whether it is."""
