// The ledger needs no script of its own.
