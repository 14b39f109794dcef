"""A request as it is written: what is no HTTP, or could be taken for two different things, is refused.

The statuses are those of the reference's web server (Kestrel, BadHttpRequestException).
"""

import re
from urllib.parse import unquote_to_bytes

from cheroot.server import HTTPRequest, KnownLengthRFile

from mockedfi.http.incoming import CHUNK_LINE, LONGEST_CHUNK_LINE, HeadTooLarge, Incoming

MOST_HEADERS = 100
"""MaxRequestHeaderCount of Kestrel."""
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TARGET = re.compile(rb"[!-~]+")
_ABSOLUTE = re.compile(rb"https?://([^/?]*)", re.IGNORECASE)
_VALUE = re.compile(rb"[^\0\r\n]*")
_HOST = re.compile(rb"[0-9A-Za-z._~%!$&'()*+,;=:\[\]-]*")
_DIGITS = re.compile(rb"[0-9]{1,18}")
_SLASH = re.compile(rb"%2f", re.IGNORECASE)
_LARGEST_TRAILER = 32 * 1024
_AT_MOST_ONCE = (b"Content-Length", b"Host")


class Malformed(Exception):
    """A request that is refused with this status, and the headers that follow it."""


class Message(HTTPRequest):
    """One request, and its answer's way back."""

    def parse_request(self) -> None:
        """Read what precedes the body; `ready` if it can be answered."""
        try:
            first, *lines = self.conn.rfile.head()
            self._take_line(first)
            self._take_headers(lines)
            self._take_framing()
        except HeadTooLarge as error:
            self.simple_response("414 URI Too Long" if error.line else "431 Request Header Fields Too Large")
        except Malformed as error:
            self.simple_response(str(error))
        except ValueError:
            self.simple_response("400 Bad Request")
        else:
            self.ready = True

    def respond(self) -> None:
        """Let the application answer."""
        stream = self.conn.rfile
        length = int(self.inheaders.get(b"Content-Length", 0))
        self.rfile = Chunks(stream) if self.chunked_read else KnownLengthRFile(stream, length)
        self.server.gateway(self).respond()
        self.ensure_headers_sent()
        if self.chunked_write:
            self.conn.wfile.write(b"0\r\n\r\n")

    def send_headers(self) -> None:
        """Begin the answer; where the end of the request was not found, nothing can follow it."""
        if (b"Connection", b"close") in self.outheaders or (self.chunked_read and not self.rfile.ended):
            self.close_connection = True
        super().send_headers()

    def simple_response(self, status: str, msg: str = "") -> None:  # noqa: ARG002 - Kestrel says no more
        """Answer with a bare status. What follows on the connection is lost."""
        self.conn.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    def _take_line(self, line: bytes) -> None:
        """Method, target, protocol."""
        self.method, target, protocol = line.split(b" ")
        if not re.fullmatch(rb"HTTP/[0-9]\.[0-9]", protocol):
            raise ValueError(protocol)
        if protocol not in (b"HTTP/1.1", b"HTTP/1.0"):
            raise Malformed("505 HTTP Version Not Supported")
        self.request_protocol = protocol
        self.response_protocol = protocol.decode()
        absolute = _ABSOLUTE.match(target)
        self.authority = absolute[1] if absolute else b""
        self.uri = target = target[absolute.end() :] or b"/" if absolute else target
        if not (_TOKEN.fullmatch(self.method) and _TARGET.fullmatch(target)) or b"#" in target:
            raise ValueError(target)
        if target == b"*":
            self._allow(b"OPTIONS")
        elif target[:1] not in b"/?":
            self._allow(b"CONNECT")
        path, _, self.qs = target.partition(b"?")
        self.path = _resolved(path)

    def _allow(self, method: bytes) -> None:
        """Refuse what is no path, but to the method for which it is meant."""
        if self.method != method:
            raise Malformed(f"405 Method Not Allowed\r\nAllow: {method.decode()}")

    def _take_headers(self, lines: list[bytes]) -> None:
        """Names and values. One with an underscore is passed over: in an environment it would be another's."""
        if len(lines) > MOST_HEADERS:
            raise HeadTooLarge(line=False)
        headers: dict[bytes, bytes] = {}
        for line in lines:
            name, colon, value = line.partition(b":")
            if not (colon and _TOKEN.fullmatch(name) and _VALUE.fullmatch(value)):
                raise ValueError(line)
            name, value = name.title(), value.strip(b" \t")
            if name in headers:
                if name in _AT_MOST_ONCE:
                    raise ValueError(line)
                value = headers[name] + b", " + value
            if b"_" not in name:
                headers[name] = value
        headers.pop(b"Expect", None)
        self.inheaders = headers

    def _take_framing(self) -> None:
        """Whose request it is, where it ends, and whether another may follow."""
        headers = self.inheaders
        newer = self.response_protocol == "HTTP/1.1"
        host = headers.get(b"Host")
        if (host is None and newer) or not _HOST.fullmatch(host or b""):
            raise ValueError(host)
        if self.authority and host is not None and host.lower() != self.authority.lower():
            raise ValueError(host)
        length, coding = headers.get(b"Content-Length"), headers.get(b"Transfer-Encoding")
        if length is not None and not _DIGITS.fullmatch(length):
            raise ValueError(length)
        if coding is not None:
            if not newer or coding.lower().rpartition(b",")[2].strip() != b"chunked":
                raise ValueError(coding)
            self.chunked_read = True
        elif length is None and not newer and self.method in (b"POST", b"PUT"):
            raise ValueError(length)
        options = {each.strip().lower() for each in headers.get(b"Connection", b"").split(b",")}
        stays = newer or b"keep-alive" in options
        self.close_connection = not stays or b"close" in options or (length is not None and self.chunked_read)


