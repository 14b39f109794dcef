"""Calls about faults."""

from typing import Any

from mockedfi.control.answers import a, several
from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.faults import Standing
from mockedfi.control.fields import Field, one_of
from mockedfi.control.patterns import METHODS
from mockedfi.control.routes import API_VERSION, Asked, Route
from mockedfi.settings.values import nearest

LONGEST_SECONDS = 300
_NAMES = {
    "method": "methods",
    "path": "path",
    "client": "client",
    "apiVersion": "api_version",
    "skip": "skip",
    "times": "times",
    "probability": "probability",
    "seed": "seed",
    "status": "status",
    "retryAfterSeconds": "retry_after_seconds",
    "latencySeconds": "latency_seconds",
    "drop": "drop",
    "truncate": "truncate",
    "carriedOut": "carried_out",
}
"""What a call names, by the field of a `Fault`."""


def show(asked: Asked) -> list[dict[str, Any]]:
    """Every fault, and how often it struck."""
    return [_as_json(each) for each in asked.workspace.faults.all()]


def add(asked: Asked) -> dict[str, Any]:
    """Add a fault."""
    given = asked.body
    effects = [name for name in ("status", "drop", "truncate") if given.get(name)]
    if len(effects) > 1:
        raise InvalidCall(f"{effects[1]} does not go with {effects[0]}; make two faults", effects[1])
    if not effects and not given.get("latencySeconds"):
        raise InvalidCall("a fault needs one of status, drop, truncate and latencySeconds", "status")
    if "retryAfterSeconds" in given and "status" not in given:
        raise InvalidCall("retryAfterSeconds needs a status, such as 429 or 503", "retryAfterSeconds")
    if "client" in given:
        _check_client(asked, given["client"])
    if "apiVersion" in given:
        asked.instance(given["apiVersion"])
    return _as_json(asked.workspace.faults.add(**{_NAMES[name]: value for name, value in given.items()}))


def remove(asked: Asked) -> dict[str, Any]:
    """Take a fault away."""
    try:
        asked.workspace.faults.remove(asked.name)
    except KeyError:
        raise NotThere(f"there is no fault {asked.name}; see GET /mockedfi/faults", "id") from None
    return {"status": "removed", "id": asked.name}


def clear(asked: Asked) -> dict[str, Any]:
    """Take all faults away."""
    asked.workspace.faults.clear()
    return {"status": "removed"}


def _check_client(asked: Asked, key: str) -> None:
    known = [client.key for client in asked.workspace.clients()]
    if key not in known:
        raise InvalidCall(f"client {key} is not known; add it first{nearest(key, known)}", "client")


def _as_json(standing: Standing) -> dict[str, Any]:
    """A fault as it was asked for, with what became of it."""
    fault = standing.fault
    shown: dict[str, Any] = {"id": fault.id}
    for name, attribute in _NAMES.items():
        value = getattr(fault, attribute)
        if value not in ("", (), None, False, 0) and (name, value) != ("probability", 1.0):
            shown[name] = list(value) if isinstance(value, tuple) else value
    return {**shown, "met": standing.met, "struck": standing.struck}


FIELDS = (
    Field(
        name="method",
        kind="texts",
        purpose="GET, or a list of methods; all where it is not given.",
        fault=one_of(*METHODS),
    ),
    Field(name="path", kind="text", purpose="A path in which * stands for anything; or students, or oauth/token."),
    Field(name="client", kind="text", purpose="Key of an API client."),
    API_VERSION,
    Field(name="skip", kind="whole", minimum=0, purpose="So many requests are let through first."),
    Field(name="times", kind="whole", minimum=1, purpose="So many are struck, then no more."),
    Field(name="probability", kind="number", minimum=0, maximum=1, purpose="How likely a request is struck."),
    Field(name="seed", kind="whole", purpose="The same seed strikes the same requests; 0 where it is not given."),
    Field(name="status", kind="whole", minimum=400, maximum=599, purpose="The answer's status."),
    Field(name="retryAfterSeconds", kind="whole", minimum=0, purpose="A Retry-After header; 429 has 1 without it."),
    Field(name="latencySeconds", kind="number", minimum=0, maximum=LONGEST_SECONDS, purpose="How long to wait."),
    Field(name="drop", kind="flag", purpose="End the connection without an answer."),
    Field(name="truncate", kind="flag", purpose="End the connection in the middle of the body."),
    Field(name="carriedOut", kind="flag", purpose="Carry the request out before its answer is lost."),
)
ROUTES = (
    Route(
        method="GET",
        path="/faults",
        purpose="Every fault, and how often it struck.",
        act=show,
        answer=several(a("fault")),
    ),
    Route(
        method="POST",
        path="/faults",
        purpose="Let something go wrong. A status that the ODS/API gives itself has its own body, any other a "
        "gateway's; 401 lets the token expire.",
        act=add,
        answer=a("fault"),
        fields=FIELDS,
        status=201,
        example={"status": 503, "path": "students", "times": 2, "retryAfterSeconds": 1},
    ),
    Route(method="DELETE", path="/faults/{id}", purpose="Take a fault away.", act=remove, answer=a("done")),
    Route(method="DELETE", path="/faults", purpose="Take all faults away.", act=clear, answer=a("done")),
)
