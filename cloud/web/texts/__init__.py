"""Every sentence of the pages, French and English side by side."""

from typing import Final

from cloud.web.texts.alarms import ALARMS
from cloud.web.texts.cab import CAB
from cloud.web.texts.dispatch import DISPATCH
from cloud.web.texts.followed import FOLLOWED
from cloud.web.texts.install import INSTALL
from cloud.web.texts.ledger import LEDGER
from cloud.web.texts.letters import LETTERS
from cloud.web.texts.people import PEOPLE
from cloud.web.texts.rounds import ROUNDS
from cloud.web.texts.sheet import SHEET
from cloud.web.texts.text import Text
from cloud.web.texts.weighbridge import WEIGHBRIDGE
from cloud.web.texts.zone import ZONE

TEXTS: Final[dict[str, Text]] = {
    **LETTERS,
    **SHEET,
    **ROUNDS,
    **ZONE,
    **LEDGER,
    **INSTALL,
    **CAB,
    **DISPATCH,
    **FOLLOWED,
    **PEOPLE,
    **ALARMS,
    **WEIGHBRIDGE,
}
