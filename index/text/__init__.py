"""What a text is made of: its language, its sentences, its words."""
