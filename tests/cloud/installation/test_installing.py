from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest

from cloud.errors import RegistryFault
from cloud.installation.facts import Evidence
from cloud.installation.judge import judge
from cloud.registry.values import Mount, PlaceToVisit, Stock
from contract.presence import Link
from tests.cloud.installation.conftest import HOUR_US, PACE_US, PHOTO, S_US, Site, jpeg
from tests.cloud.installation.vectors import NOW_US


def stock(site: Site, node: str) -> Stock:
    device = site.office.records.device(node)
    assert device is not None
    return device.stock


def mounts(site: Site, container: str) -> list[Mount]:
    return [one for one in site.registry.mounts() if one.container == container]


def test_from_an_empty_card_to_proven(site: Site) -> None:
    site.office.enrolled("n-001")
    visit = site.visit()

    assert site.receive(visit).ok
    assert stock(site, "n-001") is Stock.MOUNTED
    assert mounts(site, "alpha-01") == [Mount("n-001", "fill", "alpha-01", visit.at_us)]
    (card,) = site.installing.cards()
    assert (card.state, card.who, card.at_us) == ("mounted", "jo", visit.at_us)
    assert [one.code for one in card.missing] == ["first-reading", "presence", "supply"]

    first_us = NOW_US + 60 * S_US
    site.link("n-001", visit.at_us - S_US)
    site.measures("n-001", first_us, first_us + 23 * HOUR_US)
    site.now_us = first_us + 23 * HOUR_US
    assert site.installing.prove(site.now_us) == []
    assert [one.code for one in site.installing.cards()[0].missing] == ["supply"]

    site.measures("n-001", first_us + 23 * HOUR_US, first_us + 25 * HOUR_US)
    site.now_us = first_us + 25 * HOUR_US
    (proven,) = site.installing.prove(site.now_us)
    assert (proven.node, proven.proven_us) == ("n-001", first_us + 24 * HOUR_US)
    assert stock(site, "n-001") is Stock.PROVEN
    assert site.installing.prove(site.now_us) == []
    assert site.installing.cards()[0].state == "proven"
    deeds = [one.what for one in site.office.records.journal(node="n-001")]
    assert deeds[:2] == ["proven", "visited"]


def test_the_list_of_the_evening_before_has_keys_permits_and_nodes(site: Site) -> None:
    first, post = site.installing.places("jo")

    assert (first.id, first.node, first.keys) == ("alpha-01", "n-001", "clé triangle, coffre B")
    assert (first.title, first.commune, first.floor_mm) == ("Alpha, mairie", "Alpha", 1250)
    assert (post.id, post.stands, post.floor_mm) == ("mat-7", "lamp-post", None)
    assert [one.id for one in site.installing.places("sam")] == ["alpha-01", "alpha-02", "mat-7"]


def test_a_phone_without_network_decides_as_the_cloud_will(site: Site) -> None:
    sheet = site.installing.sheet("jo")
    places, nodes = ({one.id: one for one in sheet.places}, {one.name: one for one in sheet.nodes})
    for changes in ({"target": "alpha-02"}, {"node": "n-777"}, {"cone_mm": [70] * 5}, {}):
        visit = site.visit(**changes)
        alone = judge(
            Evidence(
                visit, places.get(visit.place), nodes.get(visit.node), sheet.bounds,
                site.now_us, photo=True, photo_same=True,
            )
        )  # fmt: skip
        assert site.receive(visit) == alone


def test_a_lamp_post_is_closed_without_a_container(site: Site) -> None:
    post = {"place": "mat-7", "target": "mat-7", "node": "n-131", "lat": 43.605, "lon": 3.505}

    assert site.receive(site.visit(**post, cone_mm=(), supply="lighting")).ok
    assert stock(site, "n-131") is Stock.MOUNTED
    assert site.refused(**(post | {"node": "n-002"})) == ("node-planned-elsewhere", "place-taken")


