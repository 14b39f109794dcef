"""Which rows `limit`, `offset` and page tokens ask for, and what is wrong with them, version by version."""

import pytest

from mockedfi.dialect import Dialect
from mockedfi.problems import Refusal
from mockedfi.resources.paging import given_of, page_of, range_of, token_of

OLD = (
    "Limit must be omitted or set to a value between 1 and max value defined in configuration file "
    "(defaultPageSizeLimit)."
)


def page(version, **query):
    data, query = Dialect.at(version).data, {name.lower(): value for name, value in query.items()}
    return page_of(query, given_of(query, data), data, 500)


@pytest.mark.parametrize(("version", "rows"), [("5.2", 25), ("7.3", 500)])
def test_without_a_limit_the_version_has_its_own(version, rows):
    assert page(version).limit == rows


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_zero_rows_may_be_asked_for(version):
    assert page(version, limit="0").limit == 0


@pytest.mark.parametrize(
    ("version", "query", "text"),
    [
        ("5.2", {"limit": "501"}, OLD),
        ("5.2", {"limit": "-1"}, OLD),
        ("7.3", {"limit": "501"}, "Limit must be a value between 0 and 500."),
        ("7.3", {"limit": "-1"}, "Limit must be a value between 0 and 500."),
        ("7.3", {"offset": "-1"}, "Offset cannot be a negative value."),
        ("7.3", {"pageSize": "5"}, "PageToken is required when pageSize is specified."),
        ("7.3", {"pageSize": "5", "offset": "1"}, "Use limit instead of pageSize when using limit/offset paging."),
        (
            "7.3",
            {"pageToken": token_of(1, 9), "limit": "5"},
            "Use pageSize instead of limit when using cursor paging with pageToken.",
        ),
        ("7.3", {"pageToken": token_of(1, 9), "pageSize": "501"}, "PageSize must be a value between 0 and 500."),
        (
            "7.3",
            {"pageToken": token_of(1, 9), "offset": "5"},
            (
                "Both offset and pageToken parameters were provided, but they support alternative paging approaches "
                "and cannot be used together."
            ),
        ),
        ("7.3", {"pageToken": "?"}, "The page token provided was invalid."),
    ],
)
def test_says_what_is_wrong(version, query, text):
    with pytest.raises(Refusal) as caught:
        page(version, **query)
    assert caught.value.errors == [text]


@pytest.mark.parametrize(
    ("name", "member"), [("limit", "Limit"), ("offset", "Offset"), ("minChangeVersion", "MinChangeVersion")]
)
def test_a_text_is_no_number(name, member):
    with pytest.raises(Refusal) as caught:
        page("7.3", **{name: "abc"})
    assert caught.value.details == {member: [f"The value 'abc' is not valid for {member}."]}


def test_5_2_counts_a_negative_offset_as_none():
    assert page("5.2", offset="-5").offset == 0


def test_a_page_token_says_which_numbers_it_spans():
    assert token_of(-2147475584, -2147467521) == "LTIxNDc0NzU1ODQsLTIxNDc0Njc1MjE"
    assert range_of("LTIxNDc0NzU1ODQsLTIxNDc0Njc1MjE") == (-2147475584, -2147467521)


def test_a_page_token_without_an_end_spans_all_that_follow():
    assert range_of("NSw") == (5, 2**31 - 1)
