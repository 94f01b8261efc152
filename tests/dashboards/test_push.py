"""The upload over real HTTP, against a stand-in that remembers and takes no unknown key."""

import copy
import json
import socket
from collections.abc import Iterator
from typing import Any, Final

import pytest

from contract.errors import BadSettings
from dashboards.build.alerts import posted
from dashboards.errors import BadBoard, GrafanaDown, GrafanaRefused
from dashboards.names import FOLDER, FOLDER_TITLE, SOURCE
from dashboards.upload.grafana import Grafana
from dashboards.upload.push import Done, Load, push
from dashboards.upload.source import source
from tests.dashboards.conftest import texts
from tests.services.grafana import TOKEN, serving
from tests.services.grafana import Grafana as StandIn

SECRET: Final = "influx-says-open"  # noqa: S105 - of no real server
UIDS: Final = ["vallee-collecte", "vallee-zone", "vallee-balises", "vallee-noeuds"]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with serving(StandIn()) as server:
        yield server


def face(server: StandIn, token: str = TOKEN) -> Grafana:
    return Grafana(server.url, token, wait_s=0.0)


def load(**changes: Any) -> Load:  # noqa: ANN401 - fields of a Load
    made: dict[str, Any] = {
        "boards": texts(),
        "source": source("http://influxdb:8086", "vallee", secret=SECRET),
        "rules": posted(),
    }
    return Load(**{**made, **changes})


def test_everything_is_there_after_a_push(stand_in: StandIn) -> None:
    done = list(push(face(stand_in), load()))

    assert [one.kind for one in done] == ["folder", "source", *["dashboard"] * 4, "rules"]
    assert stand_in.kept.folders == {FOLDER: FOLDER_TITLE}
    assert list(stand_in.kept.sources) == [SOURCE]
    assert list(stand_in.kept.boards) == UIDS
    assert {folder for _, folder, _ in stand_in.kept.boards.values()} == {FOLDER}
    assert stand_in.kept.editable == set(stand_in.kept.rules) == {(FOLDER, "smart-vallee")}


def test_what_is_kept_is_what_was_built(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))

    kept = {uid: board for uid, (_, _, board) in stand_in.kept.boards.items()}
    built = {board["uid"]: board for board in map(json.loads, texts().values())}
    assert kept == {uid: {**board, "id": None} for uid, board in built.items()}


def test_a_dashboard_that_was_moved_comes_back(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))
    version, _, board = stand_in.kept.boards["vallee-zone"]
    stand_in.kept.boards["vallee-zone"] = (version, "elsewhere", board)

    list(push(face(stand_in), load()))

    assert stand_in.kept.boards["vallee-zone"][:2] == (2, FOLDER)


def test_a_second_push_changes_nothing(stand_in: StandIn) -> None:
    first = list(push(face(stand_in), load()))
    before = copy.deepcopy(stand_in.kept)

    second = list(push(face(stand_in), load()))

    before.seen = stand_in.kept.seen
    assert stand_in.kept == before
    assert second == first
    assert {one.version for one in second if one.kind == "dashboard"} == {1}


def test_a_changed_dashboard_gets_a_new_version_and_the_others_do_not(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))
    changed = json.loads(texts()["zone"])
    changed["title"] = "Zone"

    boards = {**texts(), "zone": json.dumps(changed).encode()}
    done = list(push(face(stand_in), load(boards=boards)))

    versions = {one.uid: one.version for one in done if one.kind == "dashboard"}
    assert versions == {uid: 2 if uid == "vallee-zone" else 1 for uid in UIDS}


def test_what_somebody_renamed_has_our_title_again(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))
    stand_in.kept.folders[FOLDER] = "Autre"

    list(push(face(stand_in), load()))

    assert stand_in.kept.folders == {FOLDER: FOLDER_TITLE}


def test_without_a_source_and_rules_those_are_left_alone(stand_in: StandIn) -> None:
    list(push(face(stand_in), load(source=None, rules=None)))

    assert not any("datasources" in one or "rule-groups" in one for one in stand_in.kept.seen)


def test_nothing_is_asked_by_number(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))
    list(push(face(stand_in), load()))

    assert not any("/id/" in one or one[-1].isdigit() for one in stand_in.kept.seen)


def test_an_empty_answer_is_a_yes(stand_in: StandIn) -> None:
    stand_in.empty = True

    done = list(push(face(stand_in), load()))

    assert done[-1] == Done("rules", "smart-vallee")


def test_below_a_prefix_it_is_found_as_well() -> None:
    with serving(StandIn(prefix="/grafana")) as server:
        list(push(face(server), load()))

        assert list(server.kept.boards) == UIDS


