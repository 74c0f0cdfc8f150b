"""What a sentence states, by rules: its names, numbers, polarity, tense and figures."""
