"""What each type takes from JSON, and what it says to the rest: quickly or thoroughly, the same comes out."""

from typing import Any

import orjson
import pytest

from mockedfi.bodies.deserializer import Class, Deserializer
from mockedfi.bodies.tokens import TokenReader
from mockedfi.dialect import Dialect
from mockedfi.model.facts import Property
from mockedfi.resources.convert import Mismatch, contract, quick
from mockedfi.resources.decimals import shown

INVALID = "The supplied value is invalid."
FAULT = "a fault of the reference's own"


def of(type_: str, **more: Any) -> Property:
    return Property(name="x", member="X", column="X", type=type_, **more)


def read(json: str, member: Property, version: str = "7.3", *, moment: bool = False) -> Any:
    """The value of a member that is written so, or the texts that refuse it, without their place."""
    rules = Dialect.at(version).rules
    known = Class("Any", {"x": ("x", contract(member, rules, moment=moment))}, dict)
    deserializer = Deserializer(TokenReader(f'{{"x":{json}}}'), member_ends_path=False)
    found = deserializer.root(known)
    if deserializer.broken:
        return [FAULT]
    texts = [text.partition(" Path ")[0] for texts in deserializer.errors.values() for text in texts]
    return texts or (found or {}).get("x")


@pytest.mark.parametrize(
    ("type_", "json", "typed"),
    [
        ("string", '"a"', "a"),
        ("string", "7", "7"),
        ("string", "true", "true"),
        ("boolean", "true", True),
        ("boolean", '"True "', True),
        ("boolean", "0", False),
        ("boolean", "-0.5", True),
        ("int32", "7", 7),
        ("int32", '" +7 "', 7),
        ("int32", '""', None),
        ("int32", "null", None),
        ("int32", "0x10", 16),
        ("int64", '"255901001"', 255901001),
        ("int16", '"2022"', 2022),
        ("decimal", "1.5", 1.5),
        ("decimal", '"1.50"', 1.5),
        ("decimal", '"1,000.5-"', -1000.5),
        ("decimal", "2", 2.0),
        ("decimal", "1e2", 100.0),
        ("date", '"2021-08-23"', "2021-08-23"),
        ("date", '"8/23/2021"', "2021-08-23"),
        ("date", '"23 Aug 2021"', "2021-08-23"),
        ("date", '"Monday, August 23, 2021"', "2021-08-23"),
        ("date", '""', None),
        ("datetime", '"2021-08-23T08:00:00-05:00"', "2021-08-23T13:00:00Z"),
        ("datetime", '"0753-03-07T02:21:30.600Z"', "0753-03-07T02:21:30.6Z"),
        ("datetime", '"8/23/2021 5:00 PM"', "2021-08-23T17:00:00Z"),
        ("datetime", '"2021-08-23"', "2021-08-23T00:00:00Z"),
        ("time", '"08:15"', "08:15:00"),
        ("time", '"08:15:30Z"', "08:15:30"),
        ("time", '"23:00:00-05:00"', "04:00:00"),
        ("time", '"01:00:00+02:00"', "23:00:00"),
    ],
)
def test_takes(type_: str, json: str, typed: Any) -> None:
    assert read(json, of(type_)) == typed


@pytest.mark.parametrize(
    ("json", "typed"),
    [("255901001.0", 255901001), ('" -7 "', -7), ('"0x1F"', 31), ('"017"', 15), ('"0"', 0), ("{}", 0)],
)
def test_a_required_number_of_64_bits_is_read_by_its_text(json: str, typed: int) -> None:
    """Source: EdFi.Ods.Common/Serialization/Int64Converter.cs."""
    assert read(json, of("int64", required=True)) == typed


@pytest.mark.parametrize(
    ("type_", "json", "texts"),
    [
        ("string", "{}", [f"Unexpected character encountered while parsing value: {char}." for char in "{}"]),
        ("boolean", '"maybe"', ["Could not convert string to boolean: maybe."]),
        ("int32", '"abc"', ["Could not convert string to integer: abc."]),
        ("int32", "1.5", ["Input string '1.5' is not a valid integer."]),
        ("int32", "2147483648", ["JSON integer 2147483648 is too large or small for an Int32."]),
        ("int32", '"³"', ["Could not convert string to integer: ³."]),
        ("int64", '"abc"', ["Error converting value \"abc\" to type 'System.Nullable`1[System.Int64]'."]),
        ("int16", "70000", ["Error converting value 70000 to type 'System.Nullable`1[System.Int16]'."]),
        ("decimal", '"abc"', ["Could not convert string to decimal: abc."]),
        ("date", "20210823", ["Unexpected token parsing date. Expected String, got Integer."]),
        ("date", '"2021-08-23T00:00:00Z"', [INVALID]),
        ("date", '"20210823"', [INVALID]),
        ("date", '"2021-02-30"', [INVALID]),
        ("date", '"2021-W34-1"', [INVALID]),
        ("date", "{}", [FAULT]),
        ("datetime", '"once"', ["Could not convert string to DateTime: once."]),
        ("time", '"25:00"', [INVALID]),
        ("time", '"08:15+20:00"', [INVALID]),
    ],
)
def test_refuses(type_: str, json: str, texts: list[str]) -> None:
    assert read(json, of(type_)) == texts


