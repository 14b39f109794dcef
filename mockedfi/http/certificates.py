"""HTTPS: a server's certificate, generated once for each host, or one's own."""

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cheroot.makefile import MakeFile
from cheroot.ssl import Adapter
from filelock import FileLock

from mockedfi.errors import UserError
from mockedfi.reaching import AUTHORITY, certificates

SERVER = "server.pem"
_NAMES = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - what a certificate cannot name
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""A part of a name in DNS; a computer may be called otherwise, ``ada_s_laptop``."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM."""

    server: Path
    """The server's certificate, those between it and an authority, and its private key."""
    authority: Path | None = None
    """What clients have to trust; None where that is not our business."""

    def context(self) -> ssl.SSLContext:
        """What a server encrypts with. Raises `UserError`: the file is not there, or is something else."""
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            made.load_cert_chain(self.server)
        except (OSError, ssl.SSLError) as error:
            raise UserError(
                f"{self.server} cannot be used for HTTPS ({error.strerror or error}); "
                "it must hold a certificate and its private key without a password, in PEM"
            ) from None
        return made


def generated(host: str, folder: Path | None = None) -> Certificate:
    """A certificate for a host and the names of this machine, generated if there is none yet.

    It stays the same from start to start, so that clients need to be told of it once. The private key of its
    authority is never written: trusting that authority is trusting this certificate alone.

    Args:
        folder: of all such certificates; None: ``.mockedfi/https`` in the user's home.

    Raises:
        UserError: the files cannot be written.
    """
    kept = (folder or certificates()) / _folder_name(host)
    made = Certificate(kept / SERVER, kept / AUTHORITY)
    try:
        kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(kept / "lock"):
            if not made.server.is_file():
                _generate(host, made.server, kept / AUTHORITY)
    except OSError as error:
        raise UserError(
            f"no certificate can be kept in {kept} ({error.strerror or error}); name one of your own with --certificate"
        ) from None
    return made


def _folder_name(host: str) -> str:
    return "".join(each if each.isalnum() or each in ".-" else "_" for each in host) or "_"


def _generate(host: str, server: Path, authority: Path) -> None:
    """Write the files, that with the key last and readable for the user alone."""
    import trustme  # noqa: PLC0415 - only who generates a certificate waits for it

    names = dict.fromkeys([*_NAMES, *filter(_can_be_named, (socket.gethostname(), host))])
    issuer = trustme.CA(organization_name="mockedfi", organization_unit_name="mockedfi on this machine")
    issued = issuer.issue_cert(*names, organization_name="mockedfi")
    issuer.cert_pem.write_to_path(authority)
    parts = server.with_suffix(".part")
    parts.touch(mode=0o600)
    issued.private_key_and_cert_chain_pem.write_to_path(parts)
    parts.replace(server)


def _can_be_named(host: str) -> bool:
    """Whether a certificate can be for a host: not for every address, nor for a name that DNS does not know."""
    if host in _EVERYWHERE:
        return False
    with suppress(ValueError):
        return not getattr(ip_address(host), "scope_id", None)
    return all(map(_LABEL.fullmatch, host.split(".")))


class Encryption(Adapter):
    """How cheroot encrypts: the client is greeted as the first bytes are read, so that a slow one holds up nobody."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context

    def bind(self, sock: Any) -> Any:
        """A listening socket; those that it accepts are encrypted."""
        return sock

    def wrap(self, sock: Any) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """An accepted socket, encrypted; and what WSGI says about it."""
        encrypted = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return encrypted, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        """What WSGI says about encrypted requests."""
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: Any, mode: str = "r", bufsize: int = -1) -> Any:
        """A file on a socket."""
        return MakeFile(sock, mode, bufsize)
