"""The installer's page: a list and a visit, on a phone, with or without a network."""
