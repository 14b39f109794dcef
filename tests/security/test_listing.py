"""Lists that are remembered, and searched no further than somebody asked."""

import pytest

from tests.security.worlds import VERSIONS, World


def three_districts(version: str) -> World:
    """Each with two schools, each with two students: s1010 is the first one of school 101."""
    world = World(version)
    for district in (100, 200, 300):
        world.organization("LocalEducationAgency", district)
        for school in (district + 1, district + 2):
            world.organization("School", school, localEducationAgency=district)
            for number in range(2):
                world.student(f"s{school}{number}", school)
    world.enrol("s1010", 201)
    world.student("nowhere")
    return world


@pytest.mark.parametrize("version", VERSIONS)
def test_a_remembered_list_forgets_in_time(version: str) -> None:
    """A list that was asked for stays right through every kind of change."""
    world = three_districts(version)
    caller = world.caller(100)
    students = world.catalogue.resources["Student"]
    grant = world.security.check(caller, students, "Read")

    def shown() -> list[str]:
        listing = world.security.listing(caller, grant, students)
        assert listing is not None
        assert listing.count() == len(list(listing))
        return [record.key[0] for record in listing.page(0, 100)]

    before = ["s1010", "s1011", "s1020", "s1021"]
    assert shown() == before
    unseen = world.student("fresh")
    assert shown() == before
    enrolled = world.enrol("fresh", 102)
    assert shown() == [*before, "fresh"]
    world.change(enrolled, {**enrolled.document(), "schoolReference": {"schoolId": 301}})
    assert shown() == before
    world.organization("School", 301, localEducationAgency=100)
    assert set(shown()) == {*before, "fresh", "s3010", "s3011"}
    world.organization("School", 301)
    assert shown() == before
    world.remove(unseen)
    assert shown() == before


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_are_searched_no_further_than_needed(version: str) -> None:
    world = three_districts(version)
    caller = world.caller(100)
    students = world.catalogue.resources["Student"]
    grant = world.security.check(caller, students, "Read")
    listing = world.security.listing(caller, grant, students)
    assert listing is not None
    assert [record.key[0] for record in listing.page(0, 2)] == ["s1010", "s1011"]
    assert len(listing._found) == 2
    assert [record.key[0] for record in listing.page(2, 25)] == ["s1020", "s1021"]
    assert listing.page(50, 25) == []
    assert world.security.listing(caller, grant, students) is listing
    other = world.security.listing(world.caller(200), grant, students)
    assert other is not listing
