"""How people reach Pullquote: the terminal and Slack."""
