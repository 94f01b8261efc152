"""Accounts: who there is, what each may do, and what each proves himself with."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.upsert import upsert
from cloud.registry.values import Keys, Person, Role
from contract.names import is_name

_LONGEST_NAME: Final = 80


class NameTaken(RegistryFault):
    """There is a person of this name already; choose another name."""


class LastAdministrator(RegistryFault):
    """Nobody else may administer; name another one first."""


def add(connection: Connection, person: Person) -> None:
    """Write a new person."""
    if not is_name(person.id):
        raise RegistryFault(
            f"{person.id!r} cannot name a person: a-z, 0-9 and dashes within, 63 at most"
        )
    if one(connection, person.id) is not None:
        raise NameTaken(f"there is a person {person.id} already")
    connection.execute(insert(tables.people), [_row(person)])
    _write_roles(connection, person)


def change(connection: Connection, person: Person) -> Person:
    """Write what a person is now; return what he was. One administrator has to stay."""
    before = known(connection, person.id)
    if not _can_administer(person):
        must_not_be_last(connection, before)
    table = tables.people
    connection.execute(update(table).where(table.c.id == person.id).values(_row(person)))
    if before.roles != person.roles:
        roles = tables.people_roles
        connection.execute(delete(roles).where(roles.c.person == person.id))
        _write_roles(connection, person)
    return before


def one(connection: Connection, name: str) -> Person | None:
    """Read a person; None if there is none of this name."""
    # What a database could not even be asked for names nobody.
    found = _read(connection, tables.people.c.id == name) if is_name(name) else []
    return found[0] if found else None


def known(connection: Connection, name: str) -> Person:
    """Read a person, and keep other writers from him; raise RegistryFault if there is none."""
    table = tables.people
    held = select(table.c.id).where(table.c.id == name).with_for_update()
    if not is_name(name) or connection.execute(held).first() is None:
        raise RegistryFault(f"there is no person {name!r}; see: vallee-cloud people list")
    return _read(connection, table.c.id == name)[0]


def every(connection: Connection) -> list[Person]:
    """Read every person, by name."""
    return _read(connection, None)


def is_empty(connection: Connection) -> bool:
    """Tell whether there is nobody at all."""
    return connection.execute(select(tables.people.c.id).limit(1)).first() is None


def must_not_be_last(connection: Connection, person: Person) -> None:
    """Raise RegistryFault if this is an administrator, and there is no other."""
    if not _can_administer(person):
        return
    # Two who take the role from each other at once wait here for their turn.
    table = tables.people_roles
    administrators = select(table).where(table.c.role == Role.ADMINISTRATOR.value)
    connection.execute(administrators.with_for_update()).all()
    if not any(_can_administer(other) for other in every(connection) if other.id != person.id):
        raise LastAdministrator(f"{person.id} is the last administrator; name another one first")


def keys(connection: Connection, name: str) -> Keys:
    """Read what a person proves himself with."""
    table = tables.people_keys
    columns = (table.c.password, table.c.totp, table.c.totp_step)
    row = connection.execute(select(*columns).where(table.c.person == name)).mappings().first()
    return Keys() if row is None else Keys(**row)


def write_keys(connection: Connection, name: str, new: Keys) -> None:
    """Write what a person proves himself with."""
    row = {
        "person": name,
        "password": new.password,
        "totp": new.totp,
        "totp_step": new.totp_step,
    }
    upsert(connection, tables.people_keys, [row])


def rehash(connection: Connection, name: str, old: str, new: str) -> None:
    """Write the same password's better hash, unless there is another password meanwhile."""
    table = tables.people_keys
    same = (table.c.person == name) & (table.c.password == old)
    connection.execute(update(table).where(same).values(password=new))


def use_step(connection: Connection, name: str, step: int) -> bool:
    """Use a one-time code's step up; False if it, or a later one, was used before.

    One statement decides, so of several who come at once exactly one wins.
    """
    table = tables.people_keys
    fresh = table.c.totp_step.is_(None) | (table.c.totp_step < step)
    statement = update(table).where((table.c.person == name) & fresh).values(totp_step=step)
    return connection.execute(statement).rowcount == 1


def _can_administer(person: Person) -> bool:
    return person.active and Role.ADMINISTRATOR in person.roles


def _row(person: Person) -> dict[str, Any]:
    if not (1 <= len(person.name) <= _LONGEST_NAME and person.name.isprintable()):
        raise RegistryFault(f"a person's name is 1 to {_LONGEST_NAME} printable characters")
    if person.truck is not None and not is_name(person.truck):
        raise RegistryFault(f"{person.truck!r} cannot name a truck")
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "truck": person.truck,
        "active": person.active,
    }


def _write_roles(connection: Connection, person: Person) -> None:
    rows = [{"person": person.id, "role": role.value} for role in sorted(person.roles)]
    if rows:
        connection.execute(insert(tables.people_roles), rows)


def _read(connection: Connection, which: Any) -> list[Person]:  # noqa: ANN401 - a condition, or None
    people, roles = tables.people, tables.people_roles
    chosen = select(people).order_by(people.c.id)
    held = select(roles).join(people, people.c.id == roles.c.person)
    if which is not None:
        chosen, held = chosen.where(which), held.where(which)
    found: dict[str, set[Role]] = defaultdict(set)
    rows = connection.execute(chosen).mappings().all()
    for row in connection.execute(held).mappings():
        found[row["person"]].add(Role(row["role"]))
    return [Person(**row, roles=frozenset(found[row["id"]])) for row in rows]
