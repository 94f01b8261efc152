"""What a sentence is: French and English side by side.

A text with two forms holds both, split by "|": for one, and for many.
"""

Text = tuple[str, str]
"""French, English."""
