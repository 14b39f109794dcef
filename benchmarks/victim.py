"""A server to be killed: ``mockedfi serve`` with a file that is written anew all the time.

    python -m benchmarks.victim STORE DURABILITY [KEPT]

With the folder KEPT, it says there what a loss of power would leave (`disk`).
"""

import os
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.disk import Disk

LONGEST_PAUSE = 0.3


def main(store: str, durability: str, kept: str = "") -> None:
    """Serve, until killed."""
    if kept:
        os.fsync = os.fdatasync = Disk(Path(store).parent, Path(kept)).sync  # type: ignore[assignment]

    from mockedfi.control import host  # noqa: PLC0415 - what it imports remembers the calls that were replaced
    from mockedfi.http.start import Running  # noqa: PLC0415
    from mockedfi.settings import Settings  # noqa: PLC0415

    class Compacting(host.JournalStorage):
        """A storage that never lies still."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            threading.Thread(target=self._compact_again_and_again, daemon=True).start()

        def _compact_again_and_again(self) -> None:
            while True:
                time.sleep(random.uniform(0, LONGEST_PAUSE))
                self.compact()

    host.JournalStorage = Compacting  # type: ignore[misc]
    settings = Settings(
        port=0, store=Path(store), durability=durability, api_versions=("7.3",), districts=("empty",), threads=8
    )
    running = Running(settings, notice=lambda line: print(line, file=sys.stderr, flush=True))
    print(running.url, flush=True)
    running.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
