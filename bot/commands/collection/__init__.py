"""The commands that change or show what is collected, and when a rebuild runs by itself."""
