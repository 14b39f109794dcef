"""Where a request reads from: the documents as they are, or as a snapshot has them.

The reference copies its database and lets a request name the copy (EdFi.Ods.Features/ChangeQueries: SnapshotContext;
DatabaseNaming/SnapshotSuffixDatabaseNameReplacementTokenProvider.cs before 7.0, since then
Providers/SnapshotOdsDatabaseConnectionStringProviderDecorator.cs).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mockedfi.clock import Clock
from mockedfi.dialect.changes import Changes as Dialect
from mockedfi.explanations import Failed
from mockedfi.problems import Problem, Refusal
from mockedfi.problems.data import SNAPSHOT_ID_INVALID, SNAPSHOT_NOT_FOUND
from mockedfi.security.guard import Security
from mockedfi.store.documents import Change, Documents
from mockedfi.store.frozen import Still


@dataclass(frozen=True, slots=True)
class Database:
    """Documents, and who may see what of them."""

    documents: Documents
    security: Security


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The documents as they were at one moment."""

    id: str
    name: str
    taken: int
    """When, in .NET ticks."""
    documents: Still
    database: Database


class Databases:
    """The documents of one API version, and the snapshots that were taken of them since the server started."""

    def __init__(
        self,
        dialect: Dialect,
        live: Database,
        *,
        clock: Clock,
        freeze: Callable[[], Still],
        secure: Callable[[Documents], Security],
    ) -> None:
        """`freeze` copies the live documents, `secure` makes the security of a copy."""
        self.live = live
        self._dialect = dialect
        self._clock = clock
        self._freeze = freeze
        self._secure = secure
        self._lock = live.documents.lock
        self._snapshots: dict[str, Snapshot] = {}
        live.documents.on_commit(self._keep)
        live.documents.on_reset(self.clear)

    def chosen(self, headers: Mapping[str, str], unknown: Problem = SNAPSHOT_NOT_FOUND) -> Database:
        """What a request with these headers reads from.

        Raises:
            Refusal: it asks for a snapshot that does not exist, of which is said that it is `unknown`.
        """
        asked = headers.get(self._dialect.snapshot_header)
        if asked is None:
            return self.live
        if self._dialect.snapshot_switch:
            return self._latest(unknown) if asked.strip().lower() == "true" else self.live
        return self._named(asked, unknown) if asked else self.live

    def take(self, name: str) -> Snapshot:
        """Take a snapshot, in place of the one that has the name."""
        with self._lock:
            documents = self._freeze()
            database = Database(documents, self._secure(documents))
            taken = Snapshot(self._clock.hex_id(), name, self._clock.ticks(), documents, database)
            self._snapshots.pop(name, None)
            self._snapshots[name] = taken
            return taken

    def snapshots(self) -> Sequence[Snapshot]:
        """All snapshots, the latest first."""
        with self._lock:
            return list(reversed(self._snapshots.values()))

    def find(self, name: str) -> Snapshot | None:
        """The snapshot of this name."""
        return self._snapshots.get(name)

    def drop(self, name: str) -> None:
        """Give a snapshot up, if there is one of this name."""
        with self._lock:
            self._snapshots.pop(name, None)

    def clear(self) -> None:
        """Give all snapshots up."""
        with self._lock:
            self._snapshots.clear()

    def _latest(self, unknown: Problem) -> Database:
        snapshots = self.snapshots()
        if not snapshots:
            raise Refusal(unknown, why=Failed("there is no snapshot to read from."))
        return snapshots[0].database

    def _named(self, name: str, unknown: Problem) -> Database:
        if not name.isalnum():
            raise Refusal(SNAPSHOT_ID_INVALID)
        snapshot = self._snapshots.get(name)
        if snapshot is None:
            raise Refusal(unknown, why=Failed(f"there is no snapshot {name}."))
        return snapshot.database

    def _keep(self, changes: Sequence[Change]) -> None:
        for snapshot in self._snapshots.values():
            snapshot.documents.keep(changes)
