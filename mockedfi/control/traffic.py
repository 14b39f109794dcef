"""A request's way through a workspace: past the faults, to the answer, into the journal."""

import base64
import binascii
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from mockedfi.control.failing import broken, failed
from mockedfi.control.faults import BrokenAnswer, Fault
from mockedfi.control.workspace import Workspace
from mockedfi.exchange import Answer, Request
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.security.oauth import FORM, JSON, fields_of

_TOKEN = "/oauth/token"  # noqa: S105 - a path


def carry(workspace: Workspace, instance: Instance, request: Request, answered: Callable[[], Answer]) -> Answer:
    """The answer to a request, as it leaves: with what the faults make of it, and written down.

    Args:
        answered: asks the API version itself.
    """
    begun = time.perf_counter()
    version = instance.edition.version
    fault: Fault | None = None
    if workspace.faults.any:
        fault = workspace.faults.strike(version, request, partial(client_key, instance, request))
    answer, gateway = (answered(), False) if fault is None else _struck(fault, instance, request, answered)
    workspace.journal.record(
        request,
        answer,
        api_version=version,
        client=client_key(instance, request),
        milliseconds=(time.perf_counter() - begun) * 1000,
        fault="" if fault is None else fault.id,
        gateway=gateway,
        outcome="answered" if fault is None else _outcome(answer),
    )
    return answer


def _outcome(answer: Answer) -> str:
    if isinstance(answer, BrokenAnswer):
        return "dropped" if answer.sent is None else "truncated"
    return "answered"


def client_key(instance: Instance, request: Request) -> str:
    """Key of the client that a request comes from, known or not; empty where it names none."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        caller = instance.tokens.caller(value.strip())
        return "" if caller is None else caller.client.key
    if request.path.lower().rstrip("/") != _TOKEN:
        return ""
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value).decode("utf-8", "replace").partition(":")[0]
        except (binascii.Error, ValueError):
            return ""
    media_type = JSON if "json" in request.headers.get("content-type", "").lower() else FORM
    try:
        return fields_of(request, media_type, ("client_id",)).get("client_id") or ""
    except Refusal:
        return ""


def _struck(fault: Fault, instance: Instance, request: Request, answered: Callable[[], Answer]) -> tuple[Answer, bool]:
    """The answer to a request that a fault strikes, and whether it is a gateway's."""
    if fault.latency_seconds:
        time.sleep(fault.latency_seconds)
    if fault.status == HTTPStatus.UNAUTHORIZED:
        instance.tokens.expire(request.headers.get("authorization", "").partition(" ")[2].strip())
    if fault.status is not None:
        if fault.carried_out:
            answered()
        return failed(fault, instance, request)
    if fault.truncate or (fault.drop and fault.carried_out):
        return broken(fault, answered()), False
    if fault.drop:
        return BrokenAnswer(HTTPStatus.INTERNAL_SERVER_ERROR), False
    return answered(), False
