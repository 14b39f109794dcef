"""What the reference says of a mistake, in its two eras, written from its sources and not from mockedfi's.

Problem Details (7.2 and later): EdFi.Ods.Common/Attributes/*.cs and EdFi.Ods.Common/Validation/ValidationHelpers.cs.
Messages (before): the same attributes at v5.2, ValidationResultExtensions.GetAllMessages, DescriptorsCache.GetId.
Texts about JSON come from Newtonsoft.Json in both.
"""

import re
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Child, Property, Reference, Resource


@dataclass(frozen=True)
class Answer:
    """What the reference answers: the status and the members that its body must have, with these values."""

    status: int
    body: dict[str, Any]
    lines: tuple[str, ...] = ()
    """Lines of `message`, in any order."""
    among_others: bool = False
    """The same mistake is found in more places, and they are named as well."""

    def difference(self, status: int, body: Any) -> str:
        """What is wrong with an answer; empty if nothing is."""
        if status != self.status:
            return f"expected status {self.status}, got {status} {body}"
        if body is None:
            return f"expected {self.body}, got no body"
        for name, value in self.body.items():
            got, wanted = in_any_order(body.get(name)), in_any_order(value)
            if got != wanted and not (self.among_others and _contains(got, wanted)):
                return f"expected {name} {wanted!r}, got {got!r}"
        lines = sorted(map(in_any_order, self.lines))
        got_lines = sorted(map(in_any_order, body["message"].rstrip("\n").split("\n"))) if lines else []
        if not self.among_others and got_lines != lines:
            return f"expected the lines {lines}, got {got_lines}"
        missing = [line for line in lines if line not in got_lines]
        return f"expected the lines {missing} among {got_lines}" if missing else ""


def _contains(got: Any, wanted: Any) -> bool:
    """Whether a mapping of lists has at least what is wanted."""
    return isinstance(wanted, dict) and all(set(texts) <= set((got or {}).get(at, ())) for at, texts in wanted.items())


def in_any_order(value: Any) -> Any:
    """A text about unified keys lists them in an order that the model's associations have: here, sorted."""
    if isinstance(value, dict):
        return {path: [in_any_order(text) for text in texts] for path, texts in value.items()}
    for colon in ("the following conflicting values: ", "are not consistent: "):
        if isinstance(value, str) and colon in value:
            start, _, sources = value.partition(colon)
            return start + colon + ", ".join(sorted(sources.split(", ")))
    return value


@dataclass(frozen=True)
class Place:
    """A node of one document: where it stands, in the words of the wire and of the reference's classes."""

    resource: Resource
    names: str = "$"
    """``$.addresses[0]``"""
    trail: tuple[tuple[Child, int | None], ...] = ()

    def below(self, child: Child, index: int | None) -> "Place":
        """The item, or the embedded object, of this node."""
        names = f"{self.names}.{child.name}" if index is None else f"{self.names}.{child.name}[{index}]"
        return Place(self.resource, names, (*self.trail, (child, index)))

    def members(self) -> str:
        """``EducationOrganizationAddresses[0].``; empty for the document itself."""
        return "".join(f"{child.member}." if at is None else f"{child.member}[{at}]." for child, at in self.trail)

    def entity(self) -> str:
        """``EducationOrganizationAddress``"""
        return self.trail[-1][0].entity if self.trail else self.resource.entity

    def lines(self, texts: list[str]) -> tuple[str, ...]:
        """Texts about this node as a message of the older era nests them."""
        first = f"Validation of '{self.resource.entity}' failed."
        nested = [
            "\t" * depth + f"Validation of '{child.member}' failed." for depth, (child, _) in enumerate(self.trail, 1)
        ]
        indent = "\t" * (len(self.trail) + 1)
        before = ""
        if self.trail:
            index = self.trail[-1][1]
            before = f"{self.entity()}: " if index is None else f"{self.entity()}[{index}]: "
        return (first, *nested, *(f"{indent}{before}{text}" for text in texts))


