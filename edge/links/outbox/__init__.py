"""What the outbox on disk is made of; the outbox itself is edge/links/sqlite_outbox."""
