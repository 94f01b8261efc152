"""`vallee-cloud` on the command line: a file a subject, a verb a function."""

from cloud.cli.app import main

__all__ = ["main"]
