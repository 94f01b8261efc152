"""A round that the phone has already does not come again; what changed does, at once."""

from tests.cloud.driven.day import DAY, MIN_US, SEVEN_US, Phone, plan
from tests.cloud.people.house import CREW
from tests.cloud.web.cab.caller import OTHER, Caller, Yard

ROUND = f"/tournee/round?day={DAY}"


def ask(caller: Caller, tag: str) -> tuple[int, str, bytes]:
    """Ask for a round of which the phone has what `tag` names."""
    answer = caller.call("GET", ROUND, If_None_Match=tag)
    return answer.status_code, answer.headers.get("ETag", ""), answer.content


def test_the_same_round_is_not_sent_again_whatever_time_it_is(yard: Yard) -> None:
    crew = yard.caller(CREW.id)
    first = crew.get(ROUND)
    yard.house.clock.at_us += MIN_US

    again = ask(crew, first.json()["tag"])

    assert first.headers["ETag"] == first.json()["tag"] != ""
    assert again == (304, first.headers["ETag"], b"")


def test_a_tag_that_a_proxy_made_weak_counts(yard: Yard) -> None:
    crew = yard.caller(CREW.id)
    tag = crew.get(ROUND).headers["ETag"]

    assert ask(crew, f'"other", W/{tag}')[0] == 304


def test_what_somebody_told_changes_the_round(yard: Yard) -> None:
    crew, phone = yard.caller(CREW.id), Phone()
    tag = crew.get(ROUND).headers["ETag"]
    phone.does("collected", 10, stop="alpha-01")
    crew.post("/tournee/envelopes", phone.envelope())

    status, then, body = ask(crew, tag)

    assert (status, then != tag, b'"collected"' in body) == (200, True, True)


def test_a_new_plan_is_sent_at_once(yard: Yard) -> None:
    crew = yard.caller(CREW.id)
    tag = crew.get(ROUND).headers["ETag"]
    yard.records.issue_plan(plan(SEVEN_US, "alpha-02"))

    assert ask(crew, tag)[0] == 200


def test_another_crew_is_told_nothing_by_a_tag_that_is_not_its_own(yard: Yard) -> None:
    tag = yard.caller(CREW.id).get(ROUND).headers["ETag"]

    status, _, body = ask(yard.caller(OTHER.id), tag)

    assert status == 200
    assert b"alpha" not in body


def test_a_session_that_was_ended_elsewhere_is_told_nothing_more_at_once(yard: Yard) -> None:
    crew = yard.caller(CREW.id)
    tag = crew.get(ROUND).headers["ETag"]
    yard.house.accounts.end(CREW.id, None)

    answers = [
        ask(crew, tag)[0],
        crew.get("/tournee/stay").status_code,
        crew.get(f"/tournee/round.gpx?day={DAY}").status_code,
        crew.post("/tournee/envelopes", Phone().envelope()).status_code,
    ]

    assert answers == [401, 401, 401, 401]
