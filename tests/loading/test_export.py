"""What is exported can be loaded again, and is then the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockedfi.errors import UserError
from mockedfi.loading.doors import Inside
from mockedfi.loading.export import Export
from mockedfi.loading.load import load
from mockedfi.loading.sources import Sources
from mockedfi.model.catalogue import load as catalogue_of


def exported(door: Inside, folder: Path) -> Export:
    export = Export(door, door._instance.catalogue, lambda _: None)
    export.into(folder)
    return export


@pytest.mark.parametrize(("version", "standard"), [("5.2", "3.3"), ("7.3", "5.2")])
def test_exported_and_loaded_again(inside: Callable[..., Inside], tmp_path: Path, version: str, standard: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert exported(inside(version, "cedar-ridge"), first).denied == []
    door = inside(version)
    with Sources(catalogue_of(standard)) as sources:
        report = load(sources.batches([first]), door, lambda _: None)
    assert report.total.refused == 0
    assert report.counts["/ed-fi/students"].created == 40
    exported(door, second)
    names = {file.name for file in first.iterdir()}
    assert {file.name for file in second.iterdir()} == names
    for name in names:
        one, other = (json.loads((folder / name).read_bytes()) for folder in (first, second))
        assert sorted(one, key=repr_of) == sorted(other, key=repr_of), name


def test_json_lines_in_place_of_arrays(inside: Callable[..., Inside], tmp_path: Path) -> None:
    door = inside("7.3", "cedar-ridge")
    arrays = {path.stem: json.loads(path.read_bytes()) for path in written(door, tmp_path, lines=False)}
    lines = {path.stem: path.read_text("utf-8").splitlines() for path in written(door, tmp_path, lines=True)}
    assert {stem: [*map(json.loads, documents)] for stem, documents in lines.items()} == arrays
    with Sources(catalogue_of("5.2")) as sources:
        assert load(sources.batches([tmp_path]), inside(), lambda _: None).total.refused == 0


def written(door: Inside, folder: Path, *, lines: bool) -> list[Path]:
    """The files of an export, which are all that is left of an earlier one."""
    Export(door, door._instance.catalogue, lambda _: None).into(folder, lines=lines)
    files = list(folder.iterdir())
    assert {file.suffix for file in files} == {".jsonl" if lines else ".json"}
    return files


def repr_of(document: Any) -> str:
    """The same for 1 and 1.0."""
    return json.dumps(document, sort_keys=True).replace(".0", "")


def test_an_export_replaces_an_earlier_one_but_nothing_else(inside: Callable[..., Inside], tmp_path: Path) -> None:
    door = inside()
    exported(door, tmp_path)
    exported(door, tmp_path)
    (tmp_path / "letters.json").write_text("[]")
    with pytest.raises(UserError, match=r"holds other files, such as letters\.json"):
        exported(door, tmp_path)
    assert (tmp_path / "letters.json").exists()


def test_smaller_pages_where_the_server_has_a_lower_maximum(serve: Callable[..., object], tmp_path: Path) -> None:
    api = serve(api_versions=("7.3",), districts=("empty",), paging_max=60)
    door = Inside(api.instance, "open", "open-secret")  # type: ignore[attr-defined]
    export = Export(door, door._instance.catalogue, lambda _: None)
    counts = export.into(tmp_path)
    assert counts["schoolYearTypes"] == 51
    assert sum(counts.values()) > 3000


def test_what_a_client_may_not_read_is_left_out_and_named(serve: Callable[..., object], tmp_path: Path) -> None:
    api = serve(api_versions=("7.3",), districts=("cedar-ridge",))
    door = Inside(api.instance, "roster-vendor", "roster-vendor-secret")  # type: ignore[attr-defined]
    export = exported(door, tmp_path)
    assert "/ed-fi/grades" in export.denied
    assert not (tmp_path / "grades.json").exists()
    assert (tmp_path / "schools.json").exists()
