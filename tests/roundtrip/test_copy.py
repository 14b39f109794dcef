"""A copy from one API to another over HTTP: read everything, post it in the order of the dependencies.

The copy has the same documents, less what each server adds of its own.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from mockedfi.dialect.versions import DEFAULT_VERSIONS, VERSIONS
from mockedfi.districts.make import define, materialise
from mockedfi.http.start import create_app
from mockedfi.model.catalogue import Catalogue, load
from mockedfi.model.facts import Resource

from .world import EVERYTHING
from .wsgi import Client

OWN = ("id", "_etag", "_lastModifiedDate")
UNRESOLVED = 409


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a generated district."""
    folder = tmp_path_factory.mktemp("districts") / "generated"
    define(folder, {each.data_standard: each.school_year for each in VERSIONS.values()}, students=60, seed=11)
    materialise(folder, (), lambda _: None)
    return str(folder)


def api(version: str, district: str) -> Client:
    """A client that may do everything with an API that has the documents of a district."""
    application = create_app({"api_versions": (version,), "districts": (district,), "memory": True})
    return Client(application, f"/v{version}/api", *EVERYTHING)


@pytest.mark.parametrize("version", DEFAULT_VERSIONS)
def test_grand_bend_is_copied(version: str) -> None:
    assert_copied(version, "grand-bend")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_generated_district_is_copied(version: str, generated: str) -> None:
    assert_copied(version, generated)


def assert_copied(version: str, district: str) -> None:
    source, target = api(version, district), api(version, "empty")
    catalogue = load(VERSIONS[version].data_standard)
    for resource in in_dependency_order(source, catalogue):
        copy(resource.plural, source, target)
    for resource in catalogue.resources.values():
        assert everything(target, resource) == everything(source, resource), resource.name


def in_dependency_order(client: Client, catalogue: Catalogue) -> Iterator[Resource]:
    """What the API lists as creatable, in the order that it lists."""
    entries = client.send("GET", "/metadata/data/v3/dependencies").json()
    for entry in sorted(entries, key=lambda entry: entry["order"]):
        if "Create" in entry["operations"]:
            found = catalogue.find(*entry["resource"].strip("/").split("/"))
            assert found is not None, entry
            yield found


def copy(plural: str, source: Client, target: Client) -> None:
    """Post every document as it was read, but for its id.

    What refers to documents of the same resource may come before them, and is then tried again after the others.
    """
    waiting = [{name: value for name, value in item.items() if name != "id"} for item in source.dump(plural)]
    while waiting:
        answers = [(document, target.post(plural, document)) for document in waiting]
        refused = [(document, answer) for document, answer in answers if answer.status not in (200, 201)]
        assert all(answer.status == UNRESOLVED for _, answer in refused), refused[0]
        assert len(refused) < len(waiting), refused[0]
        waiting = [document for document, _ in refused]


def everything(client: Client, resource: Resource) -> list[Any]:
    """The documents of a resource without what the server adds, in an order that does not depend on it."""
    added = (*OWN, f"{resource.plural.removesuffix('s')}Id") if resource.descriptor else OWN
    items = client.dump(resource.plural)
    bare = ({name: without_links(value) for name, value in item.items() if name not in added} for item in items)
    return sorted(bare, key=repr)


def without_links(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_links(each) for name, each in value.items() if name != "link"}
    return [without_links(each) for each in value] if isinstance(value, list) else value
