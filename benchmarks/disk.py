"""What a loss of power leaves of a folder: the bytes that were synced, under the names that were.

Standing in for a disk, it hears of every fsync and fdatasync of its process. Nothing else lasts: not what was written
and not synced, and no file that was made, renamed or removed since its folder was synced. Once synced, a file is taken
to change by growing alone.
"""

import os
import shutil
import stat
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

Event = Mapping[str, Any]
"""``{"file": …, "size": …}`` or ``{"names": {name: file}}``."""


class Disk:
    """Listens to one process from now on.

    Args:
        folder: the folder that it stands in for.
        kept: a folder of its own on the same file system, which outlives the process.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder = folder
        self._kept = kept
        self._lock = threading.Lock()
        self._files: dict[int, str] = {}
        kept.mkdir()
        self._log = os.open(kept / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        names = self._names()
        for name, file in names.items():
            self._tell({"file": file, "size": (folder / name).stat().st_size})
        self._tell({"names": names})

    def sync(self, descriptor: int) -> None:
        """Take the place of ``os.fsync``: a file or a folder is on the disk."""
        found = os.fstat(descriptor)
        with self._lock:
            names = self._names()
            if stat.S_ISDIR(found.st_mode):
                self._tell({"names": names})
            else:
                self._tell({"file": self._files[found.st_ino], "size": found.st_size})

    def _names(self) -> dict[str, str]:
        """The files in the folder."""
        while True:
            try:
                with os.scandir(self._folder) as entries:
                    return {each.name: self._keep(each) for each in entries if not each.name.endswith(".lock")}
            except FileNotFoundError:
                continue  # one was renamed while they were listed

    def _keep(self, entry: "os.DirEntry[str]") -> str:
        """A name under which the file stays, whatever becomes of it."""
        number = entry.inode()
        if number not in self._files:
            kept = self._kept / str(len(self._files))
            kept.hardlink_to(entry)
            if kept.stat().st_ino != number:
                kept.unlink()
                raise FileNotFoundError(entry.path)
            self._files[number] = kept.name
        return self._files[number]

    def _tell(self, event: Event) -> None:
        os.write(self._log, orjson.dumps(event) + b"\n")


def heard_by(kept: Path) -> list[Event]:
    """What a disk heard of, oldest first."""
    return [orjson.loads(line) for line in (kept / "log").read_bytes().split(b"\n")[:-1]]


def lose_power(folder: Path, kept: Path, heard: Sequence[Event]) -> None:
    """Leave in `folder` what lasted of it, going by what the disk in `kept` had `heard` of."""
    sizes: dict[str, int] = {}
    names: Mapping[str, str] = {}
    for event in heard:
        names = event.get("names", names)
        if "file" in event:
            sizes[event["file"]] = event["size"]
    shutil.rmtree(folder)
    folder.mkdir()
    for name, file in names.items():
        (folder / name).write_bytes((kept / file).read_bytes()[: sizes.get(file, 0)])
