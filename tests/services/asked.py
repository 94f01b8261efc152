"""A store that remembers which of its methods were asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cloud.store.point import Point, Tags
from cloud.store.port import Store


@dataclass
class Asked:
    """Passes everything on to another store; each question to a server is a request."""

    behind: Store
    questions: list[str] = field(default_factory=list)

    def write(self, points: Sequence[Point]) -> None:
        self.behind.write(points)

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        self.questions.append("read")
        return self.behind.read(measurement, tags, since_ns, until_ns)

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        self.questions.append("newest")
        return self.behind.newest(measurement, tags, since_ns, until_ns, most)

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        self.behind.erase(measurement, tags, since_ns, until_ns)

    def retain(self, keep_days: int, now_ns: int) -> float:
        return self.behind.retain(keep_days, now_ns)

    def close(self) -> None:
        self.behind.close()
