"""What a phone shows on its home screen: an iPhone takes a whole square PNG and nothing else."""

import io
import re

import pytest
from PIL import Image

from cloud.web.cab.assets import load_assets as of_the_cab
from cloud.web.cab.page import CabPage
from cloud.web.install.assets import load_assets as of_the_installer
from cloud.web.install.page import InstallPage
from cloud.web.pieces import environment

CAB = CabPage(environment(), of_the_cab(), "", "")
INSTALL = InstallPage(environment(), of_the_installer(), "")


@pytest.mark.parametrize("page", [CAB, INSTALL], ids=["cab", "install"])
def test_an_iphone_finds_a_picture_for_its_home_screen(page: CabPage | InstallPage) -> None:
    shell = bytes(page.shell("fr").body).decode()
    address = re.search(r'<link rel="apple-touch-icon" href="([^"]+)">', shell)
    assert address is not None
    by_address = {page.assets.path(name): asset for name, asset in page.assets.files.items()}
    asset = by_address[address[1]]

    with Image.open(io.BytesIO(asset.body)) as drawn:
        seen = (drawn.format, drawn.size, drawn.convert("RGBA").getchannel("A").getextrema())

    assert asset.kind == "image/png"
    assert seen == ("PNG", (180, 180), (255, 255))
