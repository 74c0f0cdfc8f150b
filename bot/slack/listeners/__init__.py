"""What Slack calls: each listener parses, calls, renders, posts, and nothing else."""
