"""One sentence in the two languages of a node."""

from typing import NamedTuple


class Text(NamedTuple):
    """A sentence; its blanks are a finding's figures."""

    fr: str
    en: str
