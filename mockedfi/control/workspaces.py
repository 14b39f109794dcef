"""The workspaces of one server: made in no time, each with a state of its own, forgotten when nobody uses them."""

import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mockedfi.control.workspace import Workspace

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_SWEEP_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a workspace is to be."""

    name: str
    seed: int | None = None
    """For identifiers that are the same in every run; None: nobody can foresee them."""
    token_limit: int = 0
    """Live tokens of one client; below 1: any number."""
    idle_minutes: float = 60.0
    """It is forgotten when nobody has asked for it so long."""


class Workspaces:
    """All workspaces by name, in lower case."""

    def __init__(self, make: Callable[[Wish], Workspace], clock: Callable[[], float] = time.monotonic) -> None:
        self._make = make
        self._clock = clock
        self._known: dict[str, tuple[Workspace, float]] = {}
        self._lock = threading.Lock()
        self._swept = clock()
        self._numbers = itertools.count(1)

    def create(self, wish: Wish) -> Workspace:
        """A new workspace; without a name it gets one.

        Raises:
            KeyError: there is one of this name.
        """
        with self._lock:
            self._sweep()
            wish = wish if wish.name else replace(wish, name=self._free_name())
            if wish.name in self._known:
                raise KeyError(wish.name)
            workspace = self._make(wish)
            workspace.used = self._clock()
            self._known[wish.name] = workspace, wish.idle_minutes * 60
        return workspace

    def find(self, name: str) -> Workspace | None:
        """The workspace of this name; it counts as used."""
        found = self._known.get(name)
        now = self._clock()
        if now - self._swept > _SWEEP_SECONDS:
            with self._lock:
                self._sweep()
            found = self._known.get(name)
        if found is None:
            return None
        found[0].used = now
        return found[0]

    def forget(self, name: str) -> bool:
        """Give a workspace up; whether there was one of this name."""
        with self._lock:
            return self._known.pop(name, None) is not None

    def clear(self) -> None:
        """Give all up."""
        with self._lock:
            self._known.clear()

    def all(self) -> list[Workspace]:
        """Those that are there, the oldest first."""
        with self._lock:
            self._sweep()
            return [workspace for workspace, _ in self._known.values()]

    def _free_name(self) -> str:
        """A name that none has, or had."""
        for number in self._numbers:
            if f"w{number}" not in self._known:
                break
        return f"w{number}"

    def _sweep(self) -> None:
        """Forget what nobody used for too long."""
        now = self._swept = self._clock()
        idle = [name for name, (workspace, seconds) in self._known.items() if now - workspace.used > seconds]
        for name in idle:
            del self._known[name]
