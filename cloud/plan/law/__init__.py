"""The law of the shift: which breaks a crew is owed, where they fall, and whether they are kept."""
