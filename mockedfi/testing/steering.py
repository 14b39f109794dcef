"""What a test holds in its hand: faults, clock and snapshots of its workspace."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mockedfi.testing.control import ControlClient
from mockedfi.testing.moments import moment_of


class Fault:
    """One fault that was added."""

    def __init__(self, control: ControlClient, id: str) -> None:
        self._control = control
        self.id = id

    @property
    def struck(self) -> int:
        """How many requests it struck so far."""
        return int(self._now()["struck"])

    @property
    def met(self) -> int:
        """How many requests it was about, struck or not."""
        return int(self._now()["met"])

    def remove(self) -> None:
        """Take it away."""
        self._control.remove_fault(self.id)

    def _now(self) -> Mapping[str, Any]:
        return next(each for each in self._control.faults() if each["id"] == self.id)


class Faults:
    """What is to go wrong."""

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    def add(
        self,
        status: int | None = None,
        *,
        path: str | None = None,
        method: str | list[str] | None = None,
        client: str | None = None,
        skip: int | None = None,
        times: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
        retry_after_seconds: int | None = None,
        latency_seconds: float | None = None,
        drop: bool | None = None,
        truncate: bool | None = None,
        carried_out: bool | None = None,
    ) -> Fault:
        """Let something go wrong, from now on.

        Args:
            status: of the answer; one that the ODS/API gives itself comes with its own body.
            path: a whole path in which ``*`` stands for anything, or ``students``, or ``oauth/token``.
            method: ``POST``, or several.
            client: key of an API client.
            skip: so many requests are let through first.
            times: so many are struck, then no more.
            probability: how likely a request is struck.
            seed: the same seed strikes the same requests.
            retry_after_seconds: a ``Retry-After`` header.
            latency_seconds: how long the answer takes.
            drop: the connection ends without an answer.
            truncate: the connection ends in the middle of the body.
            carried_out: the request is carried out before its answer is lost.

        Raises:
            ControlError: what is asked for makes no sense; it says what to mend.
        """
        made = self._control.add_fault(
            status=status,
            path=path,
            method=method,
            client=client,
            skip=skip,
            times=times,
            probability=probability,
            seed=seed,
            retry_after_seconds=retry_after_seconds,
            latency_seconds=latency_seconds,
            drop=drop,
            truncate=truncate,
            carried_out=carried_out,
        )
        return Fault(self._control, made["id"])

    def clear(self) -> None:
        """Take all faults away."""
        self._control.clear_faults()


class ClockHand:
    """The time in a workspace: tokens expire by it, documents are dated by it."""

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    @property
    def now(self) -> datetime:
        """What time it is there."""
        return moment_of(self._control.clock()["now"])

    def set(self, moment: datetime | str, *, runs: bool = False) -> None:
        """Stand still at a moment, or go on from there."""
        text = moment if isinstance(moment, str) else moment.isoformat()
        self._control.set_clock(now=text, runs=runs)

    def advance(self, by: timedelta | None = None, **units: float) -> None:
        """Move on: ``advance(minutes=31)``."""
        self._control.set_clock(advance_seconds=((by or timedelta()) + timedelta(**units)).total_seconds())

    def real(self) -> None:
        """Show the real time again."""
        self._control.set_clock(real=True)


class SavedState:
    """A snapshot that was taken."""

    def __init__(self, control: ControlClient, name: str) -> None:
        self._control = control
        self.name = name

    def restore(self) -> None:
        """Go back to it."""
        self._control.restore_snapshot(self.name)

    def export(self) -> dict[str, Any]:
        """All documents that it has and the districts have not."""
        return self._control.export_snapshot(self.name)

    def save(self, path: str | Path) -> None:
        """Write the same to a file, which can be compared line by line and restored with `MockEdFi.restore`."""
        Path(path).write_text(json.dumps(self.export(), ensure_ascii=False, indent=2) + "\n", "utf-8")

    def drop(self) -> None:
        """Give it up."""
        self._control.drop_snapshot(self.name)