def test_a_node_that_moved_to_another_lamp_post_hangs_there_alone(site: Site) -> None:
    posts = [
        PlaceToVisit(one, "lamp-post", lat=43.605, lon=3.505, commune="Alpha")
        for one in ("mat-7", "mat-8")
    ]
    site.records.list_places(posts, "office")
    post = {"node": "n-131", "lat": 43.605, "lon": 3.505, "cone_mm": ()}
    assert site.receive(site.visit(**post, place="mat-7", target="mat-7")).ok
    site.office.records.change("n-131", Stock.IN_STOCK, "", "office")
    site.now_us += HOUR_US

    assert site.receive(site.visit(**post, place="mat-8", target="mat-8")).ok

    places = {one.id: one.taken_by for one in site.installing.places("jo")}
    assert (places["mat-7"], places["mat-8"]) == (None, "n-131")
    assert [one.state for one in site.installing.cards()] == ["mounted", "replaced"]


def test_the_same_visit_twice_is_one_visit(site: Site) -> None:
    visit = site.visit()

    assert site.receive(visit).ok
    assert site.receive(visit).ok
    assert len(site.records.every()) == 1


def test_a_visit_sent_by_eight_threads_at_once_is_one_visit(site: Site) -> None:
    visit = site.visit()

    with ThreadPoolExecutor(8) as threads:
        verdicts = list(threads.map(lambda _: site.receive(visit), range(8)))

    assert all(one.ok for one in verdicts)
    assert len(site.records.every()) == 1
    assert len(mounts(site, "alpha-01")) == 1


def test_the_same_number_with_other_content_is_refused(site: Site) -> None:
    visit = site.visit()
    site.receive(visit)

    verdict = site.receive(msgspec.structs.replace(visit, note="autre chose"))

    assert [one.code for one in verdict.refused] == ["visit-other"]
    assert site.records.every()[0].body == msgspec.json.encode(visit).decode()


def test_two_installers_in_conflict_are_both_kept_and_shown(site: Site) -> None:
    first, second = site.visit(), site.visit(lat=43.61005)

    assert site.receive(first, "jo").ok
    site.now_us += S_US
    assert not site.receive(second, "sam").ok

    lost, won = site.installing.cards()
    assert (won.id, won.state, won.rivals) == (first.id, "mounted", (second.id,))
    assert (lost.id, lost.state, lost.rivals) == (second.id, "refused", (first.id,))
    assert (lost.who, lost.refused) == ("sam", ("node-here",))


def test_of_two_installers_at_one_instant_one_wins(site: Site) -> None:
    visits = [site.visit(), site.visit()]

    with ThreadPoolExecutor(2) as threads:
        verdicts = list(threads.map(site.receive, visits))

    assert sorted(one.ok for one in verdicts) == [False, True]
    assert len(site.records.every()) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"node": "n-777"}, "node-unknown"),
        ({"place": "nowhere", "target": "nowhere"}, "place-unknown"),
        ({"target": "alpha-02"}, "wrong-target"),
        ({"lat": 91.0}, "position-none"),
        ({"lat": float("nan")}, "position-none"),
        ({"lat": 48.85}, "position-outside"),
        ({"lat": 43.6105}, "position-far"),
        ({"cone_mm": (70, 71, 74, 69, 70)}, "cone-blocked"),
        ({"photo_sha256": "0" * 64}, "photo-other"),
        ({"at_us": NOW_US + HOUR_US}, "clock"),
    ],
)
def test_a_planted_fault_is_refused_by_name_and_kept(
    site: Site, changes: dict[str, object], code: str
) -> None:
    assert code in site.refused(**changes)

    assert [one.code for one in site.receive(site.visit(**changes)).refused if one.mend_fr]
    assert {one.state for one in site.installing.cards()} == {"refused"}
    assert stock(site, "n-001") is Stock.IN_STOCK


@pytest.mark.parametrize("becomes", [Stock.RETIRED, Stock.IN_REPAIR])
def test_a_node_that_is_not_in_stock_is_refused(site: Site, becomes: Stock) -> None:
    site.office.records.change("n-001", becomes, "", "office")

    assert site.refused() == (f"node-{becomes.value}",)


def test_a_revoked_node_is_refused(site: Site) -> None:
    site.office.records.revoke("n-001", "stolen", "office")

    assert "node-revoked" in site.refused()


