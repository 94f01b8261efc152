"""What the doctor says, in French and in English."""

from typing import Final

from edge.doctor.texts.air import DISTANCE, SIGNAL
from edge.doctor.texts.headings import CHECKS, VERDICTS, WHOLE
from edge.doctor.texts.machine import DISK, RADIO, SUPPLY, TIME
from edge.doctor.texts.text import Text
from edge.doctor.texts.ways import BROKER, IDENTITY
from edge.doctor.texts.work import OUTBOX, SENSORS

__all__ = ["CHECKS", "SENTENCES", "VERDICTS", "WHOLE", "Text"]

SENTENCES: Final = {
    **SUPPLY,
    **DISK,
    **TIME,
    **RADIO,
    **SIGNAL,
    **IDENTITY,
    **DISTANCE,
    **BROKER,
    **OUTBOX,
    **SENSORS,
}
