"""What the bot remembers across restarts, in one SQLite file."""
