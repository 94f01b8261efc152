from hashlib import sha256

from cloud.provision.claims import is_secret_of, make_claim
from contract.enrol import claim_parts
from tests.cloud.provision.office import HOUR_US


def test_a_claim_is_told_whole_and_kept_without_its_secret() -> None:
    text, claim = make_claim("n-001", "Jo", 5, 72)

    number, secret = claim_parts(text)

    assert (claim.number, claim.node, claim.made_by) == (number, "n-001", "Jo")
    assert claim.until_us == 5 + 72 * HOUR_US
    assert claim.secret_hash == sha256(secret.encode()).hexdigest()
    assert secret not in repr(claim)


def test_only_the_whole_secret_is_the_claims() -> None:
    text, claim = make_claim("n-001", "Jo", 0, 1)
    secret = text.rpartition(".")[2]

    assert is_secret_of(claim, secret)
    assert not is_secret_of(claim, secret[:-1])
    assert not is_secret_of(claim, secret + "a")
    assert not is_secret_of(claim, claim.secret_hash)
    assert not is_secret_of(None, secret)


def test_no_two_claims_are_alike() -> None:
    assert len({make_claim("n-001", "Jo", 0, 1)[0] for _ in range(100)}) == 100
