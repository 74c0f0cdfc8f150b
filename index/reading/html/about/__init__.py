"""What a web page says of its article: title, site, authors and date, and its text as data."""
