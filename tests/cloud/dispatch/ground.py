"""The planner's own problems by the registry; what is sent to trucks stays here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cloud.bootstrap.parts import local_zone
from cloud.bootstrap.plan import problem_of
from cloud.errors import BrokerDown
from cloud.plan.problem import Problem
from cloud.plan.route import Plan, write_plan
from cloud.registry.registry import Registry
from cloud.registry.values import Issued
from cloud.settings import Settings


@dataclass
class Ground:
    """A ground whose broker is this program, and may be down."""

    records: Registry
    settings: Settings = field(default_factory=Settings)
    down: bool = False
    sent: dict[str, bytes] = field(default_factory=dict)
    problems: dict[date, Problem] = field(default_factory=dict)

    def problem(self, day: date) -> Problem:
        if day not in self.problems:
            self.problems[day] = problem_of(self.settings, self.records, day)
        return self.problems[day]

    def issue(self, plan: Plan) -> None:
        day = date.fromisoformat(plan.day)
        self.records.issue_plan(Issued(day, plan.issued_at_us, write_plan(plan), {}))

    def send(self, messages: Mapping[str, bytes]) -> None:
        if self.down:
            raise BrokerDown("the broker does not answer")
        self.sent |= messages

    def timezone(self) -> str:
        return local_zone(self.records).key
