"""The InfluxDB store, 1.x or 2.x."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Final, Literal

import msgspec

from cloud.errors import PointsRefused, StoreDown
from cloud.store import buckets, influxql, predicate, retention
from cloud.store.block import parts_of
from cloud.store.body import body
from cloud.store.fit import refusal, series_misfit, sift
from cloud.store.influx_server import NOT_FOUND, InfluxServer, NotDone, Query
from cloud.store.lines import line
from cloud.store.point import Point, Tags
from contract.errors import BadSettings

# A database's or bucket's name, and after a slash its retention policy: CREATE DATABASE cannot
# bind it, so it is written into the statement.
_DATABASE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)?")

_POLICY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_BUCKETS: Final = "/api/v2/buckets"
_REFUSED: Final = (400, 422)
_TOO_LARGE: Final = 413

# A server takes a request in one thread: as many points are sent in several at once, each no larger
# than what it is quickest with.
_PART_POINTS: Final = 5000
_LEAST_POINTS: Final = 2000
_LINES: Final = 3


class InfluxStore:
    """A store on an InfluxDB server, written by line protocol and read by InfluxQL.

    InfluxQL through `/query` is the one language that 1.x, 2.x and 3.x all answer; on 2.x it needs
    the mapping of a database to the bucket, which servers from 2.3 on make themselves.
    """

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        url: str,
        database: str,
        *,
        version: Literal[1, 2] = 1,
        org: str = "",
        token: str = "",
        username: str = "",
        password: str = "",
        timeout_s: float = 10.0,
        ca_file: Path | None = None,
    ) -> None:
        """Remember where the server is; nothing is sent yet.

        Args:
            url: scheme, host and port.
            database: on 1.x a database, made when it is missing; on 2.x an existing bucket.
            version: 1 for `/write`, 2 for `/api/v2/write`.
            org: the organisation; on 2.x only, and there it must be given.
            token: the API token of 2.x.
            username: of 1.x; empty if the server asks for none.
            password: of 1.x.
            timeout_s: for one request as a whole.
            ca_file: the authority that signed the server's certificate, if not a public one.

        """
        if _DATABASE.fullmatch(database) is None:
            raise BadSettings(f"InfluxDB database {database!r}: letters, digits, - and _ only")
        if version != 1 and not org:
            raise BadSettings("InfluxDB 2.x needs an organisation (org)")
        self._version = version
        self._database = database
        name, _, policy = database.partition("/")
        self._source: Query = [("db", name), *([("rp", policy)] if policy else [])]
        self._target = self._source if version == 1 else [("org", org), ("bucket", database)]
        self._lines = ThreadPoolExecutor(_LINES, "influx")
        self._server = InfluxServer(
            url,
            token=token,
            login=f"{username}:{password}" if version == 1 and username else "",
            timeout_s=timeout_s,
            ca_file=ca_file,
        )
        self._place = self._server.place

    def write(self, points: Sequence[Point]) -> None:
        """Keep `points` when the server has answered that it did; see the port."""
        # As many parts as there are lines, or twice as many: none of them is left for the end.
        rounds = -(-len(points) // (_LINES * _PART_POINTS))
        parts = parts_of(points, max(_LEAST_POINTS, -(-len(points) // (_LINES * rounds or 1))))
        if len(parts) > 1:
            # All of them end before this does, come what may.
            sent = [self._lines.submit(self._write, part) for part in parts]
            wait(sent)
            reasons = [reason for one in sent for reason in one.result()]
        else:
            reasons = self._write(points)
        if reasons:
            raise refusal(reasons)

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        """Return the points of one series; see the port."""
        # Names cannot be bound, and nothing is ever kept under one that is not safe to write down.
        if series_misfit(measurement, tags) is not None:
            return []
        statement, bound = influxql.question(measurement, tags, since_ns, until_ns)
        result = self._ask("GET", statement, bound)
        return [point for series in result.series for point in series.points(measurement, tags)]

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        """Return the last points of every series that has `tags`; see the port."""
        if series_misfit(measurement, tags) is not None:
            return {}
        statement, bound = influxql.newest(measurement, tags, since_ns, until_ns, most)
        found = [(one.own_tags, one) for one in self._ask("GET", statement, bound).series]
        return {own: series.points(measurement, own)[::-1] for own, series in found}

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        """Forget the points of one series; see the port.

        Raises PointsRefused on 2.x if a series that has more tags has points there, too: 2.x
        would delete those as well.
        """
        if series_misfit(measurement, tags) is not None or since_ns >= until_ns:
            return
        if self._version == 1:
            self._erase1(measurement, tags, since_ns, until_ns)
        else:
            self._erase2(measurement, tags, since_ns, until_ns)

    def retain(self, keep_days: int, now_ns: int) -> float:
        """Have the server keep `keep_days`: the database's policy on 1.x, the bucket's on 2.x."""
        if self._version != 1:
            return self._retain2(keep_days)
        database, _, wanted = self._database.partition("/")
        known = retention.policies(self._ask("GET", retention.show(database), "{}"))
        policy = retention.chosen(known, wanted)
        if keep_days == 0 or (policy is not None and policy.days == keep_days):
            return policy.days if policy else 0.0
        if not known:
            self._make_database()
            return self.retain(keep_days, now_ns)
        name = policy.name if policy else wanted
        if _POLICY.fullmatch(name) is None:
            raise StoreDown(f"{self._place}: set the retention policy {name!a} by hand")
        statement = retention.setting(database, name, keep_days, known=policy is not None)
        self._ask("POST", statement, "{}")
        return keep_days

    def close(self) -> None:
        """Close the connections."""
        self._lines.shutdown()
        self._server.close()

    def _retain2(self, keep_days: int) -> float:
        query = [*self._target[:1], ("name", self._database)]
        try:
            bucket = buckets.found(self._server.call("GET", _BUCKETS, query), self._database)
            if bucket is None:
                raise StoreDown(f"{self._place}: it shows us no bucket {self._database}")
            if keep_days in {0, bucket.days}:
                return bucket.days
            self._server.call("PATCH", f"{_BUCKETS}/{bucket.id}", [], buckets.rule(keep_days))
        except NotDone as error:
            raise self._server.down(error, self._database) from error
        except msgspec.DecodeError as error:
            raise StoreDown(f"{self._place} does not answer as InfluxDB does: {error}") from error
        return keep_days

    def _write(self, points: Sequence[Point]) -> list[str]:
        """Send one request; return why points of it were refused."""
        plain = body(points)
        good, reasons = sift(points) if plain is None else (points, [])
        if good:
            reasons += self._send(good, plain or b"\n".join(map(line, good)))
        return reasons

    def _erase1(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        ours = {name for name, _ in tags}
        keys = self._ask("GET", influxql.tag_keys(measurement), "{}")
        others = {str(key) for series in keys.series for (key,) in series.values} - ours
        if others and series_misfit(measurement, tuple((key, "x") for key in sorted(others))):
            raise StoreDown(f"{self._place}: {measurement} has tags that are not of our making")
        self._ask("POST", *influxql.erasure(measurement, tags, sorted(others), since_ns, until_ns))

    def _erase2(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        found = self._ask("GET", *influxql.question(measurement, tags, since_ns, until_ns)).series
        if any(not series.points(measurement, tags) for series in found):
            raise PointsRefused(f"{measurement} {dict(tags)}: a series with more tags is there")
        if found:
            body = predicate.erasure(measurement, tags, since_ns, until_ns)
            try:
                self._server.call("POST", "/api/v2/delete", self._target, body)
            except NotDone as error:
                raise self._server.down(error, self._database) from error

    def _send(self, points: Sequence[Point], lines: bytes) -> list[str]:
        """Write `points`, whose lines these are; return why some were refused.

        Those are found by halving until all others are kept.
        """
        try:
            self._post(lines)
        except NotDone as error:
            said = error.said
            # A proxy's 400 judges the request, not the points: only InfluxDB's own word refuses.
            refused = error.status == _TOO_LARGE or (error.status in _REFUSED and said is not None)
            if not refused:
                raise self._server.down(error, self._database) from error
            # A partial write has kept the good lines; any other refusal has perhaps kept none.
            if len(points) > 1 and "partial write" not in (said or ""):
                half = len(points) // 2
                return [
                    reason
                    for part in (points[:half], points[half:])
                    for reason in self._send(part, b"\n".join(map(line, part)))
                ]
            return [said or "the point is larger than the server takes"]
        return []

    def _post(self, body: bytes) -> None:
        path = "/write" if self._version == 1 else "/api/v2/write"
        query = [*self._target, ("precision", "ns")]
        try:
            self._server.call("POST", path, query, body)
        except NotDone as error:
            if self._version != 1 or error.status != NOT_FOUND:
                raise
            self._make_database()
            self._server.call("POST", path, query, body)

    def _make_database(self) -> None:
        self._ask("POST", f'CREATE DATABASE "{self._source[0][1]}"', "{}")

    def _ask(self, method: str, statement: str, bound: str) -> influxql.Result:
        query = [*self._source, ("epoch", "ns"), ("q", statement), ("params", bound)]
        try:
            result = influxql.answer(self._server.call(method, "/query", query))
        except NotDone as error:
            raise self._server.down(error, self._database) from error
        except msgspec.DecodeError as error:
            raise StoreDown(f"{self._place} does not answer as InfluxDB does: {error}") from error
        if self._version == 1 and result.error.startswith("database not found"):
            return influxql.Result()  # the first write makes it
        if result.error:
            raise StoreDown(f"{self._place}, database {self._database}: {result.error}")
        return result
