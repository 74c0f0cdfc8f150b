"""A question to an answer: find passages, rank them, judge how sure they are, and quote."""
