"""Which visits are due."""

import pytest

from cloud.provision.worklist import DAY_US, HOUR_US, Facts, Reason, Visit, Why, worklist
from cloud.registry.values import Device, NodeCertificate, Stock

NOW_US = 1_767_605_400_000_000
WEEK_AGO_US = NOW_US - 7 * DAY_US
NOTHING = Facts({}, {}, {})


def device(stock: Stock, changed_us: int = WEEK_AGO_US, revoked_us: int | None = None) -> Device:
    return Device("n-131", stock, changed_us, revoked_us=revoked_us)


def certificate(until_us: int, revoked_us: int | None = None) -> NodeCertificate:
    return NodeCertificate("0a", "n-131", "0b", 0, until_us, "", revoked_us)


def heard(at_us: int, *certificates: NodeCertificate) -> Facts:
    return Facts({"n-131": at_us}, {"n-131": certificates}, {"n-131": ("gignac-07",)})


def reasons(one: Device, facts: Facts) -> list[Reason]:
    return [reason for visit in worklist([one], facts, NOW_US) for reason in visit.reasons]


def test_a_proven_node_that_speaks_needs_nobody() -> None:
    facts = heard(NOW_US - HOUR_US, certificate(NOW_US + 60 * DAY_US))

    assert worklist([device(Stock.PROVEN)], facts, NOW_US) == []


@pytest.mark.parametrize("stock", [Stock.IN_STOCK, Stock.RETIRED])
def test_what_hangs_nowhere_is_not_visited(stock: Stock) -> None:
    assert worklist([device(stock, revoked_us=NOW_US)], NOTHING, NOW_US) == []


def test_a_place_whose_node_is_in_repair_is_visited() -> None:
    (visit,) = worklist([device(Stock.IN_REPAIR)], heard(0), NOW_US)

    assert visit == Visit("n-131", ("gignac-07",), (Reason(Why.IN_REPAIR, WEEK_AGO_US),))


def test_a_silent_node_is_visited_and_so_is_one_that_never_spoke() -> None:
    spoke_us = NOW_US - 3 * DAY_US

    assert reasons(device(Stock.PROVEN), heard(spoke_us)) == [Reason(Why.SILENT, spoke_us)]
    assert reasons(device(Stock.PROVEN), NOTHING) == [Reason(Why.SILENT, WEEK_AGO_US)]


def test_what_a_node_said_before_it_was_mounted_does_not_make_it_silent() -> None:
    just_us = NOW_US - HOUR_US

    assert reasons(device(Stock.MOUNTED, just_us), heard(WEEK_AGO_US)) == []


def test_a_node_that_is_mounted_and_not_proven_is_visited_after_a_day_and_a_half() -> None:
    early_us, late_us = NOW_US - 35 * HOUR_US, NOW_US - 37 * HOUR_US

    assert reasons(device(Stock.MOUNTED, early_us), heard(NOW_US)) == []
    assert reasons(device(Stock.MOUNTED, late_us), heard(NOW_US)) == [Reason(Why.UNPROVEN, late_us)]


def test_a_node_whose_last_good_certificate_runs_out_is_visited() -> None:
    soon_us, late_us = NOW_US + 13 * DAY_US, NOW_US + 80 * DAY_US
    proven = device(Stock.PROVEN)

    assert reasons(proven, heard(NOW_US, certificate(soon_us))) == [Reason(Why.RUNS_OUT, soon_us)]
    assert reasons(proven, heard(NOW_US, certificate(soon_us), certificate(late_us))) == []
    ended = heard(NOW_US, certificate(soon_us), certificate(late_us, revoked_us=NOW_US))
    assert reasons(proven, ended) == [Reason(Why.RUNS_OUT, soon_us)]


def test_a_revoked_node_that_still_hangs_is_taken_down_and_need_not_speak() -> None:
    one = device(Stock.PROVEN, revoked_us=NOW_US - DAY_US)

    assert reasons(one, NOTHING) == [Reason(Why.REVOKED, NOW_US - DAY_US)]


def test_the_most_urgent_visit_comes_first_and_the_older_before_the_newer() -> None:
    def named(node: str, stock: Stock, days: int, *, revoked: bool = False) -> Device:
        at_us = NOW_US - days * DAY_US
        return Device(node, stock, at_us, revoked_us=at_us if revoked else None)

    devices = [
        named("a", Stock.IN_REPAIR, 90),
        named("b", Stock.PROVEN, 3),
        named("c", Stock.PROVEN, 5),
        named("d", Stock.MOUNTED, 2, revoked=True),
        named("e", Stock.MOUNTED, 4),
    ]

    due = worklist(devices, Facts({"e": NOW_US}, {}, {}), NOW_US)

    assert [visit.node for visit in due] == ["d", "c", "b", "e", "a"]


def test_a_node_with_two_troubles_is_one_visit() -> None:
    expired_us = NOW_US - DAY_US
    facts = heard(NOW_US - 2 * DAY_US, certificate(expired_us))

    (visit,) = worklist([device(Stock.MOUNTED)], facts, NOW_US)

    assert [reason.why for reason in visit.reasons] == [Why.SILENT, Why.RUNS_OUT, Why.UNPROVEN]
