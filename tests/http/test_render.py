"""A refusal in each era: keys and their order, media types, escaping, histories, correlation."""

import json

import pytest

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Request
from mockedfi.problems import Problem, Refusal
from mockedfi.render import correlation_id, render

PROBLEM = Problem(
    source="a test",
    status={"5.2": 400, "7.2": 409},
    type="data-conflict:example",
    title="Example",
    detail={"5.2": "Old '{entity}'.", "7.3": "The '{entity}' item."},
    errors=("First about '{entity}'.", "Second."),
    message="Message about '{entity}'.",
)
MIDDLEWARE = Problem(source="a test", status=404, type="x", title="T", detail="D '{what}'", middleware=True)
NEW = Dialect.at("7.3")
OLD = Dialect.at("5.2")


def test_problem_details_have_the_reference_keys_in_its_order() -> None:
    answer = render(Refusal(PROBLEM, entity="School"), NEW, "abc")
    assert answer.status == 409
    assert answer.headers == [("Content-Type", "application/json; charset=utf-8")]
    assert list(json.loads(answer.body).items()) == [
        ("detail", "The 'School' item."),
        ("type", "urn:ed-fi:api:data-conflict:example"),
        ("title", "Example"),
        ("status", 409),
        ("correlationId", "abc"),
        ("errors", ["First about 'School'.", "Second."]),
    ]


def test_details_become_validation_errors_before_errors() -> None:
    refusal = Refusal(PROBLEM, details={"name": ["No.", "Never."], "": ["Empty."]}, errors=["Own."], entity="School")
    body = json.loads(render(refusal, NEW, "abc").body)
    assert list(body)[-2:] == ["validationErrors", "errors"]
    assert body["validationErrors"] == {"$.name": ["No.", "Never."], "$": ["Empty."]}
    assert body["errors"] == ["Own."]


def test_an_empty_list_of_errors_silences_those_of_the_problem() -> None:
    assert "errors" not in json.loads(render(Refusal(PROBLEM, errors=[], entity="School"), NEW, "abc").body)


def test_messages_before_problem_details() -> None:
    answer = render(Refusal(PROBLEM, details={"Name": ["No."]}, entity="School"), OLD, "abc")
    assert answer.status == 400
    assert answer.headers == [("Content-Type", "application/json; charset=utf-8")]
    assert json.loads(answer.body) == {"message": "Message about 'School'.", "modelState": {"request.Name": ["No."]}}


def test_no_message_is_no_body_and_no_content_type() -> None:
    answer = render(Refusal(MIDDLEWARE, what="x"), OLD, "abc")
    assert (answer.status, answer.headers, answer.body) == (404, [], b"")


@pytest.mark.parametrize(
    ("version", "link"),
    [
        ("5.2", "https://tools.ietf.org/html/rfc7231#section-6.5.13"),
        ("6.2", "https://tools.ietf.org/html/rfc9110#section-15.5.16"),
        ("7.1", "https://tools.ietf.org/html/rfc7231#section-6.5.13"),
    ],
)
def test_a_bare_status_is_a_body_of_the_framework_before_problem_details(version: str, link: str) -> None:
    """Source: ClientErrorResultFilter of ASP.NET Core; TargetFramework of EdFi.Ods.Api.csproj says which."""
    problem = Problem(source="a test", status=415, bare_status=True)
    answer = render(Refusal(problem), Dialect.at(version), "abc")
    assert answer.headers == [("Content-Type", "application/json; charset=utf-8")]
    body = json.loads(answer.body)
    assert list(body) == ["type", "title", "status", "traceId"]
    assert (body["type"], body["title"], body["status"]) == (link, "Unsupported Media Type", 415)


def test_a_bare_status_is_no_body_of_the_framework_with_problem_details() -> None:
    answer = render(Refusal(Problem(source="a test", status=401, bare_status=True)), NEW, "abc")
    assert (answer.headers, answer.body) == ([], b"")


def test_middleware_writes_problem_json_with_its_own_escapes() -> None:
    answer = render(Refusal(MIDDLEWARE, what='a "b" <c> & ü \\ \x01 \U0001f600'), NEW, "abc")
    assert answer.headers == [("Content-Type", "application/problem+json")]
    escaped = rb"D \u0027a \u0022b\u0022 \u003Cc\u003E \u0026 \u00FC \\ \u0001 \uD83D\uDE00\u0027"
    assert b'"detail": "' + escaped + b'"' in answer.body
    assert json.loads(answer.body)["detail"] == "D 'a \"b\" <c> & ü \\ \x01 \U0001f600'"


def test_controllers_leave_other_alphabets_as_they_are() -> None:
    body = render(Refusal(PROBLEM, entity="Schüler"), NEW, "abc").body
    assert "Schüler".encode() in body
    assert body.startswith(b'{\n  "detail": ')


def test_a_lone_surrogate_does_not_break_the_answer() -> None:
    for problem in (PROBLEM, MIDDLEWARE):
        assert render(Refusal(problem, entity="\ud800", what="\ud800"), NEW, "abc").body


def test_headers_of_the_problem_and_of_the_refusal_are_kept() -> None:
    problem = Problem(source="a test", status=405, title="T", detail="D", headers=(("Allow", "GET"),))
    answer = render(Refusal(problem, headers=[("X-Own", "1")]), NEW, "abc")
    assert answer.headers[:2] == [("Allow", "GET"), ("X-Own", "1")]


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        ({"correlation-id": "from header"}, "correlationId=from-query", "from header"),
        ({}, "limit=1&correlationid=a%20b", "a b"),
        ({}, "correlationId=first&correlationId=second", "first"),
    ],
)
def test_the_correlation_id_comes_from_header_then_query(headers: dict[str, str], query: str, expected: str) -> None:
    assert correlation_id(Request(method="GET", path="/", query=query, headers=headers), Clock()) == expected


def test_a_new_correlation_id_is_a_guid_with_dashes() -> None:
    made = correlation_id(Request(method="GET", path="/", query="limit=1"), Clock(seed=1))
    assert [len(part) for part in made.split("-")] == [8, 4, 4, 4, 12]
    assert made == correlation_id(Request(method="GET", path="/"), Clock(seed=1))
