"""Who is a node: an authority, claims, certificates, and what the broker is told of them."""
