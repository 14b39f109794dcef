"""What may be claimed of the requests, and what is told when it is not so."""

import pytest
import requests

from mockedfi import MockEdFi
from mockedfi.testing.comparing import differences


def message(caught: "pytest.ExceptionInfo[AssertionError]") -> str:
    return str(caught.value)


def test_a_document_was_posted(edfi: MockEdFi) -> None:
    session = edfi.session("open")
    for grade in ("Ninth", "Tenth"):
        student = edfi.add("students")
        body = {
            "studentReference": {"studentUniqueId": student["studentUniqueId"]},
            "schoolReference": {"schoolId": 255901001},
            "entryDate": "2021-08-23",
            "entryGradeLevelDescriptor": f"uri://ed-fi.org/GradeLevelDescriptor#{grade} grade",
        }
        assert session.post("studentSchoolAssociations", json=body).status_code == 201
    log = edfi.requests
    log.assert_posted("studentSchoolAssociations", entryDate="2021-08-23", times=2)
    log.assert_posted("ed-fi/studentSchoolAssociations", {"schoolReference": {"schoolId": 255901001}})
    log.assert_posted(
        "studentSchoolAssociations",
        entryGradeLevelDescriptor="URI://ed-fi.org/GradeLevelDescriptor#ninth grade",
        times=1,
    )
    log.assert_not_posted("studentSchoolAssociations", entryDate="2021-08-24")
    with pytest.raises(AssertionError) as caught:
        log.assert_posted("studentSchoolAssociations", entryDate="2021-08-24", schoolReference={"schoolId": 255901001})
    assert message(caught) == (
        "no studentSchoolAssociations were posted as expected (the nearest of 2):\n"
        "  #1 POST /data/v3/ed-fi/studentSchoolAssociations -> 201\n"
        "    entryDate\n"
        "      expected '2021-08-24'\n"
        "      was      '2021-08-23'"
    )
    with pytest.raises(AssertionError) as caught:
        log.assert_posted("studentSchoolAssociations", times=3)
    assert message(caught).startswith("studentSchoolAssociations were posted and taken 2 times, expected 3:\n  #1 POST")
    with pytest.raises(AssertionError) as caught:
        log.assert_posted("students")
    assert message(caught) == (
        "no students were posted; the requests were:\n"
        "  #1 POST /data/v3/ed-fi/studentSchoolAssociations -> 201\n"
        "  #2 POST /data/v3/ed-fi/studentSchoolAssociations -> 201"
    )
    assert [each["entryDate"] for each in log.posted("studentSchoolAssociations")] == ["2021-08-23"] * 2


def test_a_document_that_was_posted_but_refused(edfi: MockEdFi) -> None:
    session = edfi.session("open")
    session.post("students", json={"studentUniqueId": "1"})
    with pytest.raises(AssertionError) as caught:
        edfi.requests.assert_posted("students", studentUniqueId="1")
    assert message(caught).startswith(
        "students were posted as expected, but refused:\n"
        "  #1 POST /data/v3/ed-fi/students -> 400\n"
        "    Data validation failed. See 'validationErrors' for details.\n"
        "    $.birthDate: BirthDate is required."
    )


def test_nothing_was_refused(edfi: MockEdFi) -> None:
    session = edfi.session()
    session.get("students?limit=1")
    edfi.requests.assert_none_refused()
    edfi.faults.add(503, times=1, path="schools")
    edfi.faults.add(drop=True, path="staffs", times=1)
    session.get("schools?limit=1")
    with pytest.raises(OSError, match="connection ended"):
        session.get("staffs")
    session.get("students/x")
    with pytest.raises(AssertionError) as caught:
        edfi.requests.assert_none_refused()
    told = message(caught)
    assert told.startswith(
        "3 of 4 requests were refused:\n  #2 GET /data/v3/ed-fi/schools?limit=1 -> 503 (by a fault)\n"
    )
    assert "    503 Service Unavailable" in told
    assert "  #3 GET /data/v3/ed-fi/staffs -> dropped (by a fault)" in told
    with pytest.raises(AssertionError, match=r"^2 of 4"):
        edfi.requests.assert_none_refused(503)


def test_the_dependency_order_was_respected(edfi: MockEdFi) -> None:
    student = {"studentUniqueId": "o-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
    enrolment = {
        "studentReference": {"studentUniqueId": "o-1"},
        "schoolReference": {"schoolId": 255901001},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }
    session = edfi.session("open")
    for plural, body in (("students", student), ("studentSchoolAssociations", enrolment)):
        assert session.post(plural, json=body).status_code == 201
    edfi.requests.assert_dependency_order()
    edfi.requests.clear()
    for plural, body in (("studentSchoolAssociations", enrolment), ("students", student)):
        assert session.post(plural, json=body).status_code == 200
    with pytest.raises(AssertionError) as caught:
        edfi.requests.assert_dependency_order()
    first, second = edfi.requests
    assert message(caught) == (
        f"the dependency order was not respected:\n  {first}\n"
        f"    its studentReference leads to what was posted only later: {second}"
    )


def test_tokens_were_reused(edfi: MockEdFi) -> None:
    def ask() -> None:
        form = {"grant_type": "client_credentials", "client_id": edfi.key, "client_secret": edfi.secret}
        assert requests.post(edfi.token_url, data=form, timeout=10).status_code == 200

    session = edfi.session()
    ask()
    session.get("students?limit=1")
    edfi.requests.assert_token_reused()
    edfi.clock.advance(minutes=31)
    assert session.get("students?limit=1").status_code == 401
    ask()
    edfi.requests.assert_token_reused()
    edfi.clock.advance(minutes=28)
    ask()
    edfi.requests.assert_token_reused()
    ask()
    with pytest.raises(AssertionError) as caught:
        edfi.requests.assert_token_reused()
    assert message(caught) == (
        "tokens were not reused:\n"
        f"  client {edfi.key}: #6 POST /oauth/token -> 200, though it had one from #5 POST /oauth/token -> 200"
    )


def test_requests_are_a_sequence(edfi: MockEdFi) -> None:
    session = edfi.session()
    session.get("students?limit=1")
    session.get("schools/x")
    log = edfi.requests
    assert len(log) == 2
    assert (log[0].query, log[-1].status, log[0].client) == ("limit=1", 404, edfi.key)
    assert [each.number for each in log[:1]] == [1]
    assert [each.path for each in log.all(status="4xx")] == ["/data/v3/ed-fi/schools/x"]
    assert str(log[0]) == "#1 GET /data/v3/ed-fi/students?limit=1 -> 200"
    log.clear()
    assert list(log) == []


def test_differences_go_into_lists_and_objects() -> None:
    found = {"a": [{"b": 1, "c": 2}, {"b": 3}], "d": {"e": "uri://x#Y"}, "f": True}
    assert list(differences({"a": [{"b": 1}, {"b": 3}], "d": {"e": "uri://x#y"}}, found)) == []
    told = [(path, expected, str(was)) for path, expected, was in differences({"a": [{"b": 2}], "g": 1, "f": 1}, found)]
    assert told == [("a (how many)", 1, "2"), ("a[0].b", 2, "1"), ("g", 1, "nothing"), ("f", 1, "True")]
