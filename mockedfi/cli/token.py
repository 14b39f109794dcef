"""``mockedfi token``: an access token of a running server."""

from base64 import b64encode
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option
from mockedfi.cli.output import print_json
from mockedfi.cli.remote import post, refused, url_option
from mockedfi.control.clients import offered
from mockedfi.control.versions import dialect_of, root_of
from mockedfi.errors import UserError
from mockedfi.settings import ClientSettings
from mockedfi.settings.values import nearest

FORM = "application/x-www-form-urlencoded"
_NO_TOKENS = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


@click.command()
@click.argument("key", required=False)
@click.option("--secret", help="Secret of a client that mockedfi clients does not show.")
@click.option("--api-version", metavar="VERSION", help="ODS/API version. [default: the first that is served]")
@click.option("--curl", is_flag=True, help="Print a curl line that lists students.")
@url_option
@config_option
@json_option
def token(
    key: str | None,
    secret: str | None,
    api_version: str | None,
    curl: bool,
    url: str,
    config: Path | None,
    as_json: bool,
) -> None:
    """Print an access token of a running server, for the client KEY or the default one."""
    key, secret = _credentials(key, secret, offered(chosen_settings(config, {})))
    root = url.rstrip("/") + (root_of(dialect_of(api_version).version.name) if api_version else "")
    answer = _request(root, key, secret)
    if as_json:
        print_json(answer)
    elif curl:
        # double quotes: cmd.exe of Windows knows no others
        click.echo(f'curl -H "Authorization: Bearer {answer["access_token"]}" "{root}/data/v3/ed-fi/students?limit=5"')
    else:
        click.echo(answer["access_token"])


def _credentials(key: str | None, secret: str | None, known: tuple[ClientSettings, ...]) -> tuple[str, str]:
    if key is None:
        return known[0].key, secret or known[0].secret
    secrets = {client.key: client.secret for client in known}
    if secret is None and key not in secrets:
        raise UserError(f"no client has the key {key}{nearest(key, secrets)}; see mockedfi clients, or give --secret")
    return key, secret or secrets[key]


def _request(root: str, key: str, secret: str) -> dict[str, Any]:
    basic = b64encode(f"{key}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": FORM}
    status, answer = post(f"{root}/oauth/token", b"grant_type=client_credentials", headers)
    if not isinstance(answer, dict) or status in _NO_TOKENS:
        raise UserError(f"{root} issues no tokens; name a server with --url, and a version it has with --api-version")
    if refused(status) or "access_token" not in answer:
        raise UserError(f"{root} refused the client {key} with status {status}; see mockedfi clients")
    return answer
