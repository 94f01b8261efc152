"""Every sentence of the pages, French and English side by side."""

from typing import Final

from cloud.web.texts.ledger import LEDGER
from cloud.web.texts.letters import LETTERS
from cloud.web.texts.rounds import ROUNDS
from cloud.web.texts.sheet import SHEET
from cloud.web.texts.text import Text
from cloud.web.texts.zone import ZONE

TEXTS: Final[dict[str, Text]] = {**LETTERS, **SHEET, **ROUNDS, **ZONE, **LEDGER}
