"""Values of settings: what a text of the environment or the command line means, and which values are refused."""

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockedfi.settings.table import Setting

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off", "")


class Refused(Exception):
    """A value that a setting cannot take: `text` says why; `key` names the place within it, if there is one."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.key = key


def nearest(key: str, known: Iterable[str]) -> str:
    """``; did you mean port?`` where a known key is like this one, else nothing."""
    by_folded = {name.lower(): name for name in known}
    close = difflib.get_close_matches(key.lower(), by_folded, n=1, cutoff=0.5)
    return f"; did you mean {by_folded[close[0]]}?" if close else ""


def parse(text: str, setting: "Setting") -> Any:
    """The value that a text of the environment stands for.

    Raises:
        Refused: it stands for none.
    """
    match setting.kind:
        case "texts":
            return check([part.strip() for part in text.split(",") if part.strip()], setting, Path())
        case "files":
            return check([part for part in text.split(os.pathsep) if part], setting, Path())
        case "flag":
            return _flag(text)
        case "whole" | "number":
            return check(_number(text), setting, Path())
        case _:
            return check(text, setting, Path())


def check(value: Any, setting: "Setting", folder: Path) -> Any:
    """A value of a configuration file, or of Python, as the setting holds it; files are relative to `folder`.

    Raises:
        Refused: it is of the wrong type, or out of range.
    """
    match setting.kind:
        case "text":
            return _chosen(_typed(value, (str,), "a text"), setting)
        case "flag":
            if not isinstance(value, bool):
                raise Refused("must be true or false")
            return value
        case "whole":
            return _in_range(_typed(value, (int,), "a whole number"), setting)
        case "number":
            return _in_range(_typed(value, (int, float), "a number"), setting)
        case "texts":
            return tuple(_typed(item, (str,), "a list of texts") for item in _listed(value, "a list of texts"))
        case "file":
            return folder / _typed(value, (str, Path), "the path of a file")
        case "files":
            what = "a list of paths of files"
            return tuple(folder / _typed(item, (str, Path), what) for item in _listed(value, what))
        case "tables":
            return tuple(_mapping(row) for row in _listed(value, "tables, each with a [[header]] of its own"))
        case _:
            return value


def _chosen(value: str, setting: "Setting") -> str:
    if setting.choices and value not in setting.choices:
        raise Refused(f"must be {', '.join(setting.choices[:-1])} or {setting.choices[-1]}")
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused("must be tables, each with a [[header]] of its own")
    return value


def _typed(value: Any, types: tuple[type, ...], what: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, types):
        raise Refused(f"must be {what}")
    return value


def _listed(value: Any, what: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise Refused(f"must be {what}")
    return value


def _in_range(value: float, setting: "Setting") -> float:
    if setting.minimum is not None and value < setting.minimum:
        raise Refused(f"must be at least {setting.minimum:g}")
    if setting.maximum is not None and value > setting.maximum:
        raise Refused(f"must be at most {setting.maximum:g}")
    return value


def _number(text: str) -> float:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise Refused("must be a number")


def _flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise Refused("must be true or false")
