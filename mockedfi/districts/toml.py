"""Writes tables as TOML that a person can edit: what is small on one line, long lists with an item a line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Table = dict[str, Any]

_WIDTH = 110
_WIDEST = 150


def written(tables: Mapping[str, Any], comment: str = "") -> str:
    """The tables as TOML; values, and lists of small tables, before tables, as the notation wants it."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += ["", *_body(tables, ())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _body(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    for name, value in table.items():
        if not _own_lines(name, value):
            yield from _pair(name, value)
    for name, value in table.items():
        path = (*above, name)
        if not _own_lines(name, value):
            continue
        title = ".".join(_key(each) for each in path)
        if isinstance(value, Mapping):
            if not all(_own_lines(below, each) for below, each in value.items()):
                yield from ("", f"[{title}]")
            yield from _body(value, path)
            continue
        for item in value:
            yield from ("", f"[[{title}]]", *_body(item, path))


def _own_lines(name: str, value: Any) -> bool:
    """Whether a value is written below a title: tables, and lists of tables of which one is long."""
    if isinstance(value, Mapping):
        return len(_inline(value)) + len(name) > _WIDTH or any(isinstance(each, Mapping) for each in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(isinstance(each, Mapping) and len(_inline(each)) > _WIDEST for each in value)
    return False


def _pair(name: str, value: Any) -> Iterator[str]:
    line = f"{_key(name)} = {_inline(value)}"
    if len(line) <= _WIDTH or isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        yield line
        return
    yield f"{_key(name)} = ["
    yield from (f"    {_inline(each)}," for each in value)
    yield "]"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_inline(each)}" for name, each in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_inline(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)
