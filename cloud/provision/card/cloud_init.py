"""First boot as cloud-init does it, on Raspberry Pi OS from Trixie on."""

import json
from typing import Final

from cloud.provision.card.card import Card
from cloud.provision.card.first_boot import CardFile, FirstBoot, first_boot
from cloud.provision.card.wifi import netplan
from cloud.provision.card.yaml_text import block, quoted

MARK: Final = "Written by vallee-cloud nodes card"

# The wizard that asks for a first user waits for a keyboard, and what cloud-init does last waits
# for the wizard. So it goes before anything else, and without waiting for it to have gone.
_EARLY: Final = (
    ("sh", "-c", "systemctl stop --no-block userconfig.service || :"),
    ("systemctl", "mask", "userconfig.service"),
)


def cloud_init(card: Card) -> dict[str, str]:
    """Return the texts of `meta-data`, `network-config` and `user-data`, by these names."""
    return {
        # Another id is another first boot; the kernel's command line says the same one.
        "meta-data": f"instance-id: {quoted(card.instance)}\n",
        "network-config": f"# {MARK} for {card.node}.\n{netplan(card.wifi)}",
        "user-data": user_data(first_boot(card)),
    }


def user_data(boot: FirstBoot) -> str:
    """Return what must happen at first boot as `user-data`."""
    early = "\n".join(f"  - {json.dumps(command)}" for command in _EARLY)
    files = "\n".join(map(_written, boot.files))
    return f"""\
#cloud-config
# {MARK} for {boot.node}. No secret is in here.
preserve_hostname: true
bootcmd:
{early}
write_files:
{files}
runcmd:
  - {json.dumps([boot.script])}
power_state:
  mode: reboot
  message: {quoted(f"starting anew as {boot.node}")}
"""


def _written(file: CardFile) -> str:
    return f"""\
  - path: {quoted(file.path)}
    owner: "root:root"
    permissions: "{file.mode:04o}"
    content: {block(file.text, 4)}"""
