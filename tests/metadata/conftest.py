"""The anonymous surface of each version, asked without any server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
import pytest

from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.metadata import Surface
from mockedfi.model import catalogue
from mockedfi.model.catalogue import Catalogue

VERSIONS = ("5.2", "7.3")


@dataclass
class Api:
    """One version as anonymous callers meet it."""

    version: str
    dialect: Dialect
    catalogue: Catalogue
    surface: Surface
    root: str
    parsed: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def ask(self, path: str, query: str = "", *, root: str = "", **headers: str) -> Answer | None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.surface.answer(Request(method="GET", path=path, query=query, headers=named, root=root or self.root))

    def get(self, path: str, query: str = "", *, root: str = "") -> Any:
        key = (path, query, root)
        if key not in self.parsed:
            answer = self.ask(path, query, root=root)
            assert answer is not None, path
            assert answer.status == 200
            self.parsed[key] = orjson.loads(answer.body)
        return self.parsed[key]

    def document(self, name: str, query: str = "", *, root: str = "") -> Any:
        """The document at ``/metadata/{name}/swagger.json``."""
        return self.get(f"/metadata/{name}/swagger.json", query, root=root)


@cache
def api_of(version: str) -> Api:
    dialect = Dialect.at(version)
    facts = catalogue.load(dialect.version.data_standard)
    return Api(version, dialect, facts, Surface(facts, dialect), f"http://127.0.0.1:54746/v{version}/api")


@pytest.fixture(params=VERSIONS)
def api(request: pytest.FixtureRequest) -> Api:
    return api_of(request.param)


@pytest.fixture
def old() -> Api:
    return api_of("5.2")


@pytest.fixture
def new() -> Api:
    return api_of("7.3")


@pytest.fixture
def references() -> Callable[[Any], set[str]]:
    """Everything that a document's ``$ref`` members point to."""

    def found(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(found(each) for each in value.values()))
        return set().union(*(found(each) for each in value)) if isinstance(value, list) else set()

    return found
