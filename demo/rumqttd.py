"""A broker for machines without mosquitto: `python -m demo.rumqttd CONFIG.toml`.

It is rumqttd, a broker in Rust that comes in the wheel `iotcore`. It keeps nothing on disk and
knows no access rules, so it is for trying things out on loopback; readings survive it all the
same, since a node forgets one only on the ingester's receipt.
"""

import logging
import sys

from iotcore import IotCoreBroker


def main() -> None:
    """Serve until a signal ends the process: rumqttd has no other end."""
    (file,) = sys.argv[1:]
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # It names each packet's way in an error's span: a line of "error" for every message.
    logging.getLogger("rumqttd").setLevel(logging.CRITICAL)
    IotCoreBroker(config_path=file).run_forever()


if __name__ == "__main__":
    main()
