"""What the bot posts and shows, from values to Block Kit; posts nothing itself."""
