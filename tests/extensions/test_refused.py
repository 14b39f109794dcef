"""OpenAPI documents of extensions that cannot be served: each is refused in one line that names file and fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.errors import UserError
from mockedfi.settings import Settings


def link(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def described(classes: dict[str, Any]) -> dict[str, Any]:
    """A document of these classes, by their members; the first one has an address."""
    items = {"type": "array", "items": link(next(iter(classes)))}
    answer = {"200": {"content": {"application/json": {"schema": items}}}}
    schemas = {name: {"type": "object", "properties": members} for name, members in classes.items()}
    return {"paths": {"/texas/herds": {"get": {"responses": answer}}}, "components": {"schemas": schemas}}


def herd(**members: Any) -> dict[str, Any]:
    return {"texas_herd": {"herdId": {"type": "string", "maxLength": 9, "x-Ed-Fi-isIdentity": True}, **members}}


def referring(target: str, key: str) -> dict[str, Any]:
    """A herd that refers to a class of the data standard by a key."""
    reference = f"edFi_{target}Reference"
    return described({**herd(reference=link(reference)), reference: {key: {"type": "string"}}})


def extending(name: str) -> dict[str, Any]:
    return described(
        {**herd(), f"{name}Extensions": {"texas": link(f"texas_{name}Extension")}, f"texas_{name}Extension": {}}
    )


REFUSED = {
    "no JSON": ("openapi: 3.0.1", "not an OpenAPI document (Expecting value"),
    "no object": ("[]", "it holds no object"),
    "no classes": ({"openapi": "3.0.1"}, "an OpenAPI document without schemas"),
    "classes in a list": ({"components": {"schemas": ["texas_herd"]}}, "the list of classes or of paths is no object"),
    "members in a list": ({"components": {"schemas": {"texas_herd": {"properties": ["herdId"]}}}}, "texas_herd is no"),
    "a member of a word": ({"components": {"schemas": {"a": {"properties": {"b": "text"}}}}}, "a.b is no object"),
    "operations in a list": ({**described(herd()), "paths": {"/texas/herds": []}}, "/texas/herds is no object"),
    "nothing new": (described({"edFi_school": {}}) | {"paths": {}}, "it describes nothing beyond the data standard"),
    "a class that is missing": (
        described(herd(brand=link("texas_brand"))),
        "texas_herd names texas_brand, which no document describes",
    ),
    "a reference to nothing": (referring("ranch", "ranchId"), "it refers to Ranch, which data standard 5.2"),
    "a reference by another key": (
        referring("school", "schoolName"),
        "it refers to School by schoolName, where data standard 5.2 has schoolId",
    ),
    "an addition to nothing": (extending("ranch"), "it extends Ranch, which data standard 5.2 does not have"),
    "descriptors of no kind": (
        described(herd(brandDescriptor={"type": "string", "maxLength": 306})),
        "no document lists the descriptors of texas_herd.brandDescriptor",
    ),
}


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., list[str]]:
    """Starts a server with a document; the notices that it gives."""

    def started(content: Any, *versions: str) -> list[str]:
        (tmp_path / "texas.json").write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        notices: list[str] = []
        settings = Settings(api_versions=versions, memory=True, extensions=(tmp_path / "texas.json",))
        Host(settings, notice=notices.append).close()
        return notices

    return started


@pytest.mark.parametrize(("content", "complaint"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(start: Callable[..., Any], tmp_path: Path, content: Any, complaint: str) -> None:
    with pytest.raises(UserError) as refused:
        start(content, "7.3")
    message = str(refused.value)
    assert message.startswith(str(tmp_path / "texas.json"))
    assert complaint in message
    assert "\n" not in message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gone.json"
    with pytest.raises(UserError, match=r"gone\.json"):
        Host(Settings(api_versions=("7.3",), memory=True, extensions=(path,)), notice=pytest.fail)


def test_a_version_that_it_does_not_go_with_is_served_without(start: Callable[..., list[str]]) -> None:
    left_out, unclaimed = start(extending("contact"), "7.3", "5.2")
    assert "left out of API version 5.2 (it extends Contact, which data standard 3.3 does not have)" in left_out
    assert "API version 7.3: only Ed-Fi Open may use texas/herd; name them under resource_claims" in unclaimed
