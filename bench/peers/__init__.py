"""The same questions through what people would use instead of Pullquote: see bench/README.md."""
