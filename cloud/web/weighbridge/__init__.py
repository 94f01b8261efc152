"""The weighings as pages, for dispatchers."""
