"""An explanation as a path: what a request had to pass, and where it got no further."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

PASSED, STOPPED, UNREACHED = "passed", "stopped", "not reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing on the way."""

    name: str
    """``Claim set``."""
    value: str
    """``SIS Vendor``."""
    state: Literal["passed", "stopped", "not reached"]
    note: str = ""


def steps_of(why: Mapping[str, Any]) -> list[Step]:
    """The path of an explanation (`Explanation.as_json`, `ProfileExplanation.as_json`), to the item or to the end.

    Of several things that are not met, the first stops; what lies behind it is not reached.
    """
    path: list[Step] = []
    stopped = False
    for name, value, met, note in _stages(why):
        state: Any = UNREACHED if stopped else PASSED if met else STOPPED
        stopped = stopped or not met
        path.append(Step(name=name, value=value, state=state, note=note))
    return path


_Stage = tuple[str, str, bool, str]


def _stages(why: Mapping[str, Any]) -> Iterator[_Stage]:
    """Name, value, whether it is met, and a note, of each stage in order."""
    if why["outcome"] == "failed":
        return
    granted = why["outcome"] == "granted"
    if why.get("client"):
        yield "Client", why["client"], True, ""
    if "assignedProfiles" in why:
        yield "Profile", why["profile"] or "none named", False, why["reason"]
        return
    if not why.get("claimSet"):
        yield "Token", "none that holds", granted, why["reason"]
        return
    action, claims = why["action"], why["claims"]
    granting = [claim["uri"] for claim in claims if action in claim["actions"]]
    note = f"grants {action} on {_last(granting[0])}" if granting else f"does not grant {action} on {why['resource']}"
    yield "Claim set", why["claimSet"], bool(granting) or not claims, note if claims else ""
    unmet = [each for each in why["strategies"] if not each["satisfied"]]
    chosen = why["strategiesChosen"]
    if chosen:
        yield "Strategy", _words(each["strategy"] for each in unmet) or _words(chosen), True, ""
        yield from _holdings(why)
    for each in unmet:
        for subject in each["subjects"]:
            if not subject["satisfied"]:
                value = "none" if subject["value"] is None else subject["value"]
                yield "Missing", subject["missing"] or subject["sought"], False, f"for {subject['subject']} {value}"
    resource = why["resource"] or "the answer"
    yield "Item", resource, granted, "" if granted or unmet or not granting else why["reason"]


def _holdings(why: Mapping[str, Any]) -> Iterator[_Stage]:
    """What the client has that strategies look at: of its kinds, the one that fits the strategies."""
    names = " ".join(why["strategiesChosen"])
    for word, name, values in (
        ("Relationships", "Education organizations", why["educationOrganizationIds"]),
        ("Namespace", "Namespace prefixes", why["namespacePrefixes"]),
        ("Ownership", "Ownership tokens", why["ownershipTokens"]),
    ):
        if word in names:
            yield name, _words(values) or "none", bool(values), ""


def _words(values: Any) -> str:
    return ", ".join(map(str, values))


def _last(uri: str) -> str:
    return uri.partition("/claims/")[2] or uri


def openings(why: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The remedies that a button can carry out: they post documents or change the client."""
    return [each for each in why.get("remedies", ()) if each["posts"] or each.get("client")]