@dataclass(frozen=True)
class Mistake:
    """One mistake: at which member of which node, and what the texts say besides."""

    place: Place
    of: Property | Reference | Child
    value: Any = None
    key: Property | None = None
    """The key of a reference that is wrong."""
    detail: str = ""
    """Bounds of a number, table of a foreign key, name of a unified key, text of the JSON reader."""
    sources: tuple[tuple[str, Any], ...] = ()
    """What should agree: paths within the node, none for what stands higher up in the document, and values."""
    among_others: bool = False

    def path(self) -> str:
        return f"{self.place.names}.{self.of.name}"

    def members(self) -> str:
        return f"{self.place.members()}{self.of.member}"


def zero_counts(of: Property, *, ranges: bool) -> bool:
    """Whether a missing number or truth value is told apart from 0 or false (PropertyHelpers.cs, Entities.cs)."""
    if of.type in ("string", "descriptor", "date", "datetime"):
        return False
    if of.type in ("boolean", "decimal") or (ranges and (of.minimum is not None or of.maximum is not None)):
        return True
    if of.type == "time":
        return not of.member.startswith(("Start", "Begin", "End"))
    return not (
        of.member.endswith(("Year", "Number", "Id", "USI")) or of.member == "Version" or "Sequence" in of.member
    )


class ProblemDetails:
    """7.2 and later. Each method is one kind of mistake; None: not a mistake in this era."""

    def _at(self, mistake: Mistake, *texts: str) -> Answer:
        body = {
            "type": "urn:ed-fi:api:bad-request:data-validation-failed",
            "title": "Data Validation Failed",
            "detail": "Data validation failed. See 'validationErrors' for details.",
            "validationErrors": {mistake.path(): list(texts)},
        }
        return Answer(400, body, among_others=mistake.among_others)

    def missing(self, mistake: Mistake) -> Answer | None:
        of = mistake.of
        if of.type == "int32" and (of.minimum or 0) > 0:  # it is 0 until it is supplied
            least = f"between {of.minimum} and {of.maximum}" if of.maximum else f"greater than or equal to {of.minimum}"
            return self._at(mistake, f"{of.member} must be {least}.", "Value is required.")
        if zero_counts(of, ranges=True):
            return self._at(mistake, "Value is required.")
        if of.type in ("int16", "int32", "int64"):
            return self._at(mistake, f"{of.member} value must be different than 0.")
        if of.type == "time":
            return self._at(mistake, f"{of.member} value must be different than 00:00:00.")
        return self._at(mistake, f"{of.member} is required.")

    def empty(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} is required and should not be left empty.")

    def too_long(self, mistake: Mistake) -> Answer | None:
        of = mistake.of
        bounds = f"between {of.min_length} and {of.max_length}" if of.min_length else f"at most {of.max_length}"
        return self._at(mistake, f"{of.member} must be {bounds} characters in length.")

    def spaced(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} cannot contain leading or trailing spaces.")

    def dangerous(self, mistake: Mistake) -> Answer | None:
        return self._at(
            mistake,
            f"{mistake.of.member} contains a value that could be dangerous for downstream systems using this data. "
            "Try to avoid the use of special symbols like '<', '>' or '&' without surrounding spaces.",
        )

    def out_of_range(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} must be {mistake.detail}.")

    def ancient(self, _: Mistake) -> Answer | None:
        return None

    def unknown_descriptor(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.descriptor} value '{mistake.value}' does not exist.")

    def no_descriptor(self, mistake: Mistake) -> Answer | None:
        return self._at(
            mistake,
            f"{mistake.of.descriptor} value '{mistake.value}' is not a valid value for use as a descriptor "
            "(a '#' is expected to delineate the namespace and code value portions).",
        )

    def unreadable(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, mistake.detail)

    def reference_missing(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} is required.")

    def reference_partial(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} is missing the following properties: {mistake.key.member}")

    def unresolved(self, mistake: Mistake) -> Answer | None:
        """Who refers is found by the name of its table, unless that is shortened, with a digest at its end."""
        shortened_table = re.search("_[0-9a-f]{6}$", mistake.detail)
        told = "A referenced item" if shortened_table else f"The referenced '{mistake.of.target}' item"
        body = {
            "type": "urn:ed-fi:api:data-conflict:unresolved-reference",
            "title": "Unresolved Reference",
            "detail": f"{told} does not exist.",
        }
        return Answer(409, body)

    def object_missing(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} is required.")

    def no_items(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} must have at least one item.")

    def repeated(self, mistake: Mistake) -> Answer | None:
        ordinal = {2: "2nd", 3: "3rd"}[len(mistake.value)]
        text = f"The {ordinal} item of the {mistake.of.member} has the same identifying values"
        return self._at(mistake, f"{text} as another item earlier in the list.")

    def unknown_in_reference(self, mistake: Mistake) -> Answer | None:
        """References are not looked into before their foreign key is."""
        return self.unresolved(mistake)

    def disagreeing(self, mistake: Mistake) -> Answer | None:
        values = "', '".join(shortened(value) for _, value in mistake.sources)
        higher_up = (
            "" if all(path for path, _ in mistake.sources) else " (including those higher up in the resource's data)"
        )
        text = (
            f"All values supplied for '{mistake.detail}' must match. Review all references{higher_up} and align the "
            f"following conflicting values: '{values}'"
        )
        paths = {f"{mistake.place.names}.{path}": [text] for path, _ in mistake.sources if path}
        return Answer(400, {**self._at(mistake, text).body, "validationErrors": paths}, among_others=True)


