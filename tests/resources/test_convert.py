"""What each type takes from JSON, and what it says to the rest."""

import pytest

from mockedfi.model.facts import Property
from mockedfi.resources.convert import ABSENT, Mismatch, converter


def of(type_, **more):
    return converter(Property(name="x", member="X", column="X", type=type_, **more))


@pytest.mark.parametrize(
    ("type_", "given", "typed"),
    [
        ("string", "a", "a"),
        ("string", 7, "7"),
        ("string", True, "true"),
        ("boolean", True, True),
        ("boolean", "True", True),
        ("boolean", 0, False),
        ("int32", 7, 7),
        ("int32", "7", 7),
        ("int32", "", ABSENT),
        ("int64", "255901001", 255901001),
        ("int64", 255901001.0, 255901001),
        ("int64", " -7 ", -7),
        ("int64", "0x1F", 31),
        ("int64", "017", 15),
        ("int64", "0", 0),
        ("int16", "2022", 2022),
        ("decimal", 1.5, 1.5),
        ("decimal", "1.50", 1.5),
        ("decimal", 2, 2.0),
        ("date", "2021-08-23", "2021-08-23"),
        ("date", "8/23/2021", "2021-08-23"),
        ("date", "", ABSENT),
        ("datetime", "2021-08-23T08:00:00-05:00", "2021-08-23T13:00:00Z"),
        ("datetime", "0753-03-07T02:21:30.600Z", "0753-03-07T02:21:30.6Z"),
        ("time", "08:15", "08:15:00"),
        ("time", "08:15:30Z", "08:15:30"),
        ("time", "23:00:00-05:00", "04:00:00"),
        ("time", "01:00:00+02:00", "23:00:00"),
    ],
)
def test_takes(type_, given, typed):
    assert of(type_)(given) == typed or typed is ABSENT


@pytest.mark.parametrize(
    ("type_", "given", "text"),
    [
        ("string", {}, "Unexpected character encountered while parsing value: {."),
        ("boolean", "maybe", "Could not convert string to boolean: maybe."),
        ("int32", "abc", "Could not convert string to integer: abc."),
        ("int32", 1.5, "Input string '1.5' is not a valid integer."),
        ("int32", 2**31, "JSON integer 2147483648 is too large or small for an Int32."),
        ("int32", True, "Unexpected character encountered while parsing value: t."),
        ("int32", "³", "Could not convert string to integer: ³."),
        ("int32", "+-7", "Could not convert string to integer: +-7."),
        ("int64", "abc", "Input string 'abc' is not a valid System.Int64."),
        ("int64", "0255901001", "Input string '0255901001' is not a valid System.Int64."),
        ("int64", 1.5, "Input string '1.5' is not a valid System.Int64."),
        ("int64", 2**63, "Input string '9223372036854775808' is not a valid System.Int64."),
        ("int64", True, "Input string 'True' is not a valid System.Int64."),
        ("int16", 70000, "Error converting value 70000 to type 'System.Int16'."),
        ("decimal", "abc", "Could not convert string to decimal: abc."),
        ("decimal", [], "Unexpected character encountered while parsing value: [."),
        ("date", 20210823, "Unexpected token parsing date. Expected String, got Integer."),
        ("date", "2021-08-23T00:00:00Z", "The supplied value is invalid."),
        ("date", "2021-02-30", "The supplied value is invalid."),
        ("datetime", "0001-01-01T00:00:00+05:00", "Could not convert string to DateTime: 0001-01-01T00:00:00+05:00."),
        ("time", "25:00", "The supplied value is invalid."),
        ("time", "08:15+20:00", "The supplied value is invalid."),
    ],
)
def test_refuses(type_, given, text):
    with pytest.raises(Mismatch) as caught:
        of(type_)(given)
    assert str(caught.value) == text


def test_an_empty_text_is_no_date_where_one_is_required():
    with pytest.raises(Mismatch):
        of("date", required=True)("")


def test_a_decimal_is_rounded_to_its_scale_as_the_database_does():
    assert of("decimal", precision=5, scale=2)(1.005) == 1.01
    assert of("decimal", precision=5, scale=2)(-1.005) == -1.01


@pytest.mark.parametrize("given", [100, 100.0, "100", "1e2", 99.9999])
def test_a_whole_decimal_is_written_with_a_point(given):
    assert repr(of("decimal", precision=9, scale=2)(given)) == "100.0"


def test_a_decimal_of_more_digits_than_can_be_rounded_stays_for_the_range_to_refuse():
    assert of("decimal", precision=18, scale=4)(1e25) == 10**25


def test_a_time_is_cut_off_a_date_where_the_version_takes_one():
    lenient = converter(Property(name="x", member="X", column="X", type="date"), time_in_dates=True)
    assert lenient("2010-08-23T00:00:00Z") == "2010-08-23"
