"""The workspace, the installed app, the open views and the keys of interactions."""