@pytest.mark.parametrize(
    ("json", "text"),
    [
        ('"abc"', "Input string 'abc' is not a valid System.Int64."),
        ('"0255901001"', "Input string '0255901001' is not a valid System.Int64."),
        ("1.5", "Input string '1.5' is not a valid System.Int64."),
        ("9223372036854775808", "Input string '9223372036854775808' is not a valid System.Int64."),
        ("true", "Input string 'True' is not a valid System.Int64."),
    ],
)
def test_what_is_said_of_a_required_number_of_64_bits(json: str, text: str) -> None:
    assert read(json, of("int64", required=True)) == [text]


@pytest.mark.parametrize(("json", "old"), [('"25:00"', "01:00:00"), ('"08:75"', "09:15:00"), ('"late"', [FAULT])])
def test_a_time_of_no_day_before_7_0(json: str, old: Any) -> None:
    """Source: EdFi.Ods.Common/UtcTimeConverter.cs of each tag."""
    assert read(json, of("time"), "6.2") == old
    assert read(json, of("time"), "7.1") == [INVALID]


def test_an_empty_text_is_no_date_where_one_is_required() -> None:
    assert read('""', of("date", required=True)) == [INVALID]


@pytest.mark.parametrize(
    ("precision", "scale", "number", "old", "new"),
    [(5, 2, 1.005, 1.01, 1.005), (5, 2, -1.005, -1.01, -1.005), (19, 4, 12.345, 12.35, 12.345), (9, 3, 10, 10, 10)],
)
def test_a_decimal_is_rounded_as_the_database_does(
    precision: int, scale: int, number: float, old: float, new: float
) -> None:
    """Source: 0020-Tables.sql, where currency is `money`, which has cents; from 7.3 on AggregateData, which has all."""
    member = of("decimal", precision=precision, scale=scale)
    for version, kept in (("5.2", old), ("7.1", old), ("7.3", new)):
        assert quick(member, Dialect.at(version).rules)(number) == kept
        assert read(f'"{number}"', member, version) == kept


def test_a_decimal_of_more_digits_than_can_be_rounded_stays_for_the_range_to_refuse() -> None:
    assert quick(of("decimal", precision=18, scale=4), Dialect.at("5.2").rules)(1e25) == 10**25


@pytest.mark.parametrize(
    ("scale", "number", "old", "new"),
    [
        (3, 10, b"10.000", b"10.0"),
        (3, 1.5, b"1.500", b"1.5"),
        (3, -0.25, b"-0.250", b"-0.25"),
        (2, 1e-9, b"0.00", b"0.000000001"),
        (4, 99999999999.9999, b"99999999999.9999", b"99999999999.9999"),
        (None, 7, b"7.0", b"7.0"),
    ],
)
def test_a_decimal_always_shows_its_point(scale: int | None, number: float, old: bytes, new: bytes) -> None:
    """Source: JsonConvert.EnsureDecimalPlace of Newtonsoft.Json."""
    member = of("decimal", precision=15, scale=scale)
    assert orjson.dumps(shown(member)(number)) == old
    assert orjson.dumps(shown(member, as_given=True)(number)) == new


def test_a_time_is_cut_off_a_date_where_the_version_takes_one() -> None:
    assert quick(of("date"), Dialect.at("5.2").rules, moment=True)("2010-08-23T00:00:00Z") == "2010-08-23"
    assert read('"8/23/2010 5:00 PM"', of("date"), moment=True) == "2010-08-23"


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("string", 7),
        ("boolean", 0),
        ("int32", True),
        ("int32", "7"),
        ("decimal", "1"),
        ("date", "1/2/2021"),
        ("time", 1),
    ],
)
def test_what_is_not_plain_is_read_thoroughly(type_: str, value: Any) -> None:
    with pytest.raises(Mismatch):
        quick(of(type_), Dialect.at("7.3").rules)(value)
