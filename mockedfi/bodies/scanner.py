"""Where a reader of JSON stands: the place in the text, the token, and the objects and arrays around it.

Source: JsonReader and JsonPosition of Newtonsoft.Json 13.
"""

import re
from enum import Enum, auto
from typing import Any

MAX_DEPTH = 32
"""That of ASP.NET Core (JsonSerializerSettingsProvider), less than Newtonsoft's own."""
END = "\0"
"""What stands after the text."""
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "/": "/", '"': '"', "'": "'"}
_SPECIAL = frozenset(".' /\"[]()\t\n\r\f\b\\\u0085\u2028\u2029")


class Token(Enum):
    """What a reader stands on. The names appear in texts."""

    NONE = "None"
    START_OBJECT = "StartObject"
    START_ARRAY = "StartArray"
    START_CONSTRUCTOR = "StartConstructor"
    PROPERTY = "PropertyName"
    COMMENT = "Comment"
    INTEGER = "Integer"
    FLOAT = "Float"
    STRING = "String"
    BOOLEAN = "Boolean"
    DATE = "Date"
    NULL = "Null"
    UNDEFINED = "Undefined"
    END_OBJECT = "EndObject"
    END_ARRAY = "EndArray"
    END_CONSTRUCTOR = "EndConstructor"


class State(Enum):
    """What is read next."""

    START = auto()
    PROPERTY = auto()
    OBJECT_START = auto()
    OBJECT = auto()
    ARRAY_START = auto()
    ARRAY = auto()
    CONSTRUCTOR_START = auto()
    CONSTRUCTOR = auto()
    AFTER_VALUE = auto()
    FINISHED = auto()


STARTS = {
    Token.START_OBJECT: State.OBJECT_START,
    Token.START_ARRAY: State.ARRAY_START,
    Token.START_CONSTRUCTOR: State.CONSTRUCTOR_START,
}
_CONTAINERS = {Token.START_OBJECT: "Object", Token.START_ARRAY: "Array", Token.START_CONSTRUCTOR: "Constructor"}
_ENDS = {Token.END_OBJECT: "Object", Token.END_ARRAY: "Array", Token.END_CONSTRUCTOR: "Constructor"}
_WITHIN = {"Object": State.OBJECT, "Array": State.ARRAY, "Constructor": State.CONSTRUCTOR}
IN_ARRAY = (State.ARRAY, State.ARRAY_START, State.AFTER_VALUE)


class JsonError(Exception):
    """The text, or a value in it, is not what it should be. The message ends with the place."""


class ContentError(JsonError):
    """A value is not what is to be made of it."""


