"""Time and randomness from one settable source, so that a run can be repeated exactly."""

import random
import threading
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock:
    """The time, and unpredictable or seeded identifiers.

    ``ticks()`` are .NET ticks (100 ns since 0001-01-01 UTC), as the reference's ETag carries them
    (EdFi.Ods.Api/Providers/ETagProvider.cs); they never repeat, so two writes never share an ETag.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._random: random.Random = random.SystemRandom() if seed is None else random.Random(seed)
        self._offset = timedelta(0)
        self._fixed: datetime | None = None
        self._last = 0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The current time, UTC."""
        return (self._fixed or datetime.now(UTC)) + self._offset

    @property
    def runs(self) -> bool:
        """Whether time goes on."""
        return self._fixed is None

    @property
    def real(self) -> bool:
        """Whether it shows the real time."""
        return self._fixed is None and not self._offset

    def set(self, moment: datetime | None, *, runs: bool = False) -> None:
        """Stand still at `moment` (aware), or go on from there; None shows the real time again."""
        with self._lock:
            self._fixed = moment.astimezone(UTC) if moment and not runs else None
            self._offset = moment - datetime.now(UTC) if moment and runs else timedelta(0)
            self._last = 0

    def advance(self, by: timedelta) -> None:
        """Move forward (or back) from wherever the clock is."""
        with self._lock:
            self._offset += by

    def ticks(self) -> int:
        """The current time in .NET ticks, greater than every value given before."""
        with self._lock:
            self._last = max(self._last + 1, ticks_of(self.now()))
            return self._last

    def hex_id(self) -> str:
        """A new identifier of 32 lower-case hex digits."""
        return f"{self._random.getrandbits(128):032x}"


def ticks_of(moment: datetime) -> int:
    """.NET ticks of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND * 10


def iso_of(ticks: int) -> str:
    """Ticks as the reference prints a date and time: ``2024-01-13T02:11:20.5566791Z``, trailing zeros cut."""
    seconds, fraction = divmod(ticks, 10_000_000)
    text = (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    digits = f"{fraction:07d}".rstrip("0")
    return f"{text}.{digits}Z" if digits else f"{text}Z"
