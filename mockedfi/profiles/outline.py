"""What a profile keeps, as a tree that people read."""

from collections.abc import Iterator
from dataclasses import dataclass

from mockedfi.model.written import written_order
from mockedfi.profiles.scope import EXTENSIONS, Condition, Scope, identity_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A member that is kept, under its name on the wire."""

    name: str
    note: str = ""
    branches: tuple["Branch", ...] = ()


def outline(scope: Scope, *, writing: bool) -> tuple[Branch, ...]:
    """The kept members of a class, in the order in which they are written."""
    return tuple(_members(scope, writing=writing))


def _members(scope: Scope, *, writing: bool) -> Iterator[Branch]:
    identity = identity_of(scope.full)
    children = {each.name for each in scope.full.children}
    for name in written_order(scope.full):
        if name == EXTENSIONS and scope.extensions:
            yield Branch(
                name, "", tuple(_part(each, inner, writing=writing) for each, inner in scope.extensions.items())
            )
        elif name in scope.parts:
            yield _part(name, scope.parts[name], writing=writing)
        elif name in scope.names:
            yield Branch(name, "key" if name in identity else "everything" if name in children else "")


def _part(name: str, scope: Scope, *, writing: bool) -> Branch:
    notes = [] if scope.condition is None else [_filtered(scope.condition)]
    if scope.complete:
        return Branch(name, ", ".join(("everything", *notes)))
    if writing and not scope.creatable:
        notes.append("no new ones")
    return Branch(name, ", ".join(notes), outline(scope, writing=writing))


def _filtered(condition: Condition) -> str:
    values = ", ".join(each.rpartition("#")[2] for each in condition.values)
    return f"where {condition.name} is {'' if condition.including else 'not '}one of {values}"
