"""The broker that is configured from here, and how it is told who may not get in any more."""
