"""From a message on the broker to settled rows: validate, store, receipt, acknowledge."""
