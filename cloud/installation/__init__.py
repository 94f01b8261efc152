"""Nodes that are hung up, closed by evidence: mounted on the spot, proven by what is stored."""
