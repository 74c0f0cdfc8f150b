"""Web pages to the blocks of their article."""
