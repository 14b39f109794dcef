"""Reads interchange files element by element, so that a file of any size takes little memory."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from mockedfi.errors import UserError

_ROOT = "Interchange"


def elements(file: Path) -> Iterator[Element]:
    """The elements below the root, one at a time; each is given up when the next one is asked for.

    Their tags, and those below, are without XML namespace.

    Raises:
        UserError: the file cannot be read, is no XML, or no interchange file.
    """
    try:
        yield from _below_the_root(file)
    except (ParseError, DefusedXmlException) as error:
        raise UserError(f"{file} is no XML that can be read ({error}); mend it") from None
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}); name another file") from None


def _below_the_root(file: Path) -> Iterator[Element]:
    root: Element | None = None
    depth = 0
    for event, element in iterparse(file, events=("start", "end")):
        if event == "start":
            depth += 1
            if root is None:
                root = element
                _check(file, element)
            continue
        depth -= 1
        element.tag = element.tag.rpartition("}")[2]
        if depth == 1 and root is not None:
            yield element
            root.clear()


def _check(file: Path, root: Element) -> None:
    name = root.tag.rpartition("}")[2]
    if not name.startswith(_ROOT):
        raise UserError(f"{file} is no Ed-Fi interchange file: its root is {name}, not {_ROOT}…; name another file")
