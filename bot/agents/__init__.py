"""Answers an agent's tool calls by the Model Context Protocol, over stdio or HTTP."""
