import pytest

from cloud.errors import RegistryFault
from cloud.registry.registry import Registry
from contract.presence import Link, NodeStatus


def status(link: Link, at_us: int, node: str = "n-001") -> NodeStatus:
    return NodeStatus(node, "0123456789ab", link, at_us, produced=10, pending=2, dropped=1)


def test_the_last_word_of_a_node_is_kept_even_if_it_was_written_earlier(loaded: Registry) -> None:
    loaded.note_status(status(Link.UP, at_us=20))
    loaded.note_status(status(Link.DOWN, at_us=10))

    assert loaded.statuses() == [status(Link.DOWN, at_us=10)]


def test_an_unknown_node_has_no_status(loaded: Registry) -> None:
    with pytest.raises(RegistryFault, match="refuses"):
        loaded.note_status(status(Link.UP, at_us=1, node="n-999"))

    assert loaded.statuses() == []
