"""An answer as a message: its quotes, its buttons, and what was searched."""
