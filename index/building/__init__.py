"""Building: from sources to a verified, published snapshot."""