class _Position:
    """Where in an object or array the reader is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = ""
        self.index = -1

    def written(self, before: str) -> str:
        if self.kind != "Object":
            return f"{before}[{self.index}]"
        if any(each in _SPECIAL for each in self.name):
            escaped = self.name.replace("\\", "\\\\").replace("'", "\\'")
            return f"{before}['{escaped}']"
        return f"{before}.{self.name}" if before else self.name


class Scanner:
    """Goes through a text. `token` and `value` are what it stands on."""

    def __init__(self, text: str) -> None:
        self._text = text + END * 5
        self._end = len(text)
        self._at = 0
        self._line = 1
        self._line_start = 0
        self._state = State.START
        self._positions: list[_Position] = []
        self._too_deep = False
        self.token = Token.NONE
        self.value: Any = None

    def is_at(self, token: Token) -> bool:
        """Whether it stands on such a token."""
        return self.token is token

    @property
    def depth(self) -> int:
        """How many objects and arrays the token is in."""
        return len(self._positions) - (self.token in STARTS)

    @property
    def path(self) -> str:
        """``a.b[0]``; empty for the root."""
        shown = self._positions[:-1] if self._state in STARTS.values() else self._positions
        path = ""
        for each in shown:
            path = each.written(path)
        return path

    def index_at(self, depth: int) -> int:
        """The index of the item that is read in the array so deep; 0 behind the end of the text's own array."""
        if not self._positions:
            return 0
        within = self._positions[depth] if depth < len(self._positions) else self._positions[-1]
        return within.index

    def wrong(self, text: str) -> ContentError:
        """An error in the content, at the place where the reader is."""
        return ContentError(str(self.error(text)))

    def error(self, text: str) -> JsonError:
        """An error in the text, at the place where the reader is (JsonPosition.FormatMessage)."""
        if not text.endswith("\n"):
            text = text.strip()
            text += " " if text.endswith(".") else ". "
        position = self._at - self._line_start
        line = 0 if self._state is State.START and position == 0 and self.token is not Token.COMMENT else self._line
        return JsonError(f"{text}Path '{self.path}', line {line}, position {position}.")

    def _set(self, token: Token, value: Any = None, *, counts: bool = True) -> None:
        """Stand on a token; `counts`: it is another item of an array."""
        self.token = token
        self.value = value
        if token in STARTS:
            self._state = STARTS[token]
            self._push(_CONTAINERS[token])
        elif token in _ENDS:
            self._pop(token)
        elif token is Token.PROPERTY:
            self._state = State.PROPERTY
            self._positions[-1].name = value
        elif token not in (Token.NONE, Token.COMMENT):
            self._after_value(counts=counts)

    def _after_value(self, *, counts: bool) -> None:
        self._state = State.AFTER_VALUE if self._positions else State.FINISHED
        if counts:
            self._count()

    def _count(self) -> None:
        if self._positions and self._positions[-1].kind != "Object":
            self._positions[-1].index += 1

    def _push(self, kind: str) -> None:
        self._count()
        self._positions.append(_Position(kind))
        if len(self._positions) > MAX_DEPTH and not self._too_deep:
            self._too_deep = True
            raise self.error(f"The reader's MaxDepth of {MAX_DEPTH} has been exceeded.")

    def _pop(self, token: Token) -> None:
        kind = self._positions.pop().kind if self._positions else "None"
        if self.depth <= MAX_DEPTH:
            self._too_deep = False
        if _ENDS[token] != kind:
            raise self.error(f"JsonToken {token.value} is not valid for closing JsonType {kind}.")
        self._state = State.AFTER_VALUE if self._positions else State.FINISHED

    def _back_in_container(self) -> None:
        self._state = _WITHIN[self._positions[-1].kind] if self._positions else State.FINISHED

    @property
    def _char(self) -> str:
        return self._text[self._at]

    def _quoted(self, quote: str) -> str:
        """The text up to its quote; the reader stands behind that."""
        start = self._at
        parts: list[str] = []
        while True:
            char = self._text[self._at]
            if char == quote:
                parts.append(self._text[start : self._at])
                self._at += 1
                return _whole_characters("".join(parts))
            if char == "\\":
                parts.append(self._text[start : self._at])
                self._at += 1
                parts.append(self._escaped(quote))
                start = self._at
            elif char in "\r\n":
                self._take_line_end(char)
            elif self._at >= self._end:
                raise self.error(f"Unterminated string. Expected delimiter: {quote}.")
            else:
                self._at += 1

    def _escaped(self, quote: str) -> str:
        if self._at >= self._end:
            raise self.error(f"Unterminated string. Expected delimiter: {quote}.")
        char = self._char
        self._at += 1
        if char == "u":
            if self._at + 4 >= self._end:
                raise self.error("Unexpected end while parsing Unicode escape sequence.")
            digits = self._text[self._at : self._at + 4]
            if not re.fullmatch("[0-9a-fA-F]{4}", digits):
                raise self.error(f"Invalid Unicode escape sequence: \\u{digits}.")
            self._at += 4
            return chr(int(digits, 16))
        if char not in _ESCAPES:
            raise self.error(f"Bad JSON escape sequence: \\{char}.")
        return _ESCAPES[char]

    def _matches(self, word: str) -> bool:
        """Go past a word that something must separate from what follows, or as far as it goes."""
        if self._at + len(word) > self._end:
            self._at = self._end
            raise self.error("Unexpected end when reading JSON.")
        for each in word:
            if self._char != each:
                return False
            self._at += 1
        char = self._char
        if char == "/":
            return self._text[self._at + 1] in "*/"
        return char in "}]," or is_space(char) or char == END

    def _skip_space(self) -> None:
        while self._at < self._end and self._took_space():
            pass

    def _took_space(self) -> bool:
        """Take one character that says nothing; a zero within the text is one."""
        char = self._char
        if char in "\r\n":
            self._take_line_end(char)
        elif is_space(char) or char == END:
            self._at += 1
        else:
            return False
        return True

    def _take_line_end(self, char: str) -> None:
        self._at += 1
        if char == "\r" and self._at + 1 < self._end and self._char == "\n":
            self._at += 1
        self._line += 1
        self._line_start = self._at


def is_space(char: str) -> bool:
    """Whether .NET takes a character for white space."""
    return char.isspace() and not "\x1c" <= char <= "\x1f"


def _whole_characters(text: str) -> str:
    """The text with both halves of a character put together, where each was an escape; a half alone is replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
