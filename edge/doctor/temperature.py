"""Whether the processor is too hot."""

from typing import Final

from edge.doctor.finding import Finding, Verdict

# From here on the firmware slows a Raspberry Pi down.
HOTTEST_C: Final = 80.0


def judge_temperature(celsius: float | None) -> Finding:
    """Judge the processor's temperature."""
    if celsius is None:
        return Finding("temperature", Verdict.UNKNOWN, "temperature.unknown")
    figures = {"celsius": celsius, "most_celsius": HOTTEST_C}
    if celsius >= HOTTEST_C:
        return Finding("temperature", Verdict.NO_GO, "temperature.hot", figures, "temperature.mend")
    return Finding("temperature", Verdict.GO, "temperature.good", figures)
