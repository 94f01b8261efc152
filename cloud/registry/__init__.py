"""The registry: what stands where, who runs it, and what was issued about it."""
