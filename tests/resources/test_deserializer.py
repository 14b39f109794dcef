"""Bodies that are no plain JSON, read as the reference reads them, or refused with its words.

What is expected here was taken down from Newtonsoft.Json behind ASP.NET Core, with a class like the one below.
"""

from typing import Any

import pytest

from mockedfi.bodies.deserializer import Class, Deserializer, Many, Value
from mockedfi.bodies.tokens import TokenReader
from mockedfi.bodies.values import As

TEXT, WHOLE = Value(As.TEXT, "System.String", str), Value(As.INT32, "System.Int32", int, nullable=False)
INNER = Class("Inner", {"d": ("d", TEXT), "n": ("n", WHOLE)}, dict)
OUTER = Class(
    "Outer", {"a": ("a", TEXT), "n": ("n", WHOLE), "b": ("b", INNER), "list": ("list", Many(INNER, list))}, dict
)
UNEXPECTED = "Unexpected character encountered while parsing value: {}."
END = "Unexpected end when deserializing {}."


def read(text: str, *, member_ends_path: bool = False) -> Any:
    """The object, else what is wrong by path."""
    deserializer = Deserializer(TokenReader(text), member_ends_path)
    found = deserializer.root(OUTER)
    return deserializer.errors or found


def placed(texts: dict[str, list[tuple[str, str, int, int]]]) -> dict[str, list[str]]:
    return {
        key: [f"{text} Path '{path}', line {line}, position {at}." for text, path, line, at in each]
        for key, each in texts.items()
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "1",}', {"a": "1"}),
        ("{'a': 'b'}", {"a": "b"}),
        ("{a: 1}", {"a": "1"}),
        ('{"a": 1 /* why */} // end', {"a": "1"}),
        ('// first\n{"a": /*x*/ "b"}', {"a": "b"}),
        ('{"a": "\\u0041\\n"}', {"a": "A\n"}),
        ('{"a": -1.5e3, "n": 0x10}', {"a": "-1.5e3", "n": 16}),
        ('{"A": "x", "other": {"a": [1]}}', {"a": "x"}),
        ('{"a": "x"} y', {"a": "x"}),
        ('{"a": "x"}}', {"a": "x"}),
        ('{"a": "x", "a": "y"}', {"a": "y"}),
        ('{"b": {"d": "x"}, "b": {"n": 1}}', {"b": {"d": "x", "n": 1}}),
        ('{"list": [{"n": 1}], "list": [{"n": 2},]}', {"list": [{"n": 1}, {"n": 2}]}),
        ('{"b": "", "list": ""}', {}),
        ("null", None),
        ("", None),
    ],
)
def test_is_as_tolerant_as_the_reference(text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("x", {"": [(UNEXPECTED.format("x"), "", 0, 0)]}),
        ("{", {"": [("Unexpected end when reading JSON.", "", 1, 1)]}),
        ("{,}", {"": [("Invalid property identifier character: ,.", "", 1, 1)]}),
        ("\ufeff{}", {"": [(UNEXPECTED.format("\ufeff"), "", 0, 0)]}),
        ('{"a" 1}', {"": [("Invalid character after parsing property name. Expected ':' but got: 1.", "", 1, 5)]}),
        ('{"a":x}', {"a": [(UNEXPECTED.format("x"), "a", 1, 6), (UNEXPECTED.format("}"), "a", 1, 6)]}),
        ('{"n":tru}', {"n": [(UNEXPECTED.format("t"), "n", 1, 6), (UNEXPECTED.format("r"), "n", 1, 6)]}),
        (
            '{"b": {\n"d": "1"',
            {"b.d": [(END.format("object"), "b.d", 2, 8), (END.format("object"), "b.d", 2, 8)]},
        ),
        (
            '{"a": "b',
            {"a": [('Unterminated string. Expected delimiter: ".', "a", 1, 8), (END.format("object"), "a", 1, 8)]},
        ),
        ('{"a": 1 "b": 2}', {"a": [('After parsing a value an unexpected character was encountered: ".', "a", 1, 8)]}),
        ('{"a":"x"]', {"": [("JsonToken EndArray is not valid for closing JsonType Object.", "", 1, 9)]}),
        ('{"a":{}}', {"a": [(UNEXPECTED.format("{"), "a", 1, 6), (UNEXPECTED.format("}"), "a", 1, 6)]}),
        ('{"n":"x","a":"fine"}', {"n": [("Could not convert string to integer: x.", "n", 1, 8)]}),
        ('{"b":5}', {"b": [("Error converting value 5 to type 'Inner'.", "b", 1, 6)]}),
        (
            '{"list":[{"n":"x"},7]}',
            {
                "list[0].n": [("Could not convert string to integer: x.", "list[0].n", 1, 17)],
                "list[1]": [("Error converting value 7 to type 'Inner'.", "list[1]", 1, 20)],
            },
        ),
        (
            '{"list":"x"}',
            {
                "list": [
                    (
                        "Error converting value \"x\" to type 'System.Collections.Generic.ICollection`1[Inner]'.",
                        "list",
                        1,
                        11,
                    )
                ]
            },
        ),
    ],
)
def test_says_what_is_wrong_and_where(text: str, errors: dict[str, list[tuple[str, str, int, int]]]) -> None:
    assert read(text) == placed(errors)


def test_an_object_where_there_must_be_a_list() -> None:
    (text,) = read('{"list":{"n":1}}')["list.n.list"]
    assert text.startswith('Cannot deserialize the current JSON object (e.g. {"name":"value"}) into type \'System.Coll')
    assert text.endswith("to deserialize from a JSON object.\nPath 'list.n', line 1, position 13.")


def test_a_list_where_there_must_be_an_object() -> None:
    (text,) = read("[]")[""]
    assert text.startswith("Cannot deserialize the current JSON array (e.g. [1,2,3]) into type 'Outer' because")
    assert text.endswith("to deserialize from a JSON array.\nPath '', line 1, position 1.")


def test_the_path_of_an_error_at_each_level() -> None:
    """Source: NewtonsoftJsonInputFormatter of ASP.NET Core, before .NET 6 and since."""
    text = '{"b":{"d":}}'
    (told,) = placed({"": [(UNEXPECTED.format("}"), "b.d", 1, 11)]})[""]
    assert read(text) == {"b.d": [told, told, told]}
    assert read(text, member_ends_path=True) == {"b.d": [told, told], "b.d.b": [told]}


def test_refuses_what_is_nested_too_deeply() -> None:
    deep = '{"x":' * 32
    text = next(iter(read(f"{deep}{{")[".".join("x" * 32)]))
    assert text.startswith("The reader's MaxDepth of 32 has been exceeded. Path 'x.x.")
    assert read(f"{deep}1{'}' * 32}") == {}
