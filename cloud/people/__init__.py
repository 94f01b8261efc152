"""Who may come in: passwords, links, one-time codes, stays, and what is kept of a person."""
