"""The dispatchers' desk: tomorrow's plan, and what became of today's."""
