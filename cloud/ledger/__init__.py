"""The ledger: produced = stored + refused + dropped + pending, per node and epoch."""
