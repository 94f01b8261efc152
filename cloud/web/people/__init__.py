"""Signing in, what is known of me, and who may do what."""