def _resolved(path: bytes) -> bytes:
    """The path that is meant: decoded, but for its slashes, and without ``.`` and ``..`` (PathNormalizer of Kestrel).

    Raises:
        ValueError: there is a zero byte.
    """
    if b"%" in path:
        path = b"%2F".join(map(unquote_to_bytes, _SLASH.split(path)))
        if b"\0" in path:
            raise ValueError(path)
    if b"/." not in path:
        return path if path.startswith(b"/") else b"/" + path
    kept: list[bytes] = []
    for each in path.split(b"/")[1:]:
        if each == b"..":
            kept = kept[:-1]
        elif each != b".":
            kept.append(each)
    if path.endswith((b"/.", b"/..")):
        kept.append(b"")
    return b"/" + b"/".join(kept)


class Chunks:
    """A body in chunks, put together."""

    def __init__(self, stream: Incoming) -> None:
        self._stream = stream
        self._left = 0
        self.ended = False

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`; none at the end.

        Raises:
            ValueError: it is not in chunks.
            OSError: the client takes too long.
        """
        if not self._left and not self.ended:
            self._left = self._next_size()
            if not self._left:
                self._pass_trailer()
        if self.ended:
            return b""
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        if not data:
            raise ValueError("Unexpected end of request content.")
        if not self._left and self._stream.read(2) != b"\r\n":
            raise ValueError("Bad chunk suffix.")
        return data

    def _next_size(self) -> int:
        line = self._stream.readline(LONGEST_CHUNK_LINE)
        if not line:
            raise ValueError("Unexpected end of request content.")
        found = CHUNK_LINE.fullmatch(line)
        if found is None:
            raise ValueError("Bad chunk size data.")
        return int(found[1], 16)

    def _pass_trailer(self) -> None:
        """Go past the headers that may follow the last chunk."""
        passed = 0
        while (line := self._stream.readline(_LARGEST_TRAILER)) != b"\r\n":
            passed += len(line)
            if not line.endswith(b"\r\n") or passed > _LARGEST_TRAILER:
                raise ValueError("Unexpected end of request content.")
        self.ended = True
