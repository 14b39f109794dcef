import pytest
import requests
from sync_client import EdFi, Refused, find_student, sync

from mockedfi import MockEdFi

STUDENTS, ENROLMENTS = "/ed-fi/students", "/ed-fi/studentSchoolAssociations"
ADA = {"studentUniqueId": "ada-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
ENROLMENT = {
    "studentReference": {"studentUniqueId": "ada-1"},
    "schoolReference": {"schoolId": 255901001},
    "entryDate": "2021-08-23",
    "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
}
both_versions = pytest.mark.parametrize(
    "version",
    [pytest.param(each, marks=pytest.mark.edfi(api_version=each)) for each in ("7.3", "5.2")],
)


@both_versions
def test_documents_go_in_the_order_of_dependencies(edfi: MockEdFi, client: EdFi, version: str) -> None:
    assert edfi.version == version
    sync(client, {ENROLMENTS: [ENROLMENT], STUDENTS: [ADA]})
    edfi.requests.assert_posted("studentSchoolAssociations", studentReference={"studentUniqueId": "ada-1"})
    edfi.requests.assert_dependency_order()
    edfi.requests.assert_none_refused()
    edfi.requests.assert_token_reused()


@both_versions
def test_a_student_cannot_be_seen_before_the_enrolment(edfi: MockEdFi, client: EdFi, version: str) -> None:
    assert edfi.version == version
    student = edfi.add("students", firstName="Ada")
    assert find_student(client, student["id"]) is None
    edfi.enrol(student, school=255901001)
    found = find_student(client, student["id"])
    assert found is not None
    assert found["firstName"] == "Ada"


def test_an_expired_token_is_renewed_mid_run(edfi: MockEdFi, client: EdFi) -> None:
    sync(client, {STUDENTS: [ADA]})
    edfi.clock.advance(minutes=31)
    sync(client, {ENROLMENTS: [ENROLMENT]})
    assert [each.status for each in edfi.requests.all(path="oauth/token")] == [200, 200]
    edfi.requests.assert_none_refused(401)
    edfi.requests.assert_token_reused()


def test_a_token_that_is_refused_again_is_not_tried_for_ever(edfi: MockEdFi, client: EdFi) -> None:
    edfi.faults.add(401, path="students")
    with pytest.raises(Refused) as caught:
        sync(client, {STUDENTS: [ADA]})
    assert caught.value.status == 401
    assert len(edfi.requests.all(path="students")) == 2


def test_it_waits_as_long_as_the_server_asks(edfi: MockEdFi, client: EdFi, waits: list[float]) -> None:
    edfi.faults.add(429, path="students", times=2, retry_after_seconds=3)
    sync(client, {STUDENTS: [ADA]})
    assert waits == [3, 3]
    edfi.requests.assert_posted("students", ADA, times=1)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_it_gives_a_gateway_some_time_and_then_gives_up(
    edfi: MockEdFi, client: EdFi, waits: list[float], status: int
) -> None:
    edfi.faults.add(status, path="students")
    with pytest.raises(Refused) as caught:
        sync(client, {STUDENTS: [ADA]})
    assert caught.value.status == status
    assert waits == [2, 4, 8, 16]


def test_a_lost_answer_does_no_harm(edfi: MockEdFi, client: EdFi, waits: list[float]) -> None:
    edfi.faults.add(path="studentSchoolAssociations", drop=True, carried_out=True, times=1)
    sync(client, {STUDENTS: [ADA], ENROLMENTS: [ENROLMENT]})
    assert waits == [2]
    assert len(edfi.find("studentSchoolAssociations", studentReference={"studentUniqueId": "ada-1"})) == 1


def test_a_server_that_is_gone(edfi: MockEdFi, client: EdFi, waits: list[float]) -> None:
    edfi.faults.add(drop=True, path="students")
    with pytest.raises(requests.ConnectionError):
        sync(client, {STUDENTS: [ADA]})
    assert len(waits) == 4


def test_a_refusal_is_no_reason_to_try_again(edfi: MockEdFi, client: EdFi, waits: list[float]) -> None:
    with pytest.raises(Refused, match="birthDate"):
        sync(client, {STUDENTS: [{**ADA, "birthDate": "yesterday"}]})
    assert waits == []
    edfi.requests.assert_not_posted("students")


def test_every_page_is_read(edfi: MockEdFi, client: EdFi) -> None:
    for student in edfi.add_many("students", 5, lastSurname="Paged"):
        edfi.enrol(student)
    found = list(client.pages(STUDENTS, size=50))
    total = edfi.session().get("students?limit=0&totalCount=true").headers["Total-Count"]
    assert len(found) == len({each["id"] for each in found}) == int(total)
    assert sum(each["lastSurname"] == "Paged" for each in found) == 5
    offsets = [each.query.partition("&")[0] for each in edfi.requests.all(path="students", client=edfi.key)]
    assert offsets[:3] == ["offset=0", "offset=50", "offset=100"]


def test_somebody_elses_students_are_not_read(edfi: MockEdFi) -> None:
    school, other = [each["schoolId"] for each in edfi.find("schools")[:2]]
    vendor = edfi.client("SIS Vendor", [school])
    ours, theirs = edfi.enrol(school=school), edfi.enrol(school=other)
    client = EdFi(edfi.url, vendor.key, vendor.secret)
    seen = {each["studentUniqueId"] for each in client.pages(STUDENTS)}
    client.close()
    assert ours["studentReference"]["studentUniqueId"] in seen
    assert theirs["studentReference"]["studentUniqueId"] not in seen