@pytest.mark.parametrize("photo", [b"", b"GIF89a", b"<svg/>", jpeg()[:400]])
def test_what_is_no_photo_is_refused(site: Site, photo: bytes) -> None:
    verdict = site.receive(site.visit(), photo=photo)

    assert "photo-none" in [one.code for one in verdict.refused]


def test_a_visit_may_be_sent_before_its_photo(site: Site) -> None:
    visit = site.visit()

    verdict = site.receive(visit, photo=None)

    assert [one.code for one in verdict.refused] == ["photo-none"]
    assert site.receive(visit, photo=PHOTO).ok


def test_a_swap_moves_the_sensor_and_takes_the_old_node_down(site: Site) -> None:
    site.receive(site.visit())
    site.records.list_places([], "office")
    site.now_us += 10 * HOUR_US

    assert site.refused(node="n-131") == ("node-without-sensor", "place-taken")
    site.now_us += S_US
    swap = site.visit(node="n-131", replaces="n-001")
    assert site.receive(swap).ok

    assert stock(site, "n-001") is Stock.IN_REPAIR
    assert stock(site, "n-131") is Stock.MOUNTED
    old, new = sorted(mounts(site, "alpha-01"), key=lambda one: one.from_us)
    assert (old.node, old.until_us) == ("n-001", swap.at_us)
    assert (new.node, new.from_us, new.until_us) == ("n-131", swap.at_us, None)
    assert [one.state for one in site.installing.cards()] == ["mounted", "refused", "replaced"]


def test_a_gap_begins_the_day_anew(site: Site) -> None:
    site.receive(site.visit())
    first_us = NOW_US + 60 * S_US
    site.link("n-001", NOW_US)
    site.measures("n-001", first_us, first_us + 20 * HOUR_US)
    again_us = first_us + 21 * HOUR_US
    site.measures("n-001", again_us, again_us + 23 * HOUR_US)

    site.now_us = again_us + 23 * HOUR_US
    assert not site.installing.prove(site.now_us)
    site.measures("n-001", again_us + 23 * HOUR_US, again_us + 24 * HOUR_US)
    site.now_us = again_us + 24 * HOUR_US
    (proven,) = site.installing.prove(site.now_us)
    assert proven.proven_us == again_us + 24 * HOUR_US


def test_what_was_measured_off_line_proves_no_supply_of_the_link(site: Site) -> None:
    site.receive(site.visit())
    first_us = NOW_US + 60 * S_US
    site.link("n-001", NOW_US)
    site.link("n-001", first_us + HOUR_US, Link.DOWN)
    site.link("n-001", first_us + 22 * HOUR_US)
    site.measures("n-001", first_us, first_us + 25 * HOUR_US)

    site.now_us = first_us + 25 * HOUR_US

    assert not site.installing.prove(site.now_us)


def test_a_value_that_cannot_be_is_no_first_reading(site: Site) -> None:
    site.receive(site.visit())
    site.link("n-001", NOW_US)
    site.measures("n-001", NOW_US + S_US, NOW_US + 26 * HOUR_US, distance_mm=4500.0)

    site.now_us = NOW_US + 26 * HOUR_US

    assert not site.installing.prove(site.now_us)
    assert [one.code for one in site.installing.cards()[0].missing] == ["plausible", "supply"]


def test_a_pace_that_is_slow_is_no_gap(site: Site) -> None:
    site.receive(site.visit())
    site.link("n-001", NOW_US)
    for hour in range(0, 26, 2):
        site.measures("n-001", NOW_US + hour * HOUR_US + 1, NOW_US + hour * HOUR_US + PACE_US // 2)

    site.now_us = NOW_US + 25 * HOUR_US

    assert [one.node for one in site.installing.prove(site.now_us)] == ["n-001"]


def test_no_record_of_a_node_that_nobody_mounted(site: Site) -> None:
    with pytest.raises(RegistryFault, match="no visit closed node n-001"):
        site.installing.record("n-001")


def test_a_number_that_is_unknown_proves_nothing(site: Site) -> None:
    with pytest.raises(RegistryFault, match="no visit"):
        site.records.prove(str(uuid4()), 1, "{}", "jo")
