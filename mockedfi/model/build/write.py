"""Writes catalogues and packed data: compact, sorted, the same bytes from the same facts."""

import gzip
import io
from typing import Any

import orjson

from mockedfi.model import notation
from mockedfi.model.build.tree import nodes
from mockedfi.model.catalogue import FORMAT
from mockedfi.model.facts import DataStandard, Resource


def catalogue(standard: DataStandard) -> bytes:
    """A data standard in the notation that `model.catalogue` reads, not compressed."""
    names = sorted(standard.resources)
    head = {
        "format": FORMAT,
        "name": standard.name,
        "version": standard.version,
        "abstracts": [notation.plain(standard.abstracts[name]) for name in sorted(standard.abstracts)],
        "resources": {name: _entry(standard.resources[name]) for name in names},
    }
    bodies = [_json(name) + b":" + _json(notation.plain(standard.resources[name])) for name in names]
    return b'{"head":' + _json(head) + b',\n"resources":{\n' + b",\n".join(bodies) + b"\n}}\n"


def _entry(resource: Resource) -> dict[str, Any]:
    """What must be known of a resource without decoding it."""
    targets = {each.target for node in nodes(resource) for each in node.references}
    targets |= {each.descriptor for node in nodes(resource) for each in node.properties if each.descriptor}
    entry: dict[str, Any] = {
        "namespace": resource.namespace,
        "plural": resource.plural,
        "order": resource.order,
        "targets": sorted(targets),
    }
    if resource.person:
        entry["person"] = True
    return entry


def packed(content: bytes) -> bytes:
    """Compressed, without a time stamp or a file name."""
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=target, mtime=0) as file:
        file.write(content)
    return target.getvalue()


def _json(value: Any) -> bytes:
    return orjson.dumps(value)
