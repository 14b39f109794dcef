"""Random edits, and a log that is kept beside them: deletes and key changes say what it says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import Api, Caller
from tests.changes.acts import OTHER_SCHOOL, SCHOOL, class_period, created, deleted, ids, listed, newest, put

NAMES = ("A", "B", "C")
SCHOOLS = (SCHOOL, OTHER_SCHOOL)
Key = tuple[str, int]
EDITS = st.lists(
    st.tuples(st.sampled_from(("write", "rename", "delete")), st.sampled_from(NAMES), st.sampled_from(SCHOOLS),
              st.sampled_from(NAMES), st.sampled_from(SCHOOLS)),
    max_size=14,
)  # fmt: skip


@dataclass
class Log:
    """What happened, kept in the plainest way."""

    living: dict[Key, str] = field(default_factory=dict)
    deletes: list[tuple[int, str, Key]] = field(default_factory=list)
    key_changes: list[tuple[int, str, Key, Key]] = field(default_factory=list)

    def edit(self, client: Caller, kind: str, key: Key, new: Key) -> None:
        """Do it, unless it makes no sense, and write it down."""
        if kind == "write" and key not in self.living:
            self.living[key] = created(client, "classPeriods", class_period(*key))
        elif kind == "delete" and key in self.living:
            id = self.living.pop(key)
            self.deletes.append((deleted(client, "classPeriods", id), id, key))
        elif kind == "rename" and key in self.living and new not in self.living:
            id = self.living.pop(key)
            put(client, "classPeriods", id, class_period(*new))
            self.living[new] = id
            self.key_changes.append((newest(client), id, key, new))

    def gone(self, low: int, high: int, school: int | None, *, recreated: bool) -> list[tuple[str, int]]:
        """Ids and change versions of what ``/deletes`` should list."""
        return [
            (id, version)
            for version, id, key in self.deletes
            if low <= version <= high and school in (None, key[1]) and (recreated or key not in self.living)
        ]

    def renamed(self, low: int, high: int, school: int | None) -> list[tuple[str, int, Key, Key]]:
        """Ids, change versions, first old and last new keys of what ``/keyChanges`` should list."""
        rows: dict[str, tuple[str, int, Key, Key]] = {}
        for version, id, old, new in self.key_changes:
            if low <= version <= high and school in (None, old[1]):
                known = rows.pop(id, None)
                rows[id] = (id, version, known[2] if known else old, new)
        return list(rows.values())


def shown(row: dict[str, Any]) -> tuple[str, int, Key, Key]:
    old, new = row["oldKeyValues"], row["newKeyValues"]
    return row["id"], row["changeVersion"], tuple(old.values()), tuple(new.values())  # type: ignore[return-value]


def played(api: Api, edits: list[Any]) -> tuple[Caller, Log, int]:
    """A client of everything, what it did, and the change version before."""
    client, log = api.caller("open"), Log()
    start = newest(client)
    for kind, name, school, new_name, new_school in edits:
        log.edit(client, kind, (name, school), (new_name, new_school))
    return client, log, start


@contextmanager
def undone(api: Api) -> Iterator[Api]:
    """Takes back what is done meanwhile, so that each example begins alike."""
    mark = api.instance.documents.mark()
    try:
        yield api
    finally:
        api.instance.documents.rewind(mark)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, low=st.integers(0, 20), high=st.integers(0, 30))
def test_7_3_tells_what_the_log_tells_to_whoever_may_know(
    api_of: Callable[[str], Api], edits: list[Any], low: int, high: int
) -> None:
    with undone(api_of("7.3")) as api:
        client, log, start = played(api, edits)
        window = {"minChangeVersion": start + low, "maxChangeVersion": start + high}
        readers = {None: client} | {school: api.new_caller("Ed-Fi Sandbox", school) for school in SCHOOLS}
        for school, reader in readers.items():
            rows = listed(reader, "classPeriods/deletes", **window)
            expected = log.gone(start + low, start + high, school, recreated=False)
            assert [(row["id"], row["changeVersion"]) for row in rows] == expected
            changes = listed(reader, "classPeriods/keyChanges", **window)
            assert [shown(row) for row in changes] == log.renamed(start + low, start + high, school)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, low=st.integers(0, 20), high=st.integers(0, 30))
def test_5_2_tells_every_delete_to_everybody(
    api_of: Callable[[str], Api], edits: list[Any], low: int, high: int
) -> None:
    with undone(api_of("5.2")) as api:
        client, log, start = played(api, edits)
        rows = listed(client, "classPeriods/deletes", minChangeVersion=start + low, maxChangeVersion=start + high)
        expected = log.gone(start + low, start + high, None, recreated=True)
        assert list(zip(ids(rows), (row["ChangeVersion"] for row in rows), strict=True)) == expected
