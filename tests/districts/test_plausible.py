"""What a district's documents tell could have happened: in Grand Bend, and in a generated district."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest

from mockedfi.districts import make
from mockedfi.districts.roster import GRADES

from .rows import Row, Rows, code, flat, rows

LETTERS = {"A": 90, "B": 80, "C": 70, "D": 60, "F": 0}
PREGNANCY = timedelta(days=280)
GENERATED = {"students": 650, "schools": 6, "seed": 12}


@pytest.fixture(scope="module", params=["3.3", "5.2", "generated"])
def district(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Grand Bend in each data standard in which it is kept, and a generated district."""
    if request.param != "generated":
        return rows(request.param, "grand-bend")
    folder = tmp_path_factory.mktemp("district")
    make.define(folder, {"5.2": 2022}, **GENERATED)
    make.materialise(folder, (), lambda _: None)
    return rows("5.2", str(folder))


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def years(begin: date, end: date) -> int:
    return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))


def section_of(row: Row) -> tuple[Any, ...]:
    found = flat(row)
    return tuple(found[name] for name in ("schoolId", "sessionName", "localCourseCode", "sectionIdentifier"))


def person(row: Row) -> str:
    found = flat(row)
    return str(found["staffUniqueId" if "staffUniqueId" in found else "studentUniqueId"])


def entries(district: Rows) -> dict[str, date]:
    return {person(each): day(each["entryDate"]) for each in district["studentSchoolAssociations"]}


def grades_of(district: Rows) -> dict[str, str]:
    return {person(each): code(each["entryGradeLevelDescriptor"]) for each in district["studentSchoolAssociations"]}


def families(district: Rows) -> Iterator[list[str]]:
    """The students who have the same contacts, where these are several."""
    contacts = defaultdict(set)
    for each in (*district["studentContactAssociations"], *district["studentParentAssociations"]):
        contacts[person(each)].add(str(each.get("contactReference") or each["parentReference"]))
    found = defaultdict(list)
    for student, its in contacts.items():
        found[frozenset(its)].append(student)
    assert sum(map(len, found)) == len(set().union(*found)), "nobody is a contact of two families"
    return (each for each in found.values() if len(each) > 1)


# --- people ---


def test_ages_fit_grades(district: Rows) -> None:
    grades = grades_of(district)
    (year,) = {flat(each)["schoolYear"] for each in district["studentSchoolAssociations"]}
    for student in district["students"]:
        age = years(day(student["birthDate"]), date(year - 1, 9, 1))
        assert age - GRADES.index(grades[student["studentUniqueId"]]) in (5, 6)


def test_siblings_have_one_home_and_names_of_their_own(district: Rows) -> None:
    students = {each["studentUniqueId"]: each for each in district["students"]}
    known = {person(each): each for each in district["studentEducationOrganizationAssociations"]}
    several = list(families(district))
    assert len(several) > len(students) / 10
    for family in several:
        assert len({students[each]["lastSurname"] for each in family}) == 1
        assert len({students[each]["firstName"] for each in family}) == len(family)
        for name in ("addresses", "telephones", "races", "languages", "hispanicLatinoEthnicity"):
            assert len({str(known[each].get(name)) for each in family}) == 1


def test_siblings_are_born_one_after_the_other(district: Rows) -> None:
    births = {each["studentUniqueId"]: day(each["birthDate"]) for each in district["students"]}
    for family in families(district):
        for elder, younger in pairwise(sorted(births[each] for each in family)):
            assert younger - elder >= PREGNANCY


def test_siblings_go_to_one_school_if_it_has_their_grades(district: Rows) -> None:
    schools = {person(each): flat(each)["schoolId"] for each in district["studentSchoolAssociations"]}
    grades = {each["schoolId"]: {str(grade) for grade in each["gradeLevels"]} for each in district["schools"]}
    for family in families(district):
        for one, other in combinations({schools[each] for each in family}, 2):
            assert grades[one].isdisjoint(grades[other])


def test_contacts_are_of_the_sex_that_the_relation_says(district: Rows) -> None:
    contacts = {
        each.get("contactUniqueId") or each["parentUniqueId"]: code(each["sexDescriptor"])
        for each in (*district["contacts"], *district["parents"])
    }
    for each in (*district["studentContactAssociations"], *district["studentParentAssociations"]):
        found = flat(each)
        sex = contacts[found.get("contactUniqueId") or found["parentUniqueId"]]
        assert sex == ("Male" if code(each["relationDescriptor"]) == "Father" else "Female")


def test_staff_began_to_work_as_adults(district: Rows) -> None:
    hired = {
        person(each): day(each["hireDate"]) for each in district["staffEducationOrganizationEmploymentAssociations"]
    }
    issued = {each["credentialIdentifier"]: day(each["issuanceDate"]) for each in district["credentials"]}
    for each in district["staffs"]:
        born = day(each["birthDate"])
        age = years(born, hired[each["staffUniqueId"]])
        assert age - each["yearsOfPriorProfessionalExperience"] >= 22
        for credential in each.get("credentials", ()):
            assert years(born, issued[flat(credential)["credentialIdentifier"]]) >= 21


# --- the timetable ---


def test_nobody_and_no_room_is_in_two_classes_at_once(district: Rows) -> None:
    places = {
        section_of(each): (
            flat(each)["sessionName"],
            each["classPeriods"][0]["classPeriodReference"]["classPeriodName"],
        )
        for each in district["sections"]
    }
    classes = [
        (plural, person(each), *places[section_of(each)])
        for plural in ("studentSectionAssociations", "staffSectionAssociations")
        for each in district[plural]
    ]
    classes += [("rooms", str(each["locationReference"]), *places[section_of(each)]) for each in district["sections"]]
    assert len(set(classes)) == len(classes) > 100


