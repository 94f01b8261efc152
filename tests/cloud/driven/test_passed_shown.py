"""A container beside which a truck stood is open wherever somebody looks: cab, desk, street."""

import re

from tests.cloud.driven.day import DAY, Phone
from tests.cloud.people.house import CREW
from tests.cloud.web.cab.caller import DESK, Yard
from tests.cloud.web.cab.conftest import blank, yard

__all__ = ["blank", "yard"]

AT_BOX = {"lat": 43.61, "lon": 3.51, "accuracy_m": 8}


def test_who_stood_at_a_container_has_not_lifted_it_whoever_asks(yard: Yard) -> None:
    phone, crew, desk = Phone(), yard.caller(CREW.id), yard.caller(DESK.id)
    phone.does("position", 10, **AT_BOX)
    assert crew.post("/tournee/envelopes", phone.envelope()).json()["refused"] == []

    in_cab = crew.get(f"/tournee/round?day={DAY}").json()["stops"]
    (driven,) = desk.get(f"/bureau/deeds?day={DAY}").json()["rounds"]
    (street,) = desk.get(f"/bureau/streets?day={DAY}&name=alpha-01").json()["streets"]
    followed = desk.get(f"/bureau/suivi?jour={DAY}").text

    assert [one["state"]["state"] for one in in_cab] == ["open"] * 3
    assert (driven["passed"], driven["open"]) == (0, 2)
    assert (street["state"], street["at_us"]) == ("planned", None)
    assert re.findall(r'<li class="(\w+)"><time>', followed) == ["open", "open"]
