"""From devices heard at gates to passages of a zone, each with its interval."""
