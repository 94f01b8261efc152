"""A dashboard as its file says it: the part that checks look at."""

import msgspec

from dashboards.errors import BadBoard


class Grid(msgspec.Struct, frozen=True):
    """Where a panel stands, in columns and rows."""

    x: int
    y: int
    w: int
    h: int

    def meets(self, other: "Grid") -> bool:
        """Tell whether the two cover some place together."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


class Source(msgspec.Struct, frozen=True):
    """A data source, by its uid."""

    uid: str = ""


class Target(msgspec.Struct, frozen=True, rename="camel"):
    """One query of a panel."""

    query: str
    ref_id: str
    datasource: Source = Source()
    alias: str | None = None
    result_format: str = ""


class Step(msgspec.Struct, frozen=True):
    """A colour from a value on."""

    color: str
    value: float | None = None


class Thresholds(msgspec.Struct, frozen=True):
    """Colours by value."""

    steps: list[Step] = []


class Defaults(msgspec.Struct, frozen=True, rename="camel"):
    """How a panel's figures look."""

    unit: str = ""
    no_value: str = ""
    thresholds: Thresholds = Thresholds()


class FieldConfig(msgspec.Struct, frozen=True):
    """The looks of a panel's fields."""

    defaults: Defaults = Defaults()


class Panel(msgspec.Struct, frozen=True, rename="camel"):
    """One panel."""

    type: str
    grid_pos: Grid
    id: int | None = None
    title: str = ""
    description: str = ""
    datasource: Source = Source()
    targets: list[Target] = []
    field_config: FieldConfig = FieldConfig()
    interval: str | None = None
    time_from: str | None = None


class Variable(msgspec.Struct, frozen=True, rename="camel"):
    """What is picked at the top of the page."""

    name: str
    type: str
    query: str = ""
    sort: int = 0
    multi: bool = False
    include_all: bool = False
    label: str = ""


class Variables(msgspec.Struct, frozen=True):
    """All that is picked."""

    variables: list[Variable] = msgspec.field(name="list", default_factory=list)


class Period(msgspec.Struct, frozen=True):
    """The period that is picked at first."""

    since: str = msgspec.field(name="from")
    until: str = msgspec.field(name="to")


class Link(msgspec.Struct, frozen=True):
    """Links to the dashboards that have these tags."""

    tags: list[str] = []


class Board(msgspec.Struct, frozen=True, rename="camel"):
    """A dashboard."""

    uid: str
    title: str
    time: Period
    panels: list[Panel]
    id: int | None = None
    description: str = ""
    editable: bool = True
    timezone: str = ""
    week_start: str = ""
    tags: list[str] = []
    links: list[Link] = []
    templating: Variables = Variables()


def read(name: str, text: bytes) -> Board:
    """Return the dashboard that `text` says; raise BadBoard naming the file if it says none."""
    try:
        return msgspec.json.decode(text, type=Board)
    except msgspec.DecodeError as error:
        raise BadBoard(f"{name} is no dashboard: {error}") from error
