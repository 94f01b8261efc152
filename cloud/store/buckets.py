"""How long a bucket of InfluxDB 2.x keeps its points: the server's answer read, and a new rule."""

import msgspec

_DAY_S = 86_400


class _Rule(msgspec.Struct, rename="camel"):
    """A retention rule; 0 s is for ever."""

    every_seconds: int = 0


class Bucket(msgspec.Struct, rename="camel"):
    """A bucket as `/api/v2/buckets` describes it, as far as it concerns how long it keeps."""

    id: str
    name: str
    retention_rules: list[_Rule] = []

    @property
    def days(self) -> float:
        """After how many days it lets go; 0: never."""
        return self.retention_rules[0].every_seconds / _DAY_S if self.retention_rules else 0.0


class _Buckets(msgspec.Struct):
    """What the server answers."""

    buckets: list[Bucket]


def found(answer: bytes, name: str) -> Bucket | None:
    """Return the bucket of this name; raise msgspec.DecodeError if that is no such answer."""
    every = msgspec.json.decode(answer, type=_Buckets).buckets
    return next((one for one in every if one.name == name), None)


def rule(keep_days: int) -> dict[str, object]:
    """Return the body that has a bucket keep so many days."""
    return {"retentionRules": [{"type": "expire", "everySeconds": keep_days * _DAY_S}]}
