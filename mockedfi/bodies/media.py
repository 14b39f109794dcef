"""What a Content-Type says of a body: its media type, and the encoding of its text.

Source: TextInputFormatter of ASP.NET Core, which reads UTF-8 and UTF-16, by any name that .NET knows for them.
"""

import re
from dataclasses import replace

from mockedfi.exchange import Request
from mockedfi.problems import Refusal
from mockedfi.problems.data import MEDIA_TYPE_MISSING, MEDIA_TYPE_UNSUPPORTED

_UTF_8 = ("utf-8", "unicode-1-1-utf-8", "unicode-2-0-utf-8", "x-unicode-1-1-utf-8", "x-unicode-2-0-utf-8")
_UTF_16 = ("utf-16", "utf-16le", "ucs-2", "unicode", "iso-10646-ucs-2")
_ENCODINGS = dict.fromkeys(_UTF_8, "utf-8") | dict.fromkeys(_UTF_16, "utf-16-le")
_CHARSET = "charset="
_JSON_TYPE = re.compile(r"(?:application|text)/json|application/.+\+json")


def declared(content_type: str) -> tuple[str, str | None]:
    """The media type in lower case, and the encoding; None for one that is not read."""
    media_type, *parameters = (each.strip().lower() for each in content_type.split(";"))
    named = [each.removeprefix(_CHARSET).strip('"') for each in parameters if each.startswith(_CHARSET)]
    return media_type, _ENCODINGS.get(named[0]) if named else "utf-8"


def in_utf_8(body: bytes, encoding: str) -> bytes:
    """A body recoded."""
    return body if encoding == "utf-8" else body.decode(encoding, "replace").encode("utf-8", "replace")


def json_of(request: Request) -> Request:
    """A request with a body that is declared as JSON, recoded if that is needed.

    Source: NewtonsoftJsonInputFormatter of ASP.NET Core.

    Raises:
        Refusal: it is declared as anything else, or as nothing.
    """
    content_type = request.headers.get("content-type", "")
    if not content_type:
        raise Refusal(MEDIA_TYPE_MISSING)
    media_type, encoding = declared(content_type)
    if encoding is None or not _JSON_TYPE.fullmatch(media_type):
        raise Refusal(MEDIA_TYPE_UNSUPPORTED)
    return request if encoding == "utf-8" else replace(request, body=in_utf_8(request.body, encoding))
