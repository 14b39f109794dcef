"""Input that no honest client sends: it is refused in the version's own words, not with a 500 and a traceback."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.api import Api, Caller

STUDENT = b'{"studentUniqueId":"hostile","firstName":"%s","lastSurname":"b","birthDate":"2010-01-01"}'
BODIES = {
    "nothing": b"",
    "many arrays": b"[" * 100_000,
    "many objects": b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
    "half a character": STUDENT % b"\\ud800",
    "half a character in a name": b'{"\\udc00":1}',
    "a zero byte": STUDENT % b"a\\u0000b",
    "many digits": b'{"studentUniqueId":' + b"9" * 5_000 + b"}",
    "a large exponent": b'{"birthDate":1e999999}',
    "not a number": b'{"studentUniqueId":NaN,"birthDate":-Infinity}',
    "a hexadecimal number": b'{"studentUniqueId":0x' + b"f" * 5_000 + b"}",
    "other digits": '{"birthDate":"\N{ARABIC-INDIC DIGIT TWO}010-01-01"}'.encode(),
    "dates out of range": b'{"birthDate":"99999-01-01T00:00:00+99:99"}',
    "an escape cut short": b'{"a":"\\u12',
    "open comments": b"/*" * 10_000,
    "other types": b'{"id":{"a":1},"_etag":[1],"_ext":[],"studentUniqueId":{"b":[]},"addresses":[[1],"x",null]}',
    "a long text": STUDENT % (b"x" * 200_000),
    "text after the end": b"{} x",
}
QUERIES = (
    "limit=" + "9" * 5_000,
    "offset=" + "9" * 5_000,
    "limit=%D9%A3&offset=%00",
    "pageToken=" + "A" * 20_000,
    "pageToken=%00%ff&pageSize=1",
    "minChangeVersion=" + "9" * 5_000 + "&maxChangeVersion=x",
    "schoolId=" + "9" * 5_000,
    "schoolId=%2B-5",
    "schoolId=%C2%B2",
    "studentUniqueId=%ed%a0%80%00",
    "birthDate=99999999999999",
    "q=%zz&&&=&=",
    "correlationId=%0d%0aX:1",
)
HEADERS = {
    "If-Match": "\xff",
    "If-None-Match": '"' * 5_000,
    "Accept": "application/vnd.ed-fi." + "x." * 3_000,
    "Use-Snapshot": "\xe9",
    "Snapshot-Identifier": "zz",
    "correlation-id": "\xe9\x01",
    "Authorization": "Bearer \xff",
    "Origin": "http://[",
    "Content-Encoding": "gzip",
}


@pytest.fixture
def anyone(api: Api, caplog: pytest.LogCaptureFixture) -> Iterator[Caller]:
    """A client that may do everything; nothing must be logged as a problem."""
    yield api.caller("open")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies(anyone: Caller, body: bytes) -> None:
    json_type, form = "application/json", "application/x-www-form-urlencoded"
    asked = [
        ("POST", path, json_type) for path in ("students", "schools", "studentSchoolAssociations", "bellSchedules")
    ]
    asked += [("POST", f"/oauth/{name}", type_) for name in ("token", "token_info") for type_ in (json_type, form)]
    for method, path, type_ in asked:
        answer = anyone.request(method, path, data=body, headers={"Content-Type": type_})
        assert answer.status_code < 500, path


@pytest.mark.parametrize("body", [STUDENT % b"\xff\xfe", '{"studentUniqueId":"1"}'.encode("utf-16")])
def test_a_body_that_is_not_of_its_encoding(anyone: Caller, body: bytes) -> None:
    """Source: TextInputFormatter of ASP.NET Core, whose decoder throws what nobody expects."""
    answer = anyone.request("POST", "students", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, "unexpected" in answer.text) == (500, True)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_of_the_control_api(api_of: Callable[[str], Api], body: bytes) -> None:
    http = api_of("7.3").app.test_client()
    for path in ("clients", "faults", "explanations", "workspaces", "documents"):
        assert http.post(f"/mockedfi/{path}", data=body).status_code < 500, path


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_queries(anyone: Caller, query: str) -> None:
    for path in (
        "students",
        "schools",
        "studentSchoolAssociations",
        "students/deletes",
        "students/keyChanges",
        "students/partitions",
        "/composites/v1/ed-fi/enrollment/students",
        "/changeQueries/v1/availableChangeVersions",
        "/metadata",
    ):
        assert anyone.request("GET", path, query_string=query).status_code < 500, path


@pytest.mark.parametrize("name", HEADERS)
def test_headers(anyone: Caller, name: str) -> None:
    header = {name: HEADERS[name]}
    for method, path in (("GET", "students"), ("POST", "students"), ("DELETE", f"schools/{'0' * 32}"), ("GET", "/")):
        assert anyone.request(method, path, headers=header).status_code < 500, (method, path)
