"""The access list says who may do what, and nothing else."""

import pytest

from cloud.provision.mosquitto.acl import acl

LIST = """\
# Written by `vallee-cloud broker write` and `apply`, which write it anew.

pattern write vallee/v1/node/%u/envelope
pattern write vallee/v1/node/%u/status
pattern read vallee/v1/node/%u/receipt
pattern read vallee/v1/truck/%u/plan
pattern read vallee/v1/ingester/+/presence

user cloud.ingester
topic read vallee/v1/node/+/envelope
topic read vallee/v1/node/+/status
topic write vallee/v1/node/+/receipt
topic write vallee/v1/ingester/+/presence

user cloud.desk
topic write vallee/v1/truck/+/plan

user cloud.warden
topic read vallee/v1/node/+/envelope
topic read vallee/v1/node/+/status
topic readwrite vallee/v1/node/+/receipt
topic read vallee/v1/ingester/+/presence
topic read vallee/v1/truck/+/plan
"""


def test_everybody_may_do_what_he_needs() -> None:
    assert acl([]) == LIST


def test_who_is_denied_may_do_nothing_and_stands_there_once() -> None:
    assert acl(["n-002", "n-001", "n-002"]) == (
        f"{LIST}\nuser n-001\ntopic deny #\n\nuser n-002\ntopic deny #\n"
    )


@pytest.mark.parametrize("name", ["", "#", "+", "n-001\ntopic readwrite #", "cloud.ingester", "N"])
def test_a_name_that_is_no_nodes_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a node"):
        acl([name])
