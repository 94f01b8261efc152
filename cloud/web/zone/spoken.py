"""A slot in words: when it is, and its figure or why there is none."""

from dataclasses import dataclass

from cloud.web.words import Words
from cloud.web.zone.slots import Slot


@dataclass(frozen=True, slots=True)
class Spoken:
    """Says slots in the words of a reader; figures below `small` are withheld."""

    words: Words
    small: str

    def day(self, slot: Slot) -> str:
        """Name the day that a slot is, or is part of."""
        return self.words.long_day(self.words.local(slot.begin_us).date())

    def short_day(self, slot: Slot) -> str:
        """Name that day without its year, for a narrow table."""
        return self.words.short_day(self.words.local(slot.begin_us).date())

    def span(self, slot: Slot) -> str:
        """Say from when to when a slot is."""
        return f"{self.words.clock_at(slot.begin_us)}–{self.words.clock_at(slot.until_us)}"

    def figure(self, slot: Slot) -> str:
        """Return the figure with its interval, or why there is none."""
        period = slot.period if slot.counted else None
        if period is None or period.passages is None:
            return self.words.say(f"zone.{slot.state}", small=self.small)
        low, high = period.low or 0.0, period.high or period.passages
        return self.words.estimate(period.passages, low, high)

    def before(self, slot: Slot) -> str:
        """Return the figure of the week before, or a dash."""
        period = slot.period if slot.counted else None
        if period is None or period.week_before is None:
            return "–"
        return self.words.number(period.week_before)

    def heard(self, slot: Slot) -> str:
        """Return how much of the slot radios listened, or a dash."""
        return "–" if slot.period is None else self.words.percent(slot.period.coverage)

    def at_length(self, slot: Slot, when: str) -> str:
        """Return one line with all that is known of a slot."""
        say, parts = self.words.say, [self.figure(slot)]
        if slot.counted:
            parts = [say("zone.passages", figure=parts[0])]
            if slot.period is not None and slot.period.week_before is not None:
                parts.append(say("zone.before", figure=self.before(slot)))
        if slot.state == "running":
            parts.append(say("zone.running"))
        if slot.state in {"partial", "absent"} and slot.period is not None:
            parts.append(say("zone.heard", share=self.heard(slot)))
        return say("zone.said", when=when, figure=", ".join(parts))
