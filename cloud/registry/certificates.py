"""Certificates that were issued to nodes, and which of them hold no longer."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, insert, select, update

from cloud.registry import tables
from cloud.registry.values import NodeCertificate


def keep(connection: Connection, certificate: NodeCertificate) -> None:
    """Keep a certificate that is issued."""
    connection.execute(insert(tables.certificates), [asdict(certificate)])


def by_serial(connection: Connection, serial: str) -> NodeCertificate | None:
    """Read the certificate of this serial; None if none was issued to a node."""
    found = _read(connection, tables.certificates.c.serial == serial)
    return found[0] if found else None


def of(connection: Connection, node: str | None) -> Sequence[NodeCertificate]:
    """Read the certificates of a node, or all, each node's in the order of their issue."""
    table = tables.certificates
    return _read(connection, table.c.serial.is_not(None) if node is None else table.c.node == node)


def of_key(
    connection: Connection, node: str, key: str, after_us: int, now_us: int
) -> NodeCertificate | None:
    """Read the newest certificate for a node's key that begins after `after_us` and holds."""
    table = tables.certificates
    held = _read(
        connection,
        (table.c.node == node)
        & (table.c.key == key)
        & (table.c.from_us > after_us)
        & table.c.revoked_us.is_(None)
        & (table.c.until_us > now_us),
    )
    return held[-1] if held else None


def revoked(connection: Connection, now_us: int) -> Sequence[NodeCertificate]:
    """Read what holds no longer though it has not expired: what a list of revoked ones holds."""
    table = tables.certificates
    return _read(connection, table.c.revoked_us.is_not(None) & (table.c.until_us > now_us))


def revoke(connection: Connection, node: str, why: str, now_us: int) -> None:
    """Let no certificate of a node hold any longer."""
    _end(connection, tables.certificates.c.node == node, why, now_us)


def end_before(connection: Connection, last: NodeCertificate, now_us: int) -> int:
    """Let what a node got before `last` hold no longer; return how many those were."""
    table = tables.certificates
    older = (
        (table.c.node == last.node) & (table.c.from_us < last.from_us) & (table.c.until_us > now_us)
    )
    return _end(connection, older, f"replaced by {last.serial}", now_us)


def _end(connection: Connection, which: ColumnElement[bool], why: str, now_us: int) -> int:
    table = tables.certificates
    still = update(table).where(which, table.c.revoked_us.is_(None))
    return connection.execute(still.values(revoked_us=now_us, revoked_why=why)).rowcount


def _read(connection: Connection, which: ColumnElement[bool]) -> list[NodeCertificate]:
    table = tables.certificates
    query = select(table).where(which).order_by(table.c.node, table.c.from_us, table.c.until_us)
    return [NodeCertificate(**row) for row in connection.execute(query).mappings()]
