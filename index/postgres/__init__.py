"""The index in PostgreSQL: passages, vectors, postings and token codes as rows.

A generation is what the embedded engine calls a snapshot. Rows say in which generation they were
born, and a table of deaths in which one they were gone; an answer sees what is visible in its own.
Nothing that is visible is ever changed, so a question needs no transaction, and what is read by its
id may be kept.
"""
