"""Writes and compactions, cut short before each single step that they take on the disk."""

import os
import shutil
from functools import partial

import pytest

from benchmarks.disk import Disk, heard_by, lose_power
from mockedfi.store import journal
from tests.store.states import state


class Acknowledged:
    """The states that were acknowledged, each with the number of steps before it was."""

    def __init__(self, steps):
        self._steps = steps
        self._states = []

    def now(self, documents):
        self._states.append((self._steps(), state(documents)))

    def possible(self, steps):
        """The states that there may be after so many steps: the last one, and the one that was being made."""
        last = max(place for place, (before, _) in enumerate(self._states) if before <= steps)
        return [found for _, found in self._states[last : last + 2]]


def live(world, insert, changed, acknowledged):
    """Write, and write the file anew in between."""
    documents = world.open()
    acknowledged.now(documents)
    for number in range(3):
        insert(documents, "Pupil", {"pupilUniqueId": f"p{number}"})
        acknowledged.now(documents)
        world.storage.compact()
    documents.commit([changed(documents, documents.table("Pupil").by_key(("p1",)), {"pupilUniqueId": "renamed"})])
    acknowledged.now(documents)
    world.reopen()


@pytest.fixture
def world(file_world):
    file_world.district("east", pupils=[{"pupilUniqueId": "e1"}])
    return file_world


def test_a_kill_before_any_step(world, insert, changed, monkeypatch, tmp_path):
    copies = []

    def step(call, *arguments):
        copies.append(shutil.copytree(world.path.parent, tmp_path / f"copy-{len(copies)}"))
        return call(*arguments)

    for name in ("fsync", "replace", "unlink", "ftruncate"):
        monkeypatch.setattr(os, name, partial(step, getattr(os, name)))
    monkeypatch.setattr(journal, "_sync", partial(step, journal._sync))
    acknowledged = Acknowledged(lambda: len(copies))
    live(world, insert, changed, acknowledged)
    world.close()
    monkeypatch.undo()
    assert len(copies) > 30
    for steps, copy in enumerate(copies):
        shutil.rmtree(world.path.parent)
        copy.rename(world.path.parent)
        found = state(world.open())
        assert steps < acknowledged._states[0][0] or found in acknowledged.possible(steps)
        world.close()


def test_a_loss_of_power_after_any_sync(world, insert, changed, monkeypatch, tmp_path):
    kept = tmp_path / "disk"
    disk = Disk(world.path.parent, kept)
    monkeypatch.setattr(os, "fsync", disk.sync)
    monkeypatch.setattr(journal, "_sync", disk.sync)
    acknowledged = Acknowledged(lambda: len(heard_by(kept)))
    live(world, insert, changed, acknowledged)
    world.close()
    monkeypatch.undo()
    heard = heard_by(kept)
    first = acknowledged._states[0][0]
    assert len(heard) > first + 15
    for steps in range(first, len(heard) + 1):
        lose_power(world.path.parent, kept, heard[:steps])
        assert state(world.open()) in acknowledged.possible(steps)
        world.close()
