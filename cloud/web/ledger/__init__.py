"""The ledger's room: whether every reading that nodes produced has its place."""
