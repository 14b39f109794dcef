"""Faults: what is to go wrong, for which requests, how often. Seeded, so that a run can be repeated."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockedfi.control.patterns import path_matcher
from mockedfi.exchange import Answer, Request


@dataclass(slots=True)
class BrokenAnswer(Answer):
    """An answer that does not arrive whole: the connection ends before, or after the first bytes of the body."""

    sent: int | None = None
    """Bytes of the body that still arrive; None: not even the head does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule. What is empty or None does not matter."""

    id: str = ""
    # For which requests
    methods: tuple[str, ...] = ()
    path: str = ""
    """As `patterns.path_matcher` takes it."""
    client: str = ""
    """Key of a client."""
    api_version: str = ""
    # How often
    skip: int = 0
    """So many are let through first."""
    times: int | None = None
    """So many are struck; None: all."""
    probability: float = 1.0
    seed: int = 0
    # What happens
    status: int | None = None
    retry_after_seconds: int | None = None
    latency_seconds: float = 0.0
    drop: bool = False
    """The connection ends without an answer."""
    truncate: bool = False
    """The connection ends in the middle of the body."""
    carried_out: bool = False
    """The request is carried out before its answer is lost."""

    def means(self, api_version: str, request: Request, client: Callable[[], str]) -> bool:
        """Whether it is about a request; `client` gives the key of its client."""
        return (
            (not self.methods or request.method in self.methods)
            and self.api_version in ("", api_version)
            and (not self.path or path_matcher(self.path)(request.path))
            and (not self.client or self.client == client())
        )


@dataclass(slots=True)
class Standing:
    """A fault and what became of it."""

    fault: Fault
    met: int = 0
    """Requests that it was about."""
    struck: int = 0
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.fault.seed)

    def strikes(self) -> bool:
        """Whether it strikes a request that it is about."""
        fault = self.fault
        self.met += 1
        if self.met <= fault.skip or (fault.times is not None and self.struck >= fault.times):
            return False
        if fault.probability < 1 and self.chance.random() >= fault.probability:
            return False
        self.struck += 1
        return True


class Faults:
    """The faults of one workspace, in the order in which they were added."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._standing: dict[str, Standing] = {}
        self._lock = threading.Lock()

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._standing)

    def add(self, **facts: Any) -> Standing:
        """Add a fault; `facts`: fields of `Fault`."""
        standing = Standing(Fault(id=self._new_id(), **facts))
        with self._lock:
            self._standing = {**self._standing, standing.fault.id: standing}
        return standing

    def remove(self, id: str) -> None:
        """Take a fault away.

        Raises:
            KeyError: there is none of this id.
        """
        with self._lock:
            left = dict(self._standing)
            del left[id]
            self._standing = left

    def clear(self) -> None:
        """Take all away."""
        with self._lock:
            self._standing = {}

    def all(self) -> Sequence[Standing]:
        """All of them."""
        return list(self._standing.values())

    def strike(self, api_version: str, request: Request, client: Callable[[], str]) -> Fault | None:
        """The first fault that strikes a request."""
        with self._lock:
            for standing in self._standing.values():
                if standing.fault.means(api_version, request, client) and standing.strikes():
                    return standing.fault
        return None
