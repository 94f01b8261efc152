"""Spreadsheets as people save them, for whatever sheet of theirs is taken in."""
