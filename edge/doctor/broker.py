"""Whether the broker is there, is the right one, and lets this node in."""

from contract.broker import Broker
from edge.doctor.finding import Figures, Finding, Verdict
from edge.links.knock import Knock, Met

_BAD = {
    Met.NOBODY: "broker.nobody",
    Met.REFUSED: "broker.refused",
    Met.NOT_BELIEVED: "broker.not_believed",
    Met.NO_FILES: "broker.no_files",
    Met.STRANGER: "broker.stranger",
}


def judge_broker(broker: Broker, knock: Knock | None) -> Finding:
    """Judge what came of a knock; None: nobody knocked."""
    figures: Figures = {"host": broker.host, "port": broker.port}
    if knock is None:
        return Finding("broker", Verdict.UNKNOWN, "broker.unknown", figures)
    if knock.met in _BAD:
        code = _BAD[knock.met]
        told = figures | {"reason": knock.reason}
        return Finding("broker", Verdict.NO_GO, code, told, f"{code}_mend")
    code = "broker.good" if broker.ca_file is None else "broker.good_tls"
    return Finding("broker", Verdict.GO, code, figures)
