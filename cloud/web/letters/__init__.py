"""The dead-letter desk as a page: what was refused, and its mend."""