class Messages:
    """5.2 to 7.1. Each method is one kind of mistake; None: not a mistake in this era."""

    def _at(self, mistake: Mistake, *texts: str) -> Answer:
        """A message with one line for each text about the node."""
        return Answer(400, {}, mistake.place.lines(list(texts)))

    def _alone(self, mistake: Mistake, text: str) -> Answer:
        """All that is told of the document, wherever the mistake is."""
        return Answer(400, {}, Place(mistake.place.resource).lines([text]))

    def _of_state(self, path: str, text: str) -> Answer:
        return Answer(400, {"message": "The request is invalid.", "modelState": {f"request.{path}": [text]}})

    def _only(self, mistake: Mistake, text: str) -> Answer | None:
        """A mistake that a unified key repeats elsewhere is told in another way, by another stage."""
        return None if mistake.among_others else self._at(mistake, text)

    def missing(self, mistake: Mistake) -> Answer | None:
        if zero_counts(mistake.of, ranges=False):
            return None
        resource = mistake.place.resource
        if len(resource.identity) == 1 and mistake.of.identity and not mistake.place.trail and not resource.person:
            name = f"{resource.base}Id" if resource.base else mistake.of.member
            return Answer(400, {"message": f"Value for resource's identifier property '{name}' is required."})
        return self._at(mistake, *_absent(mistake.of, mistake.of.member, mistake.of.identity))

    def empty(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} is required.")

    def too_long(self, mistake: Mistake) -> Answer | None:
        of = mistake.of
        return self._only(mistake, f"The field {of.member} must be a string with a maximum length of {of.max_length}.")

    def spaced(self, mistake: Mistake) -> Answer | None:
        return self._only(
            mistake,
            f"{mistake.of.member} property is part of the primary key and therefore its value cannot contain leading "
            "or trailing whitespace.",
        )

    def dangerous(self, mistake: Mistake) -> Answer | None:
        return self._only(mistake, f"{mistake.of.member} contains a potentially dangerous value.")

    def out_of_range(self, mistake: Mistake) -> Answer | None:
        if mistake.of.type != "decimal":
            return None
        return self._of_state(mistake.members(), f"The field {mistake.of.member} must be {mistake.detail}.")

    def ancient(self, mistake: Mistake) -> Answer | None:
        """The date of a primary key has no such attribute."""
        return None if mistake.of.identity else self._at(mistake, _out_of_calendar(mistake.of, "12/31/1752"))

    def unknown_descriptor(self, mistake: Mistake) -> Answer | None:
        """What validation asks for by reflection hides why it is not there (Validator.TryValidateObject)."""
        if mistake.of.required and not mistake.of.identity:
            return self._alone(mistake, "Exception has been thrown by the target of an invocation.")
        text = f"Unable to resolve value '{mistake.value}' to an existing '{mistake.of.descriptor}' resource."
        return Answer(400, {"message": text})

    no_descriptor = unknown_descriptor

    def unreadable(self, mistake: Mistake) -> Answer | None:
        if mistake.of.type == "time":
            return Answer(500, {"message": "An unexpected error occurred on the server."})
        return self._of_state(mistake.path().removeprefix("$."), mistake.detail)

    def reference_missing(self, mistake: Mistake) -> Answer | None:
        return self._at(
            mistake,
            *(text for key in mistake.of.keys for text in _absent(key.value, key.value.column, mistake.of.identity)),
        )

    def reference_partial(self, mistake: Mistake) -> Answer | None:
        """A reference that is not whole counts as not given."""
        return self.reference_missing(mistake) if mistake.of.required else None

    def unresolved(self, mistake: Mistake) -> Answer | None:
        """A person is looked up by the unique id, and not found before anything is stored."""
        if mistake.key.person is None:
            text = f"The value supplied for the related '{mistake.detail}' resource does not exist."
            return Answer(409, {"message": text})
        if not mistake.of.required:
            return None
        return self._at(mistake, _absent(mistake.key, mistake.key.column, mistake.of.identity)[0])

    def object_missing(self, _: Mistake) -> Answer | None:
        """Embedded objects are not required before 7.0: Entities.mustache has no such attribute on them."""
        return None

    def no_items(self, mistake: Mistake) -> Answer | None:
        return self._at(mistake, f"{mistake.of.member} requires at least one object in the collection.")

    def repeated(self, mistake: Mistake) -> Answer | None:
        """Items that a subtype inherits have no parent when they are compared, so none equals another."""
        if mistake.of.inherited:
            return None
        text = f"{mistake.of.member} enumerable contains duplicate at index: {len(mistake.value) - 1}"
        return self._of_state(mistake.members(), text)

    def unknown_in_reference(self, mistake: Mistake) -> Answer | None:
        text = f"Unable to resolve value '{mistake.value}' to an existing '{mistake.key.descriptor}' resource."
        return Answer(400, {"message": text})

    def disagreeing(self, mistake: Mistake) -> Answer | None:
        """Only references are compared, and what stands higher up; not the node's own property."""
        name = mistake.detail
        sources = [(path or f"{name} (from parent context)", value) for path, value in mistake.sources]
        compared = [f"{path} = {value}" for path, value in sources if "." in path or " " in path]
        if len(compared) < 2:
            return None
        text = f"\tSupplied values for unified key property '{name}' on '{mistake.place.entity()}' are not consistent: "
        return Answer(400, {}, (text + ", ".join(compared),), among_others=True)


