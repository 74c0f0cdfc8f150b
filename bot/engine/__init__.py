"""From settings to a working engine: the one place where they become `index`'s plain values."""
