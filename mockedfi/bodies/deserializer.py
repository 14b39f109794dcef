"""JSON as an object of a class, as Newtonsoft.Json fills one behind ASP.NET Core: what is wrong with a value is told by
its path, and reading goes on where that leaves the reader.

Source: JsonSerializerInternalReader of Newtonsoft.Json 13; NewtonsoftJsonInputFormatter and ModelStateDictionary of
ASP.NET Core.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from mockedfi.bodies.numbers import shown
from mockedfi.bodies.scanner import STARTS, ContentError, JsonError, Token
from mockedfi.bodies.tokens import TokenReader
from mockedfi.bodies.values import As
from mockedfi.problems import add_detail

Document = dict[str, Any]
TEXT = "System.String"
_INVALID = "The supplied value is invalid"
_OBJECT, _ARRAY = '{"name":"value"}', "[1,2,3]"
_VALUES = (Token.INTEGER, Token.FLOAT, Token.BOOLEAN, Token.DATE, Token.STRING, Token.START_CONSTRUCTOR)
_NOTHING = (Token.NULL, Token.UNDEFINED)


class NoValue(Exception):
    """A converter's word for a value of the wrong form (FormatException)."""


class Broken(Exception):
    """A fault of the reference's own, which it meets over such a value and does not expect."""


_ERRORS = (JsonError, NoValue, Broken)


@dataclass(frozen=True, slots=True)
class Value:
    """A member that is neither object nor list."""

    kind: As
    type: str
    """In .NET: ``System.Int16``."""
    convert: Callable[[Any], Any]
    """What is read, typed. It raises `ValueError`."""
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Converted:
    """A member that a converter reads, from the token that it begins with."""

    convert: Callable[[TokenReader], Any]
    """It raises `JsonError`, `NoValue` or `Broken`; None leaves the member out."""


@dataclass(frozen=True, slots=True)
class Class:
    """An object's members by name in lower case, each with its own name."""

    type: str
    members: Mapping[str, "tuple[str, Contract]"]
    finish: Callable[[Document], Any]
    """What becomes of the values when all are there."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects, or of values."""

    item: Class | Value
    finish: Callable[[list[Any]], Any]
    array: bool = False
    """It is a plain array, in which nulls may stand."""

    @property
    def type(self) -> str:
        """In .NET."""
        return f"{self.item.type}[]" if self.array else f"System.Collections.Generic.ICollection`1[{self.item.type}]"


@dataclass(frozen=True, slots=True)
class Extended:
    """An object of objects, of which only those with a class count.

    Source: EdFi.Ods.Common/Serialization/ExtensionsConverter.cs.
    """

    members: Mapping[str, tuple[str, Class]]


Contract = Value | Converted | Class | Many | Extended