Voice = ProblemDetails | Messages


def voice(version: str) -> Voice:
    """The voice of an API version."""
    return ProblemDetails() if tuple(map(int, version.split("."))) >= (7, 2) else Messages()


def shortened(value: Any) -> str:
    """A value as texts about unified keys print it: cut to 50 characters."""
    text = str(value)
    return text if len(text) <= 50 else f"{text[:47]}..."


def _absent(of: Property, member: str, identity: bool) -> list[str]:
    """What an entity says of its member without a value; of a descriptor it has the surrogate key.

    A person is both a unique id and the surrogate key that it is looked up for. A missing date is the first of the
    calendar, which is out of range where the column is not part of the primary key.
    """
    name = of.column if of.type == "descriptor" else member
    if of.person and not identity:
        return [f"{of.column} is required.", f"{of.member} is required."]
    if of.person:
        return [f"{of.person} reference could not be resolved.", f"{of.member} is required."]
    if of.type == "datetime" or (of.type == "date" and not identity):
        return [f"{name} is required.", _out_of_calendar(of, "1/1/0001")]
    return [f"{name} is required."]


def _out_of_calendar(of: Property, day: str) -> str:
    bounds = "('1/1/1753 12:00:00 AM' to '12/31/9999 11:59:59 PM')"
    return f"{of.member} : '{day} 12:00:00 AM' must be within SQL datetime range {bounds}"
