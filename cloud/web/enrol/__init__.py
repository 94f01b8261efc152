"""Where nodes get their certificates: no pages, only answers that a node reads."""
