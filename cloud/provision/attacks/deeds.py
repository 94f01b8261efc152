"""What somebody tries who is in: with a good certificate, but somebody else's things in mind.

One message gets through to the ingesters, the thief's own, which is to show that nodes can work: it
becomes one dead letter of the rule `malformed`.
"""

from cloud.provision.attacks.field import BODY, Field, Verdict
from cloud.provision.mosquitto.config import HEAD_BYTES
from cloud.provision.mosquitto.layout import INGESTER, WARDEN
from cloud.provision.mosquitto.session import Refusal, Session
from cloud.provision.mosquitto.takeover import take_over
from cloud.provision.mosquitto.wire import Hello, Said
from contract import codec
from contract.errors import Malformed
from contract.topics import Channel, everyone, parse, topic


def own_topic(field: Field) -> Verdict:
    """A node does what it is there for: without this, a broker that is dead would pass."""
    envelope, receipt = (
        topic(field.cast.thief[0], channel) for channel in (Channel.ENVELOPE, Channel.RECEIPT)
    )
    with field.watching() as watcher, field.thief() as thief:
        thief.subscribe(receipt)
        thief.publish(Said(envelope, BODY))
        watcher.publish(Said(receipt, BODY))
        watcher.settle()
        thief.settle()
        lost = [
            what
            for what, one, session in (
                ("envelope", envelope, watcher),
                ("receipt", receipt, thief),
            )
            if one not in _topics(session)
        ]
    seen = f"its {' and its '.join(lost)} does not come" if lost else "what it sends comes"
    return Verdict("own-topic", not lost, seen)


def spoofed_topic(field: Field) -> Verdict:
    """The thief publishes as if it were the victim, an ingester or the desk."""
    return _spoofs(field, "spoofed-topic", Hello(field.cast.thief[0]))


def username_in_connect(field: Field) -> Verdict:
    """The thief says that it is called like the victim, or like a program of the cloud."""
    name, victim = field.cast.thief[0], field.cast.victim[0]
    tried = [
        _spoofs(field, "username-in-connect", Hello(name, user, field.password))
        for user in (victim, INGESTER, WARDEN)
    ]
    return next((one for one in tried if not one.held), tried[0])


def client_id_theft(field: Field) -> Verdict:
    """The thief uses the victim's client id, which ends the victim's session."""
    with field.victim() as victim, field.thief(Hello(field.cast.victim[0])):
        lost = victim.settle()
    seen = f"the victim is thrown out: {lost.why}" if lost else "the victim stays"
    return Verdict("client-id-theft", lost is None, seen)


def everything_subscribed(field: Field) -> Verdict:
    """The thief subscribes to everything; that this is granted means nothing."""
    victim = topic(field.cast.victim[0], Channel.RECEIPT)
    with field.watching() as watcher, field.thief() as thief:
        for asked in ("#", "$SYS/#", victim, everyone(Channel.RECEIPT), everyone(Channel.STATUS)):
            thief.subscribe(asked)
        watcher.publish(Said(victim, BODY))
        thief.settle()
        heard = sorted(one for one in _topics(thief) if not _may_hear(field, one))
    seen = f"it hears {len(heard)} topics of others, such as {heard[0]}" if heard else "nothing"
    return Verdict("everything-subscribed", not heard, seen)


def will_on_anothers_topic(field: Field) -> Verdict:
    """The thief leaves a will on the victim's status; its session is ended for it to be read."""
    name = field.cast.thief[0]
    will = Said(topic(field.cast.victim[0], Channel.STATUS), BODY)
    with field.watching() as watcher:
        with field.thief(Hello(name, will=will)):
            take_over(field.where.cloud, field.password, [name])
        watcher.settle()
        heard = will.topic in _topics(watcher)
    return Verdict("will-on-anothers-topic", not heard, "read out" if heard else "never read out")


def oversized_message(field: Field) -> Verdict:
    """The thief sends more than any envelope of ours holds."""
    name = field.cast.thief[0]
    much = Said(topic(name, Channel.ENVELOPE), b"x" * (codec.MAX_BYTES + HEAD_BYTES + 1))
    with field.watching() as watcher, field.thief() as thief:
        refusal = thief.publish(much)
        watcher.settle()
        came = much.topic in _topics(watcher)
    seen = "it is passed on" if came else _left(refusal)
    return Verdict("oversized-message", not came, seen)


def _spoofs(field: Field, name: str, hello: Hello) -> Verdict:
    with field.watching() as watcher, field.thief(hello) as thief:
        refusal = _publish_all(thief, field.theirs())
        watcher.settle()
        heard = sorted(_topics(watcher) & set(field.theirs()))
    if heard:
        return Verdict(name, held=False, seen=f"it is believed on {', '.join(heard)}")
    return Verdict(name, held=True, seen=_left(refusal))


def _publish_all(session: Session, topics: list[str]) -> Refusal | None:
    for one in topics:
        if refusal := session.publish(Said(one, BODY)):
            return refusal
    return None


def _topics(session: Session) -> set[str]:
    return {said.topic for said in session.came}


def _may_hear(field: Field, one: str) -> bool:
    try:
        return one in field.mine() or parse(one).channel is Channel.PRESENCE
    except Malformed:
        return False


def _left(refusal: Refusal | None) -> str:
    return f"thrown out: {refusal.why}" if refusal else "acknowledged, and passed on to nobody"
