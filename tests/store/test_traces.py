"""Traces of deletes and key changes come back as they were, however many there are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mockedfi.store.changes import Changes
from mockedfi.store.memory import MemoryStorage
from mockedfi.store.traces import Traces, Tracked

MANY = 1_000
"""More than are kept as they came."""


def trace(number, resource="Pupil"):
    new = (str(number), None, True) if number % 3 == 0 else None
    beside = {"schoolReference": {"schoolId": number}} if number % 2 else None
    return Tracked(resource, number << 64, 10 * number, (str(number), number, 1.5), new, beside)


def many(count=MANY):
    traces = Traces("Pupil")
    for number in range(1, count + 1):
        traces.add(number, trace(number))
    return traces


def numbers(traces, *window):
    return [number for number, _ in traces.numbered(*window)]


def test_all_come_back_in_order():
    assert list(many().numbered()) == [(number, trace(number)) for number in range(1, MANY + 1)]


def test_a_window_has_those_of_its_change_versions():
    assert numbers(many(), 2_560, 2_570) == [256, 257]
    assert numbers(many(), 9_990) == [999, 1_000]
    assert numbers(many(), 0, 10) == [1]


@settings(deadline=None)
@given(kept=st.integers(0, MANY), more=st.integers(0, 300))
def test_those_after_a_place_are_forgotten_and_others_may_follow(kept, more):
    traces = many()
    traces.truncate(kept)
    for number in range(kept + 1, kept + more + 1):
        traces.add(number, trace(number))
    assert numbers(traces) == list(range(1, kept + more + 1))


def test_a_copy_goes_its_own_way():
    traces = many(300)
    copied = traces.copy()
    copied.truncate(100)
    traces.add(301, trace(301))
    assert (numbers(copied), numbers(traces)) == (list(range(1, 101)), list(range(1, 302)))


def test_a_reader_sees_those_of_the_moment_it_began():
    traces = many(255)
    reader = traces.numbered()
    first = next(reader)
    for number in range(256, 600):
        traces.add(number, trace(number))
    assert [first, *reader] == [(number, trace(number)) for number in range(1, 256)]


def test_those_of_several_resources_stay_in_order():
    changes = Changes(MemoryStorage(), "_7.3/changes")
    every = [trace(number, f"R{number % 3}") for number in range(1, MANY + 1)]
    changes.add(every)
    assert (list(changes), len(changes)) == (every, MANY)
    changes.truncate(777)
    assert (list(changes), len(changes)) == (every[:777], 777)
    assert list(changes.of("R1")) == [each for each in every[:777] if each.resource == "R1"]
