import io
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cloud.installation.photo import KEPT_BYTES, kept, sha256
from tests.cloud.installation.conftest import HOUR_US, PHOTO, S_US, Site, jpeg
from tests.cloud.installation.vectors import NOW_US
from tests.cloud.provision.office import open_office


@pytest.fixture
def proven(site: Site) -> Site:
    assert site.receive(site.visit(note="Mât côté mairie")).ok
    site.link("n-001", NOW_US)
    site.measures("n-001", NOW_US + 60 * S_US, NOW_US + 25 * HOUR_US)
    site.now_us = NOW_US + 25 * HOUR_US
    assert site.installing.prove(site.now_us)
    return site


def is_good(pdf: bytes, root_pem: bytes, issuing_pem: bytes) -> bool:
    """Ask pyHanko, with nothing trusted but the root."""
    roots, others = (list(load_certs_from_pemder_data(one)) for one in (root_pem, issuing_pem))
    context = ValidationContext(trust_roots=roots, other_certs=others, allow_fetching=False)
    try:
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        status = validate_pdf_signature(signature, context)
    except Exception:  # noqa: BLE001 - what cannot be read is not good
        return False
    return bool(status.bottom_line) and status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def pdfsig(pdf: bytes, root_pem: bytes, folder: Path) -> str:
    """Ask poppler, which shares no line of code with pyHanko."""
    (folder / "record.pdf").write_bytes(pdf)
    (folder / "root.pem").write_bytes(root_pem)
    store = f"sql:{folder}"
    subprocess.run(["certutil", "-d", store, "-N", "--empty-password"], check=True)
    add = ["certutil", "-d", store, "-A", "-n", "root", "-t", "C,C,C", "-i", f"{folder}/root.pem"]
    subprocess.run(add, check=True)
    told = subprocess.run(
        ["pdfsig", "-nssdir", store, folder / "record.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout


def test_the_record_is_signed_under_the_root(proven: Site) -> None:
    authority = proven.office.authority
    pdf = proven.installing.record("n-001")

    assert is_good(pdf, authority.root_pem, authority.issuing_pem)


def test_the_record_of_another_authority_is_not_good(proven: Site, tmp_path: Path) -> None:
    other = open_office(tmp_path / "other")
    pdf = proven.installing.record("n-001")

    assert not is_good(pdf, other.authority.root_pem, other.authority.issuing_pem)
    other.close()


def test_one_changed_byte_breaks_the_record(proven: Site) -> None:
    authority = proven.office.authority
    pdf = proven.installing.record("n-001")
    # All but the place where the signature itself stands.
    found = re.search(rb"/ByteRange \[ *0 (\d+) (\d+) (\d+)", pdf)
    assert found is not None
    until, since, length = map(int, found.groups())
    assert since + length == len(pdf)
    signed = [*range(0, until, until // 20), *range(since, len(pdf), length // 5)]

    broken = [
        not is_good(
            pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :],
            authority.root_pem,
            authority.issuing_pem,
        )
        for at in signed
    ]

    assert len(broken) > 20
    assert all(broken)


def test_an_independent_verifier_agrees(proven: Site, tmp_path: Path) -> None:
    root = proven.office.authority.root_pem
    pdf = proven.installing.record("n-001")
    at = pdf.index(b"/Title")

    told = {}
    for name, bytes_ in (("good", pdf), ("bad", pdf[:at] + b"/Tytle" + pdf[at + 6 :])):
        folder = tmp_path / name
        folder.mkdir()
        told[name] = pdfsig(bytes_, root, folder)

    assert "Signature Validation: Signature is Valid." in told["good"]
    assert "Certificate Validation: Certificate is Trusted." in told["good"]
    assert "Total document signed" in told["good"]
    assert "Signature is Valid." not in told["bad"]


def test_the_record_of_a_proven_node_is_signed_once(proven: Site) -> None:
    first = proven.installing.record("n-001")
    proven.now_us += HOUR_US

    assert proven.installing.record("n-001") == first


def test_the_record_says_who_where_when_and_by_what(proven: Site, tmp_path: Path) -> None:
    file = tmp_path / "record.pdf"
    file.write_bytes(proven.installing.record("n-001"))

    told = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout

    visit = proven.records.every()[0]
    assert visit.photo == sha256(kept(PHOTO) or b"")
    for said in (
        "POSÉ ET PROUVÉ",
        "Alpha, mairie (alpha-01)",
        "clé triangle, coffre B",
        "jo",
        "médiane 1247 mm (5/5)",
        "de 125 à 1375 mm",
        "−98 dBm".replace("−", "–"),
        visit.id,
        visit.photo,
    ):
        assert said in told, said


def test_a_record_before_the_proof_says_what_is_missing(site: Site, tmp_path: Path) -> None:
    site.receive(site.visit())
    file = tmp_path / "record.pdf"
    file.write_bytes(site.installing.record("n-001"))

    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)

    assert "PAS ENCORE PROUVÉ" in told.stdout
    assert site.records.record(site.records.every()[0].id) is None


def test_a_photo_is_kept_small_and_says_nothing_of_its_phone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of phones"
    exif[0x0112] = 6  # to be turned by a quarter
    noise = Image.effect_noise((3000, 2000), 60).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=88, exif=exif.tobytes())

    small = kept(file.getvalue())

    assert small is not None
    assert len(small) <= KEPT_BYTES < len(file.getvalue())
    assert b"Maker" not in small
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.height > picture.width
        assert not picture.getexif()


def test_a_photo_of_more_pixels_than_any_phone_has_is_none() -> None:
    assert kept(jpeg(64, 48)) is not None
    assert kept(Bomb().jpeg) is None


class Bomb:
    """A small JPEG whose header promises 65500 × 65500 pixels."""

    def __init__(self) -> None:
        good = jpeg(64, 48)
        at = good.index(b"\xff\xc0") + 5
        size = (65500).to_bytes(2, "big")
        self.jpeg = good[:at] + size + size + good[at + 4 :]
