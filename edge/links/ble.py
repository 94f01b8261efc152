"""Adverts from a Bluetooth adapter: the edge's one door to bleak.

One scanner a process: bluetoothd grants a client one session and answers a second with InProgress.
bleak keeps one connection to D-Bus per event loop and opens it anew at the next start if it was
lost; what bluetoothd announces after a restart reaches the old one. So a new scanner is all that
a recovery needs of bleak.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Final

from bleak import BleakScanner
from bleak.args.bluez import BlueZScannerArgs
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakError

from edge.errors import RadioFault, RadioSilent
from edge.links.adapter import power_cycle
from edge.links.adverts import Adverts
from edge.links.report_queue import ReportQueue
from edge.links.watch import LADDER, RETRY_S, Ladder, Step, Watch

log = logging.getLogger(__name__)

# How long bluetoothd may take for one answer. Four of them, to stop, off, on and start, end before
# two minutes of silence are over.
PATIENCE_S: Final = 5.0
# Reports of so long a time make one chunk: few enough to be cheap, and no window notices.
GATHER_S: Final = 0.2


async def reports(
    adapter: str,
    *,
    ladder: Ladder = LADDER,
    retry_s: float = RETRY_S,
    patience_s: float = PATIENCE_S,
    gather_s: float = GATHER_S,
    queue: ReportQueue | None = None,
) -> AsyncGenerator[bytes, None]:
    """Yield what `adapter` ("hci0") hears, as chunks of whole reports, oldest first, for ever.

    A radio that goes silent is mended by the steps of `ladder`; the last one raises RadioSilent.
    Close the generator to end the scan.
    """
    loop = asyncio.get_running_loop()
    queue = queue or ReportQueue()
    scan = _Scan(adapter, queue, patience_s)
    watch = Watch(loop.time(), ladder, retry_s)
    dropped = 0
    try:
        while True:
            await queue.filled(watch.wait_s(loop.time()))
            chunk = queue.take()
            if chunk.alive:
                watch.heard(loop.time())
            elif not await _mended(scan, watch, loop):
                watch.failed(loop.time())
            if queue.dropped > dropped:
                log.warning("%s: %d adverts dropped: queue full", adapter, queue.dropped - dropped)
                dropped = queue.dropped
            if chunk.reports:
                yield chunk.reports
                await asyncio.sleep(gather_s)
    finally:
        await scan.stop()


async def _mended(scan: "_Scan", watch: Watch, loop: asyncio.AbstractEventLoop) -> bool:
    """Do what is due; return False if that left no scan running."""
    step = watch.step(loop.time())
    if step is Step.WAIT:
        return True
    silence_s = watch.silence_s(loop.time())
    if step is Step.GIVE_UP:
        raise RadioSilent(f"{scan.adapter}: nothing heard for {silence_s:.0f} s")
    log.info("%s: %s, %.0f s without an advert", scan.adapter, step.value, silence_s)
    await scan.stop()
    if step is Step.POWER_CYCLE:
        await scan.power_cycle()
    try:
        await scan.start()
    except RadioFault as fault:
        log.warning("%s", fault)
        return False
    return True


class _Scan:
    """One adapter's scan; none of its calls waits for ever, and a failed one leaves none behind."""

    def __init__(self, adapter: str, queue: ReportQueue, patience_s: float) -> None:
        self.adapter = adapter
        self._queue = queue
        self._patience_s = patience_s
        self._adverts = Adverts()
        self._scanner: BleakScanner | None = None
        # The coming BlueZ reports changes of less than 8 dB only to whoever filters by RSSI.
        self._bluez = BlueZScannerArgs(
            adapter=adapter, filters={"DuplicateData": True, "RSSI": -127}
        )

    async def start(self) -> None:
        """Begin to scan; raise RadioFault if that does not work now."""
        scanner = BleakScanner(self._hear, bluez=self._bluez)
        try:
            async with asyncio.timeout(self._patience_s):
                await scanner.start()
        except TimeoutError:
            raise RadioFault(f"{self.adapter}: no answer in {self._patience_s:g} s") from None
        except (BleakError, OSError, EOFError) as error:
            raise RadioFault(f"{self.adapter}: does not scan: {error}") from error
        self._scanner = scanner

    async def stop(self) -> None:
        """End the scan as well as it goes: after a fault there may be nothing to end."""
        scanner, self._scanner = self._scanner, None
        if scanner is None:
            return
        try:
            async with asyncio.timeout(self._patience_s):
                await scanner.stop()
        except (BleakError, OSError, EOFError) as error:
            log.debug("%s: the scan does not end: %s", self.adapter, error)

    async def power_cycle(self) -> None:
        """Switch the adapter off and on; what goes wrong is told, the scan shows what it means."""
        try:
            await power_cycle(self.adapter, self._patience_s)
        except RadioFault as fault:
            log.warning("%s", fault)

    def _hear(self, device: BLEDevice, said: AdvertisementData) -> None:  # noqa: ARG002 - bleak's
        path, properties = said.platform_data
        report = self._adverts.report(path, properties, asyncio.get_running_loop().time())
        if report is not None:
            self._queue.put(report)
