"""What a fault makes of an answer: the version's own words where it has any for the status, else a gateway's."""

from http import HTTPStatus

from mockedfi.control.faults import BrokenAnswer, Fault
from mockedfi.exchange import Answer, Request
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.problems.data import (
    BODY_UNREADABLE,
    ITEM_NOT_FOUND,
    MODIFIED,
    REFERENCE_UNRESOLVED,
    ROUTE_NOT_FOUND,
    SYSTEM_ERROR,
)
from mockedfi.problems.oauth import TOO_MANY_TOKENS
from mockedfi.problems.security import OWNERSHIP_MISMATCH, TOKEN_EXPIRED, UNAUTHENTICATED

_DATA = "/data/v3/"
_TOKEN = "/oauth/token"  # noqa: S105 - a path
_TEXT = ("Content-Type", "text/plain; charset=utf-8")
_USUAL_RETRY_SECONDS = 1


def failed(fault: Fault, instance: Instance, request: Request) -> tuple[Answer, bool]:
    """The answer of a fault with a status, and whether it is a gateway's."""
    assert fault.status is not None
    refusal = _refusal(fault.status, instance, request)
    gateway = refusal is None
    answer = _gateway(fault.status) if refusal is None else instance.refuse(refusal, request)
    seconds = fault.retry_after_seconds
    if seconds is None and fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = _USUAL_RETRY_SECONDS
    if seconds is not None:
        answer.headers.append(("Retry-After", str(seconds)))
    return answer, gateway


def broken(fault: Fault, answer: Answer) -> BrokenAnswer:
    """An answer as it arrives when the connection ends: half of it, or nothing."""
    sent = len(answer.body) // 2 or None if fault.truncate else None
    return BrokenAnswer(answer.status, answer.headers, answer.body, sent)


def _gateway(status: int) -> Answer:
    """What stands before an ODS/API says: no JSON, nothing of Ed-Fi."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    return Answer(status, [_TEXT], f"{status} {phrase}\n".encode())


def _refusal(status: int, instance: Instance, request: Request) -> Refusal | None:
    """What the version itself says with a status at this place; None where it says nothing."""
    path = request.path.lower()
    if path.rstrip("/") == _TOKEN:
        limit = instance.dialect.security.token_limit
        limited = limit > 0 and status == HTTPStatus.TOO_MANY_REQUESTS
        return Refusal(TOO_MANY_TOKENS, limit=limit) if limited else None
    within = path.startswith(_DATA)
    match status:
        case HTTPStatus.BAD_REQUEST:
            text = "The request could not be processed."
            return Refusal(BODY_UNREADABLE, errors=[text], text=text)
        case HTTPStatus.UNAUTHORIZED:
            return Refusal(TOKEN_EXPIRED if within else UNAUTHENTICATED)
        case HTTPStatus.FORBIDDEN:
            return Refusal(OWNERSHIP_MISMATCH)
        case HTTPStatus.NOT_FOUND:
            return Refusal(ITEM_NOT_FOUND, entity=_names(instance, path)[0]) if within else Refusal(ROUTE_NOT_FOUND)
        case HTTPStatus.CONFLICT:
            target = _names(instance, path)[1]
            return Refusal(REFERENCE_UNRESOLVED, target=target, table=target.lower())
        case HTTPStatus.PRECONDITION_FAILED:
            return Refusal(MODIFIED)
        case HTTPStatus.INTERNAL_SERVER_ERROR:
            return Refusal(SYSTEM_ERROR)
    return None


def _names(instance: Instance, path: str) -> tuple[str, str]:
    """Names of the resource that a path leads to, and of one that it refers to, if it refers to any."""
    segments = path[len(_DATA) :].split("/")
    resource = instance.catalogue.find(segments[0], segments[1]) if len(segments) > 1 else None
    if resource is None:
        return "Resource", "Resource"
    return resource.name, next((each.target for each in resource.references), resource.name)
