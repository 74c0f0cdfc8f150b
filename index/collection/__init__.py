"""The collection: its sources, the articles read from them, and which of those are indexed."""
