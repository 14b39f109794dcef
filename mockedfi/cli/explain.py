"""``mockedfi explain``: why a client may do something at a running server, or may not."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json
from mockedfi.cli.remote import call, post, refused, url_option
from mockedfi.errors import UserError

_CONTROL = "/mockedfi"


@click.command()
@click.argument("client", metavar="CLIENT|EXPLANATION")
@click.argument("action", required=False)
@click.argument("resource", required=False)
@click.argument("id", required=False)
@click.option("--document", type=click.Path(path_type=Path), metavar="FILE.json", help="A document that is proposed.")
@click.option("--api-version", metavar="VERSION", help="ODS/API version. [default: the first that is served]")
@url_option
@json_option
def explain(
    client: str,
    action: str | None,
    resource: str | None,
    id: str | None,
    document: Path | None,
    api_version: str | None,
    url: str,
    as_json: bool,
) -> None:
    """Explain whether CLIENT (its key) may do ACTION (Create, Read, Update, Delete, ReadChanges) to RESOURCE, the
    plural, or to its item ID; without one, as far as the claims go.

    Or explain a refusal that there was: EXPLANATION is what its header Mockedfi-Explanation says.
    """
    control = url.rstrip("/") + _CONTROL
    if action is None:
        answer = _kept(control, client)
    elif resource is None:
        raise click.UsageError("Missing argument 'RESOURCE'", click.get_current_context())
    else:
        answer = _asked(control, client, action, resource, id, document, api_version)
    if as_json:
        print_json(answer)
    else:
        click.echo("\n".join([*_lines(answer, control), "", f"{control}/explanations/{answer['id']}"]))


def _kept(control: str, id: str) -> Any:
    """The explanation of a refusal that there was."""
    status, answer = call("GET", f"{control}/explanations/{quote(id, safe='')}")
    if status == HTTPStatus.NOT_FOUND:
        raise UserError(f"there is no explanation {id}; to ask about a client, name an ACTION and a RESOURCE as well")
    return _taken(status, answer)


def _asked(
    control: str,
    client: str,
    action: str,
    resource: str,
    id: str | None,
    document: Path | None,
    api_version: str | None,
) -> Any:
    """An explanation beforehand."""
    question = {
        "client": client,
        "action": action,
        "resource": resource,
        "id": id,
        "document": None if document is None else _read(document),
        "apiVersion": api_version,
    }
    body = json.dumps(question).encode()
    status, answer = post(f"{control}/explanations", body, {"Content-Type": "application/json"})
    return _taken(status, answer)


def _taken(status: int, answer: Any) -> Any:
    if refused(status):
        raise UserError(str(answer["message"]) if isinstance(answer, dict) and "message" in answer else str(answer))
    return answer


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}; name a JSON file") from None
    except ValueError as error:
        raise UserError(f"{path}: {error}; mend the JSON there") from None


def _lines(told: Mapping[str, Any], control: str) -> Iterator[str]:
    if not told.get("claims"):
        yield f"{told['outcome'].upper()}: {told['reason']}"
        return
    yield f"{told['outcome'].upper()}: {told['action']} of {told['resource']} by {told['client']}"
    yield told["reason"]
    yield ""
    yield f"claim set                {told['claimSet']}"
    yield f"education organizations  {_listed(told['educationOrganizationIds'])}"
    yield f"namespace prefixes       {_listed(told['namespacePrefixes'])}"
    if told["ownershipTokens"]:
        yield f"ownership tokens         {_listed(told['ownershipTokens'])}"
    yield ""
    yield "claims, from the resource's own up:"
    for claim in told["claims"]:
        held = f"held, grants {_listed(claim['actions'])}" if claim["held"] else "not in the claim set"
        yield f"  {claim['uri']}  {held}"
    yield from _strategies(told)
    for number, remedy in enumerate(told["remedies"], 1):
        yield ""
        yield f"{number}. {remedy['text']}"
        for each in remedy["posts"]:
            yield f"POST {told['root']}{each['path']}"
            yield _written(each["body"])
        if remedy["client"] is not None:
            yield f"POST {control}/clients"
            yield _written(remedy["client"])


def _strategies(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["strategiesChosen"]:
        return
    by = "overridden by the claim set on" if told["strategiesOverridden"] else "usual for"
    yield ""
    yield f"strategies, {by} {told['strategiesNamedBy']}: {_listed(told['strategiesChosen'])}"
    for strategy in told["strategies"]:
        yield f"  {strategy['strategy']} ({strategy['role']}): {_verdict(strategy)}"
        for subject in strategy["subjects"]:
            yield f"    {subject['subject']} {subject['value']}: {_verdict(subject)}"
            yield f"      looked for {subject['sought']}"
            if subject["found"]:
                yield f"      found education organizations {_listed(subject['found'])}"
            if subject["missing"]:
                yield f"      missing: {subject['missing']}"


def _verdict(note: Mapping[str, Any]) -> str:
    return "satisfied" if note["satisfied"] else "not satisfied"


def _listed(values: Any) -> str:
    return ", ".join(map(str, values)) or "none"


def _written(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