def test_a_secret_stays_in_what_grafana_encrypts(stand_in: StandIn) -> None:
    list(push(face(stand_in), load()))

    kept = stand_in.kept.sources[SOURCE]
    assert kept.pop("secureJsonData") == {"httpHeaderValue1": f"Token {SECRET}"}
    assert SECRET not in json.dumps(kept)


def test_a_user_of_influxdb_1_has_a_password_and_no_token() -> None:
    made = source("http://influxdb:8086", "vallee", user="grafana", secret=SECRET)

    assert made["user"] == "grafana"
    assert made["secureJsonData"] == {"password": SECRET}
    assert made["jsonData"] == {"dbName": "vallee", "httpMode": "POST"}


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_grafana_that_is_just_starting_is_waited_for(stand_in: StandIn, status: int) -> None:
    stand_in.scripted = [(status, b"<html>starting</html>", "text/html")] * 3

    assert len(list(push(face(stand_in), load()))) == 7


def test_a_grafana_that_does_not_start_is_one_sentence(stand_in: StandIn) -> None:
    stand_in.scripted = [(503, b'{"message": "starting"}', "application/json")] * 9

    with pytest.raises(GrafanaRefused, match=r"refuses folder .* \(HTTP 503\): starting"):
        list(push(face(stand_in), load()))


def test_nobody_there_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(GrafanaDown, match=r"Grafana at 127\.0\.0\.1:\d+ cannot be reached"):
            list(push(Grafana(url, TOKEN, wait_s=0.0), load()))


def test_a_wrong_token_is_one_sentence_and_not_told(stand_in: StandIn) -> None:
    with pytest.raises(GrafanaRefused, match=r"\(HTTP 401\): the token may not") as caught:
        list(push(face(stand_in, "glsa_wrong"), load()))

    assert "glsa_wrong" not in str(caught.value)


def test_a_wrong_prefix_is_one_sentence(stand_in: StandIn) -> None:
    with pytest.raises(GrafanaRefused, match=r"\(HTTP 404\): there is no such address"):
        list(push(Grafana(f"{stand_in.url}/grafana", TOKEN, wait_s=0.0), load()))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>Please log in</html>"),
        (403, b"<html>no message for you</html>"),
        (500, b"<html>sorry</html>"),
        (200, b"[]"),
    ],
)
def test_a_proxy_that_speaks_for_itself_is_one_sentence(
    stand_in: StandIn, status: int, body: bytes
) -> None:
    stand_in.kept.folders[FOLDER] = FOLDER_TITLE
    grafana = face(stand_in)
    stand_in.scripted = [(status, body, "text/html")]

    with pytest.raises(GrafanaRefused):
        grafana.put_dashboard(json.loads(texts()["zone"]), FOLDER, "push")


@pytest.mark.parametrize("url", ["grafana.example.org", "ftp://grafana", "http://", ""])
def test_an_address_that_is_none_is_told_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadSettings, match="--url must look like"):
        Grafana(url, TOKEN)


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"title": "x"}', b'{"uid": 3}'])
def test_a_file_that_is_no_dashboard_is_told_before_anything_is_sent(
    stand_in: StandIn, text: bytes
) -> None:
    with pytest.raises(BadBoard, match=r"broken\.json"):
        list(push(face(stand_in), load(boards={"broken.json": text})))

    assert stand_in.kept.seen == []


def renamed(body: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in body.items()}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/folders", {"uid": "x", "titel": "X"}),
        ("PUT", f"/folders/{FOLDER}", {"title": "X", "overwrit": True}),
        ("POST", "/datasources", renamed(source("http://i", "d"), "jsonData", "jsondata")),
        ("PUT", f"/datasources/uid/{SOURCE}", {**source("http://i", "d"), "database": "d"}),
        (
            "POST",
            "/dashboards/db",
            {"dashboard": {}, "folderUID": FOLDER, "overwrite": True, "message": ""},
        ),
        (
            "PUT",
            f"/v1/provisioning/folder/{FOLDER}/rule-groups/smart-vallee",
            renamed(posted(), "folderUid", "folderUID"),
        ),
    ],
)
def test_the_stand_in_takes_no_misspelt_key(
    stand_in: StandIn, method: str, path: str, body: dict[str, Any]
) -> None:
    list(push(face(stand_in), load()))
    before = copy.deepcopy(stand_in.kept)
    api = face(stand_in)._face.api  # noqa: SLF001 - to send what our own methods never would

    with pytest.raises(Exception, match=r"unknown field|missing"):
        getattr(api, method)(path, json=body)

    before.seen = stand_in.kept.seen
    assert stand_in.kept == before


def test_the_stand_in_lets_nobody_in_without_a_token(stand_in: StandIn) -> None:
    with pytest.raises(GrafanaRefused, match="401"):
        face(stand_in, "").put_folder("x", "X")

    assert stand_in.kept.folders == {}
