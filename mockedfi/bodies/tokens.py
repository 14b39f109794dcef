"""The tokens of a JSON text, one by one, as Newtonsoft.Json's JsonTextReader takes them, its tolerances and texts too.

After an error the reader stands where it met it and can be asked for more: what is then told of the rest follows from
that. Source: JsonTextReader of Newtonsoft.Json 13.
"""

from datetime import datetime
from typing import Any, NoReturn

from mockedfi.bodies import values
from mockedfi.bodies.scanner import END, IN_ARRAY, STARTS, JsonError, Scanner, State, Token, is_space
from mockedfi.bodies.values import As

_NUMBERS = frozenset("-.0123456789")
_NUMERIC = frozenset("-+.0123456789abcdefABCDEFxX")
_AFTER_NUMBER = frozenset(",}])/")
_NO_NUMBERS = {"N": "NaN", "I": "Infinity", "-": "-Infinity"}


class TokenReader(Scanner):
    """Reads a text. `token` and `value` are what it stands on."""

    def read(self) -> bool:
        """Go to the next token, comments too; False at the end. Raises `JsonError`."""
        while True:
            if self._state in (State.OBJECT, State.OBJECT_START):
                return self._read_member()
            if self._state is State.FINISHED:
                return self._read_nothing()
            if self._state is not State.AFTER_VALUE:
                return self._read_value()
            if self._read_separator(comments=True):
                return True

    def read_content(self) -> bool:
        """Go to the next token that is no comment. Raises `JsonError`."""
        while self.read():
            if self.token not in (Token.NONE, Token.COMMENT):
                return True
        return False

    def read_as(self, kind: As) -> bool:
        """Go to the next token, a value of this kind. Raises `JsonError`."""
        if kind in (As.ANY, As.INT64):
            return self.read_content()
        if self._state is State.FINISHED:
            self._read_nothing()
        elif self._state is not State.AFTER_VALUE or not self._read_separator(comments=False):
            while not self._took_value(kind):
                pass
        return self.token is not Token.NONE

    def skip(self) -> None:
        """Go past what the token begins. Raises `JsonError`."""
        if self.token is Token.PROPERTY:
            self.read()
        if self.token in STARTS:
            depth = self.depth
            while self.read() and depth < self.depth:
                pass

    def _read_nothing(self) -> bool:
        """There should be nothing more."""
        self._skip_space()
        if self._at >= self._end:
            self._set(Token.NONE)
            return False
        if self._char == "/":
            self._read_comment(shown=True)
            return True
        raise self.error(f"Additional text encountered after finished reading JSON content: {self._char}.")

    def _read_separator(self, *, comments: bool) -> bool:
        """Go past what follows a value; True if that is a token."""
        while True:
            char = self._char
            if char in "}])":
                self._at += 1
                self._set(_BRACKETS[char])
                return True
            if char == "/":
                self._read_comment(shown=comments)
                if comments:
                    return True
            elif char == ",":
                self._at += 1
                self._back_in_container()
                return False
            elif self._at >= self._end:
                self._state = State.FINISHED
                return False
            elif not self._took_space():
                raise self.error(f"After parsing a value an unexpected character was encountered: {char}.")

    def _read_member(self) -> bool:
        self._skip_space()
        if self._at >= self._end:
            return False
        if self._char == "}":
            self._set(Token.END_OBJECT)
            self._at += 1
        elif self._char == "/":
            self._read_comment(shown=True)
        else:
            self._read_name()
        return True

    def _read_name(self) -> None:
        first = self._char
        if first in "\"'":
            self._at += 1
            name = self._quoted(first)
        elif first.isalnum() or first in "_$":
            name = self._bare_name()
        else:
            raise self.error(f"Invalid property identifier character: {first}.")
        self._skip_space()
        if self._char != ":":
            raise self.error(f"Invalid character after parsing property name. Expected ':' but got: {self._char}.")
        self._at += 1
        self._set(Token.PROPERTY, name)

    def _bare_name(self) -> str:
        start = self._at
        while self._char.isalnum() or self._char in "_$":
            self._at += 1
        if self._at >= self._end:
            raise self.error("Unexpected end while parsing unquoted property name.")
        if not (is_space(self._char) or self._char in (":", END)):
            raise self.error(f"Invalid JavaScript property identifier character: {self._char}.")
        return self._text[start : self._at]

    def _read_value(self) -> bool:
        """Go to whatever value follows."""
        self._skip_space()
        char = self._char
        if self._at >= self._end:
            return False
        if char in "{[])":
            self._at += 1
            self._set(_BRACKETS[char])
        elif char == ",":
            self._set(Token.UNDEFINED)
        elif char in "\"'":
            self._read_text(char, As.ANY)
        elif char == "/":
            self._read_comment(shown=True)
        elif char in _WORDS:
            self._read_word(char)
        elif char in "NI" or self._text.startswith("-I", self._at):
            self._read_no_number(As.ANY)
        elif char.isnumeric() or char in "-.":
            self._read_number(As.ANY)
        else:
            raise self._unexpected(char)
        return True

    def _read_word(self, char: str) -> None:
        if char == "n":
            following = self._text[self._at + 1]
            if self._at + 1 >= self._end:
                self._at += 1
                raise self.error("Unexpected end when reading JSON.")
            if following == "e":
                self._read_constructor()
                return
            if following != "u":
                raise self._unexpected(char)
        word, called, token, value = _WORDS[char]
        if not self._matches(word):
            raise self.error(f"Error parsing {called} value.")
        self._set(token, value)

    def _took_value(self, kind: As) -> bool:
        """Take a value of this kind, or what stands before it: False."""
        char = self._char
        if self._at >= self._end:
            self._set(Token.NONE)
        elif char in "\"'":
            self._read_text(char, kind)
        elif char == "n":
            self._read_null()
        elif char in _NUMBERS:
            self._read_number_as(kind, char)
        elif char in "NI" and kind is not As.TRUTH:
            self._read_no_number(kind)
        elif char in "tf" and kind in (As.TEXT, As.TRUTH):
            self._read_truth(kind, char)
        elif char == "]":
            self._end_array(char)
        else:
            self._pass_by(char)
            return False
        return True

    def _pass_by(self, char: str) -> None:
        """Go past what stands before a value."""
        if char == ",":
            self._pass_comma()
        elif char == "/":
            self._read_comment(shown=False)
        elif not self._took_space():
            self._at += 1
            raise self._unexpected(char)

    def _read_truth(self, kind: As, char: str) -> None:
        word = "true" if char == "t" else "false"
        if not self._matches(word):
            raise self._unexpected(self._char)
        self._set(*((Token.STRING, word) if kind is As.TEXT else (Token.BOOLEAN, char == "t")))

    def _end_array(self, char: str) -> None:
        self._at += 1
        if self._state not in IN_ARRAY:
            raise self._unexpected(char)
        self._set(Token.END_ARRAY)

    def _pass_comma(self) -> None:
        self._at += 1
        if self._state is not State.AFTER_VALUE:
            self._set(Token.UNDEFINED)
            error = self._unexpected(",")
            self._at -= 1
            raise error
        self._back_in_container()

    def _read_null(self) -> None:
        if self._at + 1 >= self._end:
            self._at = self._end
            raise self.error("Unexpected end when reading JSON.")
        if self._text[self._at + 1] != "u":
            self._at += 2
            raise self._unexpected(self._text[self._at - 1])
        if not self._matches("null"):
            raise self.error("Error parsing null value.")
        self._set(Token.NULL)

    def _read_number_as(self, kind: As, char: str) -> None:
        if char == "-" and self._text[self._at + 1] == "I" and kind is not As.TRUTH:
            self._read_no_number(kind)
        elif kind is As.MOMENT:
            self._refuse_number(char)
        elif kind is As.TRUTH:
            self._read_number(As.ANY)
            self._set(Token.BOOLEAN, self.value != 0, counts=False)
        else:
            self._read_number(kind)

    def _refuse_number(self, char: str) -> NoReturn:
        """Where a moment is read."""
        if char != "-":
            self._at += 1
            raise self._unexpected(char)
        self._number_text()
        self._after_value(counts=True)
        raise self.error("Cannot read number value as type.")

    def _read_number(self, kind: As) -> None:
        text = self._number_text()
        self._after_value(counts=True)
        try:
            value = values.of_number(text, kind)
        except ValueError as error:
            self._set(Token.UNDEFINED, counts=False)
            raise self.error(str(error)) from None
        self._set(_token_of(value), value, counts=False)

    def _number_text(self) -> str:
        start = self._at
        while self._char in _NUMERIC:
            self._at += 1
        char = self._char
        if self._at < self._end and not (is_space(char) or char in _AFTER_NUMBER or char == END):
            raise self.error(f"Unexpected character encountered while parsing number: {char}.")
        return self._text[start : self._at]

    def _read_no_number(self, kind: As) -> None:
        word = _NO_NUMBERS[self._char]
        if not self._matches(word):
            raise self.error(f"Error parsing {word} value.")
        if kind not in (As.ANY, As.TEXT):
            raise self.error(f"Cannot read {word} value.")
        value = word if kind is As.TEXT else float(word)
        self._set(_token_of(value), value)

    def _read_text(self, quote: str, kind: As) -> None:
        self._at += 1
        text = self._quoted(quote)
        self._after_value(counts=True)
        self._set(Token.STRING, text, counts=False)
        if kind in (As.ANY, As.TEXT):
            return
        if not text:
            self._set(Token.NULL, counts=False)
            return
        try:
            value = values.of_text(text, kind)
        except ValueError as error:
            raise self.error(str(error)) from None
        self._set(_token_of(value), value, counts=False)

    def _read_constructor(self) -> None:
        if not self._matches("new"):
            raise self.error("Unexpected content while parsing JSON.")
        self._skip_space()
        start = self._at
        while self._char.isalnum():
            self._at += 1
        if self._at >= self._end:
            raise self.error("Unexpected end while parsing constructor.")
        name = self._text[start : self._at]
        self._skip_space()
        if self._char != "(":
            raise self.error(f"Unexpected character while parsing constructor: {self._char}.")
        self._at += 1
        self._set(Token.START_CONSTRUCTOR, name)

    def _read_comment(self, *, shown: bool) -> None:
        self._at += 1
        if self._at + 1 >= self._end:
            raise self.error("Unexpected end while parsing comment.")
        kind = self._char
        if kind not in "*/":
            raise self.error(f"Error parsing comment. Expected: *, got {kind}.")
        self._at += 1
        start = self._at
        while not (kind == "/" and self._char in "\r\n"):
            if self._at >= self._end:
                if kind == "*":
                    raise self.error("Unexpected end while parsing comment.")
                break
            if kind == "*" and self._text.startswith("*/", self._at):
                break
            if not self._took_space():
                self._at += 1
        text = self._text[start : self._at]
        self._at += 2 if kind == "*" else 0
        if shown:
            self._set(Token.COMMENT, text)

    def _unexpected(self, char: str) -> JsonError:
        return self.error(f"Unexpected character encountered while parsing value: {char}.")


_BRACKETS = {
    "{": Token.START_OBJECT,
    "[": Token.START_ARRAY,
    "}": Token.END_OBJECT,
    "]": Token.END_ARRAY,
    ")": Token.END_CONSTRUCTOR,
}
_WORDS: dict[str, tuple[str, str, Token, Any]] = {
    "t": ("true", "boolean", Token.BOOLEAN, True),
    "f": ("false", "boolean", Token.BOOLEAN, False),
    "n": ("null", "null", Token.NULL, None),
    "u": ("undefined", "undefined", Token.UNDEFINED, None),
}
_TOKENS = ((bool, Token.BOOLEAN), (int, Token.INTEGER), (str, Token.STRING), (datetime, Token.DATE))


def _token_of(value: Any) -> Token:
    return next((token for kind, token in _TOKENS if isinstance(value, kind)), Token.FLOAT)
