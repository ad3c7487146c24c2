"""The Python package as its users see it."""
