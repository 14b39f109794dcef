"""Bodies that a strict parser refuses are read as the reference reads them, or refused with its words."""

import pytest

from mockedfi.bodies.reader import JsonError, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1,}', {"a": 1}),
        ("[1, 2,]", [1, 2]),
        ("{'a': 'b'}", {"a": "b"}),
        ("{a: 1}", {"a": 1}),
        ('{"a": 1 /* why */} // end', {"a": 1}),
        ('{"a": "\\u0041\\n"}', {"a": "A\n"}),
        ('{"a": -1.5e3, "b": 0x10, "c": null}', {"a": -1500.0, "b": 16, "c": None}),
    ],
)
def test_is_as_tolerant_as_the_reference(text, value):
    assert read(text)[0] == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "A non-empty request body is required."),
        ("x", "Unexpected character encountered while parsing value: x. Path '', line 0, position 0."),
        (
            '{"a": {"b": ,}}',
            "Unexpected character encountered while parsing value: ,. Path 'a.b', line 1, position 12.",
        ),
        ('{"a": {\n"b": 1', "Unexpected end when deserializing object. Path 'a.b', line 2, position 6."),
        ('{"a": [1', "Unexpected end when deserializing array. Path 'a[0]', line 1, position 8."),
        (
            '{"a": 1} 2',
            "Additional text encountered after finished reading JSON content: 2. Path '', line 1, position 9.",
        ),
        (
            '{"a" 1}',
            "Invalid character after parsing property name. Expected ':' but got: 1. Path 'a', line 1, position 5.",
        ),
        ("{,}", "Invalid property identifier character: ,. Path '', line 1, position 1."),
        (
            '{"a": 1 "b": 2}',
            "After parsing a value an unexpected character was encountered: \". Path 'a', line 1, position 8.",
        ),
        ('{"a": "b', "Unterminated string. Expected delimiter: \". Path 'a', line 1, position 8."),
        ('{"a": "\\q"}', "Bad JSON escape sequence: \\q. Path 'a', line 1, position 9."),
        ('{"a": 1.2.3}', "Input string '1.2.3' is not a valid number. Path 'a', line 1, position 11."),
    ],
)
def test_says_what_is_wrong_and_where(text, message):
    with pytest.raises(JsonError) as caught:
        read(text)
    assert str(caught.value) == message


def test_refuses_what_is_nested_too_deeply():
    with pytest.raises(JsonError, match="The reader's MaxDepth of 32 has been exceeded"):
        read("[" * 33 + "]" * 33)


def test_knows_where_each_value_ends():
    _, positions = read('{"a": 1,\n "b": ["xy"]}')
    assert positions["a"] == (1, 7)
    assert positions["b[0]"] == (2, 11)
