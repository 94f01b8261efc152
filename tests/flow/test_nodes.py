"""What the registry exports for its nodes is what the edge reads."""

import pytest

from edge.settings import Settings, load
from tests.flow.conftest import Ground


@pytest.fixture
def nodes(ground: Ground) -> dict[str, Settings]:
    return {file.stem: load(file, {}) for file in sorted(ground.nodes.glob("*.toml"))}


def test_every_exported_file_is_the_settings_of_its_node(nodes: dict[str, Settings]) -> None:
    assert len(nodes) == 31
    assert all(settings.node == name for name, settings in nodes.items())


def test_a_radios_node_knows_its_beacons_and_the_sensor_it_hears(
    nodes: dict[str, Settings],
) -> None:
    radio, sensors = nodes["z-001"].radio, nodes["z-001"].sensors

    assert radio is not None
    assert radio.name == "radio"
    assert [beacon.name for beacon in radio.beacons] == ["cosmo-b1", "cosmo-b2"]
    assert [(one.model, one.port) for one in sensors] == [("bthome", "A4:C1:38:34:11:04")]


def test_a_node_may_have_a_radio_alone_or_none(nodes: dict[str, Settings]) -> None:
    assert nodes["z-002"].sensors == ()
    assert nodes["z-002"].radio is not None
    assert nodes["n-001"].radio is None
