"""From a folder of files that people write to the rows of the registry."""
