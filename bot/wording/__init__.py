"""What Pullquote says, in the words that the terminal and Slack share."""
