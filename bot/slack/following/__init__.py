"""Questions that people follow: after a rebuild, new articles that answer them are posted."""
