"""What the encoder made of each passage, kept on disk by the passage's content hash."""
