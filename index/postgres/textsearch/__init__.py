"""BM25 by an index in the database itself, pg_textsearch's, where the server has that extension.

It finds the best passages for a question's words; what counts is their score by the numbers of the
generation, which is worked out here as from the postings.
"""
