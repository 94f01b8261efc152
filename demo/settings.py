"""What `demo.toml` may say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contract.config import read_settings
from contract.names import Name


class Settings(msgspec.Struct, frozen=True):
    """The demo; each option has its sentence in configs/demo.toml."""

    territory: Path = Path("configs/territory/vallee-herault")
    replay_territory: Path = Path("configs/territory/wyndham")
    # A forecast wants a week; four months of frames are as much as anyone waits for.
    days: Annotated[int, Meta(ge=7, le=120)] = 21
    seed: Annotated[int, Meta(ge=0)] = 3
    state: Path = Path("demo-state")
    out: Path = Path("demo-out")
    broker: Literal["auto", "mosquitto", "iotcore"] = "auto"
    store: Literal["auto", "sqlite", "influx"] = "auto"
    influx_url: str = ""
    web_port: Annotated[int, Meta(ge=1, le=65535)] = 8080
    live_node: Name = "n-001"
    live_every_s: Annotated[int, Meta(ge=2, le=3600)] = 10


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the demo's settings; raise BadSettings with one sentence."""
    return read_settings(Settings, file, environ, "VALLEE_DEMO")
