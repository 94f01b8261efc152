"""Keys of a dashboard that Grafana's own types do not know: a typo, or a change of theirs."""

import json
from collections.abc import Iterator

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard


def unknown_keys(text: bytes) -> list[str]:
    """Return the paths of the keys that are lost on the way through the SDK's types and back."""
    register_default_plugins()
    said = json.loads(text)
    kept = json.loads(json.dumps(Dashboard.from_json(said), cls=JSONEncoder))
    return list(_lost(said, kept, ""))


def _lost(said: object, kept: object, path: str) -> Iterator[str]:
    if isinstance(said, dict):
        there = kept if isinstance(kept, dict) else {}
        for key, value in said.items():
            here = f"{path}.{key}" if path else str(key)
            if key in there:
                yield from _lost(value, there[key], here)
            else:
                yield here
    elif isinstance(said, list) and isinstance(kept, list):
        for index, value in enumerate(said):
            yield from _lost(value, kept[index] if index < len(kept) else None, f"{path}[{index}]")
