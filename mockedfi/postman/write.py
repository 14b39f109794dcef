"""Writes the collections and the environment of one API version."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.errors import UserError
from mockedfi.postman.errors import errors
from mockedfi.postman.notation import collection, environment
from mockedfi.postman.profiles import profiles
from mockedfi.postman.relationships import relationships
from mockedfi.postman.scene import Scene, environment_values
from mockedfi.postman.token_info import token_info
from mockedfi.settings import ClientSettings

STORIES = (relationships, profiles, token_info, errors)


def write(dialect: Dialect, clients: Iterable[ClientSettings], url: str, root: str, folder: Path) -> list[Path]:
    """Write into `folder`, in place of what an earlier version of these files was. Returns the files.

    Args:
        clients: the packaged clients.
        url: of the server: ``http://127.0.0.1:54746``.
        root: below it, the path of the version.

    Raises:
        UserError: the folder cannot be written.
    """
    version = dialect.version.name
    scene = Scene.of(dialect)
    values = environment_values(url.rstrip("/"), root, {each.key: each.secret for each in clients})
    files = {f"mockedfi-v{version}.postman_environment.json": environment(f"mockedfi {version}", values)}
    for tell in STORIES:
        story = tell(scene)
        files[f"{story.file}.postman_collection.json"] = collection(story, version)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_written(folder / name, content) for name, content in files.items()]
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}); choose another folder with -o") from error


def _written(file: Path, content: Any) -> Path:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file
