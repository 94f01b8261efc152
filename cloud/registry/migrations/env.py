"""Alembic's way in: run the steps on the connection, and in the transaction, of `migrate.py`."""

from alembic import context

from cloud.registry.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
