"""What keeps an installation alive: units, backups, restores, exports and imports."""
