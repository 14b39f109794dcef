"""A reader of JSON as tolerant as the reference's, with its error texts and positions.

The reference reads with Newtonsoft's JsonTextReader: trailing commas, comments, single quotes and bare member names
pass; an error names the path, the line and the position in it. Only bodies that a strict parser refuses, or that hold
a value of the wrong type, are read here.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from mockedfi.bodies.numbers import written_float, written_int

_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "/": "/", '"': '"', "'": "'"}
_LITERALS: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": None,
    "NaN": written_float("NaN"),
    "Infinity": written_float("Infinity"),
    "-Infinity": written_float("-Infinity"),
}
_LONGEST_HEXADECIMAL = 18
"""Characters of one that has 64 bits."""
_NUMBERS_BEGIN = frozenset("-.0123456789")
MAX_DEPTH = 32
"""That of ASP.NET Core (JsonSerializerSettingsProvider), less than Newtonsoft's own."""


class JsonError(Exception):
    """The text is no JSON. `path` is the member being read, empty for the root."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text)
        self.path = path


def read(text: str) -> tuple[Any, dict[str, tuple[int, int]]]:
    """The value, and by path (``a.b[0]``) the line and position at which each scalar ends, of the rest after it opens.

    Raises:
        JsonError: with the reference's text.
    """
    reader = _Reader(text)
    value = reader.document()
    return value, reader.positions


def place(path: str, at: tuple[int, int]) -> str:
    """The end of every error text."""
    return f"Path '{path}', line {at[0]}, position {at[1]}."


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._line_ends = [index for index, char in enumerate(text) if char == "\n"]
        self._at = 0
        self._depth = 0
        self.positions: dict[str, tuple[int, int]] = {}

    def document(self) -> Any:
        self._skip()
        if self._at == len(self._text):
            raise JsonError("A non-empty request body is required.", "")
        value = self._value("")
        self._skip()
        if self._at < len(self._text):
            raise self._error(f"Additional text encountered after finished reading JSON content: {self._next()}.", "")
        return value

    def _value(self, path: str) -> Any:
        kinds: dict[str, Callable[[str], Any]] = {
            "{": self._object,
            "[": self._array,
            '"': self._string,
            "'": self._string,
        }
        char = self._next()
        if char in "{[":
            self.positions[path] = self._position(1)
            return kinds[char](path)
        if char in kinds:
            value = kinds[char](path)
        elif char in _NUMBERS_BEGIN:
            value = self._number(path)
        else:
            value = self._literal(path)
        self.positions[path] = self._position()
        return value

    def _object(self, path: str) -> dict[str, Any]:
        self._enter(path)
        found: dict[str, Any] = {}
        last = path
        while True:
            self._skip()
            char = self._peek("object", path, last)
            if char == "}":
                break
            name = self._name(last)
            last = f"{path}.{name}" if path else name
            self._skip()
            if (after := self._peek("object", path, last)) != ":":
                raise self._error(
                    f"Invalid character after parsing property name. Expected ':' but got: {after}.", last
                )
            self._at += 1
            self._skip()
            self._peek("object", path, last)
            found[name] = self._value(last)
            if not self._comma("object", "}", path, last):
                break
        self._leave()
        return found

    def _array(self, path: str) -> list[Any]:
        self._enter(path)
        found: list[Any] = []
        while True:
            self._skip()
            inner = f"{path}[{len(found)}]"
            if self._peek("array", path, inner) == "]":
                break
            found.append(self._value(inner))
            if not self._comma("array", "]", path, inner):
                break
        self._leave()
        return found

    def _comma(self, kind: str, closing: str, path: str, last: str) -> bool:
        """Whether another member follows; a comma before the closing is tolerated."""
        self._skip()
        char = self._peek(kind, path, last)
        if char == ",":
            self._at += 1
            return True
        if char == closing:
            return False
        raise self._error(f"After parsing a value an unexpected character was encountered: {char}.", last)

    def _name(self, path: str) -> str:
        char = self._next()
        if char in "\"'":
            return self._string(path)
        start = self._at
        while self._at < len(self._text) and (self._text[self._at].isalnum() or self._text[self._at] in "_$"):
            self._at += 1
        if start == self._at:
            raise self._error(f"Invalid property identifier character: {char}.", path)
        return self._text[start : self._at]

    def _string(self, path: str) -> str:
        quote = self._next()
        self._at += 1
        parts: list[str] = []
        while self._at < len(self._text):
            char = self._next()
            self._at += 1
            if char == quote:
                return _whole_characters("".join(parts))
            parts.append(self._escape(path) if char == "\\" else char)
        raise self._error(f"Unterminated string. Expected delimiter: {quote}.", path)

    def _escape(self, path: str) -> str:
        if self._at == len(self._text):
            raise self._error('Unterminated string. Expected delimiter: ".', path)
        char = self._next()
        self._at += 1
        if char == "u":
            digits = self._text[self._at : self._at + 4]
            try:
                code = int(digits, 16)
            except ValueError:
                raise self._error(f"Invalid Unicode escape sequence: \\u{digits}.", path) from None
            self._at += 4
            return chr(code)
        if char not in _ESCAPES:
            raise self._error(f"Bad JSON escape sequence: \\{char}.", path)
        return _ESCAPES[char]

    def _number(self, path: str) -> Any:
        start = self._at
        while self._at < len(self._text) and (self._text[self._at].isalnum() or self._text[self._at] in "+-."):
            self._at += 1
        token = self._text[start : self._at]
        if token in _LITERALS:
            return _LITERALS[token]
        hexadecimal = token[:2].lower() == "0x" and len(token) <= _LONGEST_HEXADECIMAL
        try:
            if token.isdigit() and token[0] == "0" and len(token) > 1:
                return written_int(token, 8)
            if hexadecimal:
                return written_int(token, 16)
            return int(token) if token.lstrip("-").isdigit() else written_float(token)
        except ValueError:
            raise self._error(f"Input string '{token}' is not a valid number.", path) from None

    def _literal(self, path: str) -> Any:
        for word, value in _LITERALS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return value
        raise self._error(f"Unexpected character encountered while parsing value: {self._next()}.", path)

    def _skip(self) -> None:
        """Past white space and comments."""
        while self._at < len(self._text):
            if self._next().isspace() or self._next() == "\ufeff":
                self._at += 1
            elif self._text.startswith("/*", self._at):
                end = self._text.find("*/", self._at)
                self._at = len(self._text) if end < 0 else end + 2
            elif self._text.startswith("//", self._at):
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            else:
                return

    def _enter(self, path: str) -> None:
        self._at += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"The reader's MaxDepth of {MAX_DEPTH} has been exceeded.", path)

    def _leave(self) -> None:
        self._at += 1
        self._depth -= 1

    def _next(self) -> str:
        return self._text[self._at]

    def _peek(self, kind: str, path: str, last: str) -> str:
        if self._at == len(self._text):
            raise self._error(f"Unexpected end when deserializing {kind}.", last or path)
        return self._next()

    def _position(self, ahead: int = 0) -> tuple[int, int]:
        """Line and position of what has been read, and of `ahead` characters more."""
        at = self._at + ahead
        if at == 0:
            return 0, 0
        line = bisect_left(self._line_ends, at)
        return line + 1, at - (self._line_ends[line - 1] + 1 if line else 0)

    def _error(self, text: str, path: str) -> JsonError:
        return JsonError(f"{text} {place(path, self._position())}", path)


def _whole_characters(text: str) -> str:
    """The text with both halves of a character put together, where each was an escape; a half alone is replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
