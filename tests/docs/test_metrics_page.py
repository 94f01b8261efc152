"""The metrics' page names what the programs tell, and nothing else."""

import re
from pathlib import Path
from typing import Final

from prometheus_client.parser import text_string_to_metric_families

from cloud.ingest.watched import Watch, watch_session
from cloud.metrics.meters import Meters
from cloud.web.measured import Requests
from edge.agent import Agent
from edge.counting import Counter
from edge.figures import figures, watch
from edge.inventory import Inventory
from edge.links.clock import ManualClock
from edge.links.metrics import exposition
from edge.links.report_queue import ReportQueue
from edge.radio import Radio
from tests.cloud.metrics.test_ingest_metrics import FakeSession
from tests.edge.conftest import MakeAgent, make_agent

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"
ROW: Final = re.compile(r"^\| `(vallee_\w+?)(?:_total)?(?:\{\w+(?:,\w+)*\})?` \|", re.MULTILINE)

__all__ = ["make_agent"]


def told(text: bytes) -> set[str]:
    families = text_string_to_metric_families(text.decode())
    names = {family.name for family in families if family.name.startswith("vallee_")}
    # When a counter began is no figure of its own.
    return {name for name in names if not name.endswith("_created")}


def of_the_edge(agent: Agent) -> set[str]:
    clock = ManualClock()
    radio = Radio("radio", 780.0, Counter(300_000_000, bytes), Inventory(900_000_000, {}, {}), {})
    watched = watch({**agent.instruments, "radio": radio}, clock)
    for one in watched.values():
        one.newest_s["fill"] = 0.0
    return told(exposition(figures(agent, watched, ReportQueue())))


def of_the_cloud() -> set[str]:
    ingest, web = Meters(), Meters()
    Watch(ingest, lambda: 0.0)
    watch_session(FakeSession(), ingest)
    Requests(web, lambda: 0.0)
    return told(ingest.text()) | told(web.text())


def test_every_metric_is_written_down(make_agent: MakeAgent) -> None:
    rows = set(ROW.findall(PAGE.read_text(encoding="utf-8")))

    assert rows == of_the_edge(make_agent()) | of_the_cloud()
