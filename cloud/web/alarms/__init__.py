"""The alarms as pages, for those on call."""
