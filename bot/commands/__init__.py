"""The commands of `pullquote`, by what they are about."""
