"""What an installer's visit has shown of a container: which file on a desk does not know better."""

from sqlalchemy import Connection, func, select

from cloud.registry import tables
from cloud.registry.values import Closed


def evidenced(connection: Connection) -> dict[str, int]:
    """Return the containers in which a node hangs as a closed visit left it, and since when."""
    mounts, visits = tables.mounts.c, tables.installations.c
    query = (
        select(mounts.container, func.max(mounts.from_us))
        .join_from(
            tables.mounts,
            tables.installations,
            (visits.node == mounts.node)
            & (visits.place == mounts.container)
            & (visits.at_us == mounts.from_us),
        )
        .where(mounts.until_us.is_(None))
        .where(visits.state.in_([Closed.MOUNTED.value, Closed.PROVEN.value]))
        .group_by(mounts.container)
    )
    return dict(connection.execute(query).all())