def test_students_take_the_courses_of_their_grade_in_their_school(district: Rows) -> None:
    schools = {person(each): flat(each)["schoolId"] for each in district["studentSchoolAssociations"]}
    grades = grades_of(district)
    offered = {
        each["courseCode"]: code(each["offeredGradeLevels"][0]["gradeLevelDescriptor"]) for each in district["courses"]
    }
    for each in district["studentSectionAssociations"]:
        assert offered[flat(each)["localCourseCode"]] == grades[person(each)]
        assert flat(each)["schoolId"] == schools[person(each)]


def test_each_student_has_a_homeroom(district: Rows) -> None:
    homerooms = [person(each) for each in district["studentSectionAssociations"] if each["homeroomIndicator"]]
    assert sorted(homerooms) == sorted(each["studentUniqueId"] for each in district["students"])


def test_classes_fit_into_their_rooms(district: Rows) -> None:
    seats = {
        str(each["schoolReference"] | {"room": each["classroomIdentificationCode"]}): each["maximumNumberOfSeats"]
        for each in district["locations"]
    }
    sizes: dict[tuple[Any, ...], int] = defaultdict(int)
    for each in district["studentSectionAssociations"]:
        sizes[section_of(each)] += 1
    for each in district["sections"]:
        room = each["locationReference"]
        place = str({"schoolId": room["schoolId"], "room": room["classroomIdentificationCode"]})
        assert 0 < sizes[section_of(each)] <= seats[place]


# --- the year ---


def test_students_who_came_late_do_nothing_before(district: Rows) -> None:
    entry = entries(district)
    later = [student for student, begin in entry.items() if begin > min(entry.values())]
    assert 0 < len(later) < len(entry) / 10
    assert all(day(each["beginDate"]) == entry[person(each)] for each in district["studentSectionAssociations"])
    dates = {"studentSectionAttendanceEvents": "eventDate", "studentSchoolAttendanceEvents": "eventDate"}
    dates |= {"studentProgramAssociations": "beginDate", "studentSpecialEducationProgramAssociations": "beginDate"}
    dates |= {"studentAssessments": "administrationDate", "disciplineActions": "disciplineDate"}
    for plural, name in dates.items():
        assert all(entry[person(each)] <= day(each[name]) for each in district[plural]), plural


def test_attendance_is_taken_on_days_of_instruction(district: Rows) -> None:
    days = {
        (each["calendarReference"]["schoolId"], each["date"])
        for each in district["calendarDates"]
        if code(each["calendarEvents"][0]["calendarEventDescriptor"]) == "Instructional day"
    }
    for plural, name in (
        ("studentSectionAttendanceEvents", "eventDate"),
        ("studentSchoolAttendanceEvents", "eventDate"),
        ("disciplineIncidents", "incidentDate"),
    ):
        assert {(flat(each)["schoolId"], each[name]) for each in district[plural]} <= days


def test_nobody_who_missed_a_day_is_seen_on_it(district: Rows) -> None:
    absent = [(person(each), each["eventDate"]) for each in district["studentSchoolAttendanceEvents"]]
    seen = [(person(each), each["eventDate"]) for each in district["studentSectionAttendanceEvents"]]
    seen += [(person(each), each["disciplineDate"]) for each in district["disciplineActions"]]
    assert len(set(absent)) == len(absent)
    assert not set(absent) & set(seen)


def test_what_is_told_of_a_class_is_told_of_its_students(district: Rows) -> None:
    taken = {(person(each), section_of(each)) for each in district["studentSectionAssociations"]}
    for plural in ("studentSectionAttendanceEvents", "grades"):
        assert {(person(each), section_of(each)) for each in district[plural]} <= taken


def test_numbers_of_days_are_those_of_the_calendar(district: Rows) -> None:
    days = defaultdict(list)
    for each in district["calendarDates"]:
        if code(each["calendarEvents"][0]["calendarEventDescriptor"]) == "Instructional day":
            days[flat(each)["schoolId"]].append(each["date"])
    for each in (*district["sessions"], *district["gradingPeriods"], *district["academicWeeks"]):
        within = [day_ for day_ in days[flat(each)["schoolId"]] if each["beginDate"] <= day_ <= each["endDate"]]
        assert len(within) == each["totalInstructionalDays"]


# --- what students learn ---


def test_letters_are_those_of_the_numbers(district: Rows) -> None:
    given = [each["numericGradeEarned"] for each in district["grades"]]
    assert 70 < sum(given) / len(given) < 90
    assert len({round(each) for each in given}) > 20
    for each in (*district["grades"], *district["studentGradebookEntries"]):
        least = LETTERS[each["letterGradeEarned"]]
        assert least <= each["numericGradeEarned"] <= 100
        assert not any(least < other <= each["numericGradeEarned"] for other in LETTERS.values())


def test_programs_are_for_those_who_need_them(district: Rows) -> None:
    known = {person(each): each for each in district["studentEducationOrganizationAssociations"]}
    learning = district["studentLanguageInstructionProgramAssociations"]
    assert learning
    for each in learning:
        assert code(known[person(each)]["limitedEnglishProficiencyDescriptor"]) == "Limited"
        assert known[person(each)]["languages"]
    for each in district["studentHomelessProgramAssociations"]:
        its = known[person(each)]["studentCharacteristics"]
        assert "Homeless" in [code(one["studentCharacteristicDescriptor"]) for one in its]
