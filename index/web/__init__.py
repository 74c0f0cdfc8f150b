"""Addresses to articles: pages, feeds and sitemaps, asked politely and within limits."""