@dataclass
class Deserializer:
    """Reads one text."""

    reader: TokenReader
    member_ends_path: bool
    """Every path ends with the member over which the error was met; otherwise only where a value is wrong."""
    errors: dict[str, list[str]] = field(default_factory=dict)
    """Texts by path as sent, in any case."""
    broken: str = ""
    """Over what the reference stumbles, if the last error is a fault of its own."""
    _root: Class | None = None

    def root(self, contract: Class | Many) -> Any:
        """The object or list; None if there is none, or it is wrong as a whole."""
        self._root = contract if isinstance(contract, Class) else None
        try:
            if self.reader.read_content():
                return self._value(contract, None)
        except _ERRORS as error:
            self._note(error, "")
        return None

    def _value(self, contract: Class | Many | Value, existing: Any) -> Any:
        reader = self.reader
        while True:
            token = reader.token
            if token is Token.START_OBJECT:
                return self._object_of(contract, existing)
            if token is Token.START_ARRAY:
                return self._list_of(contract, existing)
            if token in _VALUES:
                return (
                    None if reader.value == "" and _empty_is_null(contract) else self._converted(contract, reader.value)
                )
            if token in _NOTHING:
                return self._converted(contract, None)
            if token is not Token.COMMENT:
                raise reader.wrong(f"Unexpected token while deserializing object: {token.value}")
            if not reader.read():
                raise reader.wrong("Unexpected end when deserializing object.")

    def _converted(self, contract: Class | Many | Value, value: Any) -> Any:
        if value is None and (not isinstance(contract, Value) or contract.nullable):
            return None
        if isinstance(contract, Value):
            with suppress(ValueError):
                return contract.convert(value)
        raise self.reader.wrong(f"Error converting value {shown(value)} to type '{contract.type}'.")

    def _object_of(self, contract: Class | Many | Value, existing: Any) -> Any:
        if not self.reader.read():
            raise self.reader.wrong("Unexpected end when reading JSON.")
        if isinstance(contract, Class):
            return self._object(contract, {} if existing is None else existing)
        wanted = _wanted(contract)
        raise self.reader.wrong(
            f"Cannot deserialize the current JSON object (e.g. {_OBJECT}) into type '{contract.type}' because the type "
            f"requires a {wanted} to deserialize correctly.\nTo fix this error either change the JSON to a {wanted} or "
            "change the deserialized type so that it is a normal .NET type (e.g. not a primitive type like integer, "
            "not a collection type like an array or List<T>) that can be deserialized from a JSON object. "
            "JsonObjectAttribute can also be added to the type to force it to deserialize from a JSON object.\n"
        )

    def _list_of(self, contract: Class | Many | Value, existing: Any) -> Any:
        if isinstance(contract, Many):
            return contract.finish(self._list(contract, [] if existing is None else existing))
        wanted = _wanted(contract)
        raise self.reader.wrong(
            f"Cannot deserialize the current JSON array (e.g. {_ARRAY}) into type '{contract.type}' because the type "
            f"requires a {wanted} to deserialize correctly.\nTo fix this error either change the JSON to a {wanted} or "
            "change the deserialized type to an array or a type that implements a collection interface (e.g. "
            "ICollection, IList) like List<T> that can be deserialized from a JSON array. JsonArrayAttribute can also "
            "be added to the type to force it to deserialize from a JSON array.\n"
        )

    def _object(self, contract: Class, target: Document) -> Any:
        reader = self.reader
        depth = reader.depth
        while True:
            token = reader.token
            if token is Token.PROPERTY:
                name: str = reader.value
                try:
                    self._member(contract, target, name)
                except _ERRORS as error:
                    self._note(error, name)
                    self._recover(depth)
            elif token is Token.END_OBJECT:
                return contract.finish(target)
            elif token is not Token.COMMENT:
                raise reader.wrong(f"Unexpected token when deserializing object: {token.value}")
            if not reader.read():
                self._note(reader.wrong("Unexpected end when deserializing object."), "")
                return contract.finish(target)

    def _member(self, contract: Class, target: Document, name: str) -> None:
        reader = self.reader
        own, member = contract.members.get(name.lower(), ("", None))
        if member is None:
            if reader.read():
                reader.skip()
            return
        direct = isinstance(member, Converted | Extended)
        if not (reader.read() if direct else reader.read_as(member.kind if isinstance(member, Value) else As.ANY)):
            raise reader.wrong(f"Unexpected end when setting {name}'s value.")
        if reader.token is Token.NULL:
            return
        if isinstance(member, Value) and member.kind is As.INT64 and reader.token is Token.UNDEFINED:
            raise reader.error(f"An undefined token is not a valid {member.type}.")
        if isinstance(member, Converted):
            value = member.convert(reader)
        elif isinstance(member, Extended):
            value = self._extensions(member)
        else:
            existing = target.get(own) if reader.token in STARTS else None
            value = self._value(member, existing)
        if value is not None:
            target[own] = value

    def _list(self, contract: Many, items: list[Any]) -> list[Any]:
        reader = self.reader
        depth = reader.depth
        failed = None
        kind = contract.item.kind if isinstance(contract.item, Value) else As.ANY
        while True:
            try:
                if not reader.read_as(kind):
                    self._note(reader.wrong("Unexpected end when deserializing array."), "")
                    return items
                if reader.token is Token.END_ARRAY:
                    return items
                item = self._value(contract.item, None)
                if item is None and not contract.array:
                    raise Broken("an item of a collection is null")
                items.append(item)
            except _ERRORS as error:
                index = reader.index_at(depth)
                self._note(error, str(index) if self.member_ends_path else "")
                self._recover(depth + 1)
                if failed == index:
                    raise reader.wrong("Infinite loop detected from error handling.") from error
                failed = index

    def _extensions(self, contract: Extended) -> Document:
        reader = self.reader
        found: Document = {}
        reader.read()
        while reader.is_at(Token.PROPERTY):
            own, member = contract.members.get(reader.value.lower(), ("", None))
            reader.read()
            if member is None:
                path = reader.path
                while reader.read() and not (reader.path == path and reader.is_at(Token.END_OBJECT)):
                    pass
            else:
                found[own] = self._populated(member)
            reader.read()
        return found

    def _populated(self, contract: Class) -> Any:
        token = self.reader.token
        if token is Token.START_ARRAY:
            raise self.reader.wrong(f"Cannot populate JSON array onto type '{contract.type}'.")
        if token is not Token.START_OBJECT:
            raise self.reader.wrong(
                f"Unexpected initial token '{token.value}' when populating object. Expected JSON object or array."
            )
        return self._object_of(contract, None)

    def _recover(self, depth: int) -> None:
        """Go past what was wrong, as far as the reader can."""
        self.reader.skip()
        while self.reader.depth > depth and self.reader.read():
            pass

    def _note(self, error: Exception, member: str) -> None:
        path = self.reader.path
        if self.member_ends_path or isinstance(error, ContentError):
            path = _with_member(path, member)
        key = next((each for each in self.errors if each.lower() == path.lower()), path)
        known = key in self.errors
        self.broken = str(error) if isinstance(error, Broken) else ""
        text = "" if self.broken else str(error)
        if isinstance(error, NoValue):
            text = ("The value '' is not valid" if known else _INVALID) + self._named(path)
        add_detail(self.errors, key, text)

    def _named(self, path: str) -> str:
        """The member that a path names as the class does, with a capital: by others it is not found."""
        name, within = "", self._root
        for part in path.split("."):
            own, member = within.members.get(part.lower(), ("", None)) if within else ("", None)
            if part != own[:1].upper() + own[1:]:
                break
            name, within = f" for {part}", member if isinstance(member, Class) else None
        return f"{name}."


def _with_member(path: str, member: str) -> str:
    """The path of a member that is read, which the reader's own may not have reached."""
    if not member or path == member or path.endswith((f".{member}", f"['{member}']", f"[{member}]")):
        return path
    return f"{path}.{member}" if path else member


def _empty_is_null(contract: Class | Many | Value) -> bool:
    return not isinstance(contract, Value) or (contract.nullable and contract.type != TEXT)


def _wanted(contract: Class | Many | Value) -> str:
    if isinstance(contract, Class):
        return f"JSON object (e.g. {_OBJECT})"
    if isinstance(contract, Many):
        return f"JSON array (e.g. {_ARRAY})"
    return "JSON primitive value (e.g. string, number, boolean, null)"
