"""Whether the node is fed well, by what a Raspberry Pi's firmware says."""

from typing import Final

from edge.doctor.finding import Finding, Verdict

# vcgencmd get_throttled: bit 0 is now, bit 16 is since the start. Below 4.63 V both are set.
_LOW_NOW: Final = 1 << 0
_LOW_ONCE: Final = 1 << 16


def judge_supply(bits: int | None) -> Finding:
    """Judge the firmware's bits; a supply that sagged once will do so again."""
    if bits is None:
        return Finding("supply", Verdict.UNKNOWN, "supply.unknown")
    figures = {"bits": f"0x{bits:x}"}
    if bits & _LOW_NOW:
        return Finding("supply", Verdict.NO_GO, "supply.low", figures, "supply.mend")
    if bits & _LOW_ONCE:
        return Finding("supply", Verdict.NO_GO, "supply.was_low", figures, "supply.mend")
    return Finding("supply", Verdict.GO, "supply.good", figures)
