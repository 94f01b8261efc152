"""Everything that touches the outside, one file a vendor or bus."""
