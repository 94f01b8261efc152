"""A claim is told from everything that is none."""

import msgspec
import pytest

from contract.enrol import LONGEST_REQUEST, Enrol, claim_parts
from contract.errors import Malformed

SECRET = "A" * 32


def test_a_claim_has_a_number_and_a_secret() -> None:
    assert claim_parts(f"vc1.0a1b2c3d.{SECRET}") == ("0a1b2c3d", SECRET)


@pytest.mark.parametrize(
    "other",
    [
        "",
        SECRET,
        f"vc2.0a1b2c3d.{SECRET}",
        f"vc1.0A1B2C3D.{SECRET}",
        f"vc1.0a1b2c3d.{SECRET}A",
        f"vc1.0a1b2c3d.{SECRET[:-1]}",
        f"vc1.0a1b2c3d.{SECRET}\n",
        f" vc1.0a1b2c3d.{SECRET}",
        f"vc1.0a1b2c3d.{SECRET[:-1]}é",
        "vc1.' OR 1=1.x",
    ],
)
def test_what_is_no_claim_is_malformed_and_not_repeated_in_the_sentence(other: str) -> None:
    with pytest.raises(Malformed, match="no claim") as refused:
        claim_parts(other)

    assert SECRET[:8] not in str(refused.value)


def test_a_request_longer_than_any_is_no_request() -> None:
    long = msgspec.json.encode({"claim": "", "csr": "x" * (LONGEST_REQUEST + 1)})

    with pytest.raises(msgspec.ValidationError, match="4096"):
        msgspec.json.decode(long, type=Enrol)
