"""The registry as the rest of the cloud sees it: values in, values out, from any thread."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Table

from cloud.registry import (
    dead_letters,
    dirty,
    issued,
    manual_counts,
    mounting,
    plan_marks,
    read,
    tables,
)
from cloud.registry.dirty import DirtyDay, Why
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.plan_marks import PlanMark
from cloud.registry.territory.folder import read_folder
from cloud.registry.territory.load import load
from cloud.registry.upsert import upsert
from cloud.registry.values import (
    Beacon,
    Commune,
    Container,
    DeadLetter,
    DeskEntry,
    Fate,
    Issued,
    LetterCount,
    LetterState,
    Loaded,
    ManualCount,
    Mount,
    Operator,
    Radio,
    Renaming,
    Round,
    Sensor,
    Site,
    Territory,
    Truck,
    Zone,
)
from cloud.rounds.ages import AgeRule
from cloud.rounds.trace import FixedRound
from contract.presence import NodeStatus

V = TypeVar("V")


def open_registry(url: str, now_us: Callable[[], int] = machine_us) -> "Registry":
    """Open the registry at `url`, made or brought to its newest form if need be.

    `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`. Raises RegistryFault.
    """
    return Registry(open_database(url), now_us)


class Registry(Facade):
    """What stands where, who runs it, what was issued; each call is one transaction.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    # The territory.

    def load_territory(self, folder: Path) -> Loaded:
        """Write a territory's files, all or nothing; BadTerritory has a line per fault."""
        files = read_folder(folder)
        with self._database.writing() as connection:
            return load(connection, files, self._now_us())

    def territories(self) -> list[Territory]:
        """Return what was loaded so far."""
        return self._every(tables.territories, Territory)

    def operators(self) -> list[Operator]:
        """Return every operator."""
        return self._every(tables.operators, Operator)

    def communes(self) -> list[Commune]:
        """Return every commune with its outline."""
        return self._every(tables.communes, Commune)

    def sites(self) -> list[Site]:
        """Return every depot, tip and outlet."""
        return self._every(tables.sites, Site)

    def trucks(self) -> list[Truck]:
        """Return every truck."""
        return self._every(tables.trucks, Truck)

    def rounds(self) -> list[Round]:
        """Return every round over columns, which would be driven if no sensor said anything."""
        with self._database.reading() as connection:
            return read.rounds(connection)

    def fixed_rounds(self) -> list[FixedRound]:
        """Return every round of street sides."""
        with self._database.reading() as connection:
            return read.fixed_rounds(connection)

    def ages(self) -> list[AgeRule]:
        """Return every rule on how long waste may wait."""
        with self._database.reading() as connection:
            return read.ages(connection)

    def containers(self) -> list[Container]:
        """Return every container with its model."""
        with self._database.reading() as connection:
            return read.containers(connection)

    def names(self) -> dict[str, str]:
        """Return what containers, sites and trucks are called, by id."""
        with self._database.reading() as connection:
            return read.names(connection)

    # Zones, and what counts and is counted there.

    def zones(self) -> list[Zone]:
        """Return every business zone."""
        return self._every(tables.zones, Zone)

    def radios(self) -> list[Radio]:
        """Return every radio, by node and sensor."""
        return self._every(tables.radios, Radio)

    def beacons(self) -> list[Beacon]:
        """Return every beacon."""
        return self._every(tables.beacons, Beacon)

    def manual_counts(self) -> list[ManualCount]:
        """Return every count by hand, by node, sensor and time."""
        return self._every(tables.manual_counts, ManualCount)

    def note_manual_count(self, count: ManualCount) -> None:
        """Keep a count by hand; one of the same radio and beginning is replaced."""
        with self._database.writing() as connection:
            manual_counts.note(connection, count)

    # Nodes, and where their sensors hang.

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return every sensor, radios and beacons too, with its mounts, by (node, name)."""
        with self._database.reading() as connection:
            return read.sensors(connection)

    def mounts(self) -> list[Mount]:
        """Return every mount, by node, sensor and time."""
        return self._every(tables.mounts, Mount)

    def mount(self, mount: Mount) -> None:
        """Add one mount; it may not overlap another of its sensor.

        The days that were believed to be otherwise are marked as dirty.
        """
        now_us = self._now_us()
        with self._database.writing() as connection:
            news = mounting.add(connection, mount, now_us + mounting.AHEAD_US)
            mounting.mark(connection, news, read.zone(connection), now_us)

    def note_status(self, status: NodeStatus) -> None:
        """Keep `status` as its node's last."""
        with self._database.writing() as connection:
            upsert(connection, tables.node_status, [msgspec.structs.asdict(status)])

    def statuses(self) -> list[NodeStatus]:
        """Return each node's last status."""
        with self._database.reading() as connection:
            return read.statuses(connection)

    # What could not be taken.

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Keep dead letters durably, in one commit."""
        with self._database.writing() as connection:
            dead_letters.bury(connection, letters)

    def dead_letters(
        self, limit: int = 100, rule: str | None = None, state: LetterState | None = None
    ) -> list[DeadLetter]:
        """Return at most `limit` dead letters, newest first, of one rule or state if given."""
        with self._database.reading() as connection:
            return dead_letters.newest(connection, limit, rule, state)

    def dead_letter(self, number: int) -> DeadLetter | None:
        """Return the dead letter of this number; None if there is none."""
        with self._database.reading() as connection:
            return dead_letters.one(connection, number)

    def waiting_letters(
        self, beyond: int, upto: int, rule: str | None, limit: int
    ) -> list[DeadLetter]:
        """Return at most `limit` new letters with beyond < number <= upto, oldest first."""
        with self._database.reading() as connection:
            return dead_letters.waiting(connection, beyond, upto, rule, limit)

    def last_letter(self) -> int:
        """Return the number of the last dead letter; 0 if there is none."""
        with self._database.reading() as connection:
            return dead_letters.last(connection)

    def dead_letter_count(self) -> int:
        """Count all dead letters."""
        with self._database.reading() as connection:
            return dead_letters.count(connection)

    def letter_counts(self) -> list[LetterCount]:
        """Count dead letters by rule and state."""
        with self._database.reading() as connection:
            return dead_letters.counts(connection)

    def close_letters(self, fates: Sequence[Fate], entry: DeskEntry) -> None:
        """Write what became of letters that were handed in again, with a line in the journal."""
        with self._database.writing() as connection:
            dead_letters.close(connection, fates, entry)

    def discard_letters(self, entry: DeskEntry) -> None:
        """Give up the letters of `entry` that are still new, with that line in the journal."""
        with self._database.writing() as connection:
            dead_letters.discard(connection, entry)

    def rename(self, renaming: Renaming, entry: DeskEntry) -> None:
        """Keep what a node or sensor of old letters is called now, with a line in the journal."""
        with self._database.writing() as connection:
            dead_letters.rename(connection, renaming, entry)

    def renamings(self) -> list[Renaming]:
        """Return every renaming, the oldest first."""
        with self._database.reading() as connection:
            return dead_letters.renamings(connection)

    def desk_journal(self, limit: int = 100) -> list[DeskEntry]:
        """Return at most `limit` lines of the dead-letter desk's journal, newest first."""
        with self._database.reading() as connection:
            return dead_letters.journal(connection, limit)

    # Derived series that must be made anew.

    def mark_dirty(self, days: Iterable[tuple[str, date]], why: Why = Why.LATE) -> None:
        """Mark (container, local day) pairs, durably."""
        with self._database.writing() as connection:
            dirty.mark(connection, days, self._now_us(), why)

    def dirty_days(self, until_us: int = 2**63 - 1) -> list[DirtyDay]:
        """Return what was marked before `until_us`, by container and day."""
        with self._database.reading() as connection:
            return dirty.listed(connection, until_us)

    def clear_dirty(self, done: DirtyDay) -> bool:
        """Take a mark away unless it was set again meanwhile; tell whether it is gone."""
        with self._database.writing() as connection:
            return dirty.clear(connection, done)

    def mark_plans(self, changed: Sequence[tuple[str, date]], history_days: int) -> int:
        """Note at the plans that rest on days that have `changed`; return at how many."""
        with self._database.writing() as connection:
            zone = read.zone(connection)
            return plan_marks.mark(connection, changed, history_days, zone, self._now_us())

    def plan_marks(self, limit: int = 100) -> list[PlanMark]:
        """Return at most `limit` notes at plans that would have differed, the newest first."""
        with self._database.reading() as connection:
            return plan_marks.listed(connection, limit)

    # What was issued.

    def issue_plan(self, plan: Issued) -> None:
        """Append a plan."""
        self._issue(tables.plans, plan)

    def newest_plan(self, day: date | None = None) -> Issued | None:
        """Return the plan issued last for `day`, or last of all; None if there is none."""
        return self._newest(tables.plans, day)

    def plans(self, day: date | None = None, limit: int = 100) -> list[Issued]:
        """Return at most `limit` plans for `day`, or of all days, the last issued first."""
        with self._database.reading() as connection:
            return issued.history(connection, tables.plans, day, limit)

    def plan_numbers(self, day: date, limit: int = 100) -> list[tuple[int, int]]:
        """Return at most `limit` plans for `day` by number and time of issue, the last first."""
        with self._database.reading() as connection:
            return issued.numbers(connection, tables.plans, day, limit)

    def plan(self, number: int) -> Issued | None:
        """Return the plan of this number, which nobody rewrites; None if there is none."""
        with self._database.reading() as connection:
            return issued.one(connection, tables.plans, number)

    def issue_forecast(self, forecast: Issued) -> None:
        """Append a forecast."""
        self._issue(tables.forecasts, forecast)

    def newest_forecast(self, day: date | None = None) -> Issued | None:
        """Return the forecast issued last for `day`, or last of all; None if there is none."""
        return self._newest(tables.forecasts, day)

    def _every(self, table: Table, kind: type[V]) -> list[V]:
        with self._database.reading() as connection:
            return read.every(connection, table, kind)

    def _issue(self, table: Table, what: Issued) -> None:
        with self._database.writing() as connection:
            issued.append(connection, table, what)

    def _newest(self, table: Table, day: date | None) -> Issued | None:
        with self._database.reading() as connection:
            return issued.newest(connection, table, day)
