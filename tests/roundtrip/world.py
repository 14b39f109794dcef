"""One API version under test: a client that may do everything, and the makers that know its data standard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mockedfi.dialect.versions import DEFAULT_VERSIONS, VERSIONS
from mockedfi.http.start import create_app
from mockedfi.model.catalogue import Catalogue, load, load_descriptors
from mockedfi.model.facts import Node, Resource
from mockedfi.since import number

from .maker import Document, Made, Maker, Story
from .voices import Voice, voice
from .wsgi import Client

STANDARDS = {name: VERSIONS[name].data_standard for name in sorted(DEFAULT_VERSIONS)}
"""The versions that all tests are about, and the data standard of each."""
EVERYTHING = ("open", "open-secret")
"""Key and secret of the packaged client that may do everything."""


def every_resource(versions: Iterable[str] = STANDARDS) -> Iterator[tuple[str, str]]:
    """(version, resource) for every resource of versions, descriptors too."""
    for version in versions:
        for name in load(VERSIONS[version].data_standard).resources:
            yield version, name


def standard_descriptors(standard: str) -> dict[str, list[str]]:
    """The URIs of the standard's own descriptor values, by kind."""
    return {
        kind: [f"{(value[2] if len(value) > 2 else None) or each['namespace']}#{value[0]}" for value in each["values"]]
        for kind, each in load_descriptors(standard).items()
    }


@dataclass
class World:
    version: str
    standard: str
    catalogue: Catalogue
    client: Client
    maker: Maker
    voice: Voice

    @classmethod
    def of(cls, version: str) -> "World":
        """A new server of one version."""
        application = create_app({"api_versions": (version,), "districts": ("empty",), "memory": True})
        client = Client(application, f"/v{version}/api", *EVERYTHING)
        standard = VERSIONS[version].data_standard
        catalogue = load(standard)
        maker = Maker(catalogue, standard_descriptors(standard))
        return cls(version, standard, catalogue, client, maker, voice(version))

    def prepare(self, story: Story) -> None:
        """Post what the subject leans on."""
        refused = []
        for made in story.before:
            answer = self.client.post(made.resource.plural, made.document)
            if answer.status != 201:
                self.maker.forget(made)
                refused.append(f"{made.resource.name}: {answer.status} {answer.body.decode()}\n{made.document}")
        assert not refused, "\n".join(refused)

    def shown(self, made: Made, answer: Any) -> Document:
        """What GET shows, less what the server adds of its own."""
        added = ("id", "_etag", "_lastModifiedDate", *self.surrogate_key(made.resource))
        given = {name: value for name, value in answer.items() if name not in added}
        return _bare(made.resource, given, made.document)

    def surrogate_key(self, resource: Resource) -> list[str]:
        """The number that is a descriptor's primary key and that is shown until 6.x: ``termDescriptorId``."""
        return (
            [f"{resource.plural.removesuffix('s')}Id"] if resource.descriptor and number(self.version) < (7, 0) else []
        )


def _bare(node: Node, shown: Document, sent: Document) -> Document:
    """Without links, empty collections, and references that only follow from others."""
    bare = dict(shown)
    for reference in node.references:
        if reference.name in bare:
            bare[reference.name] = {name: value for name, value in bare[reference.name].items() if name != "link"}
            if reference.implied and reference.name not in sent:
                del bare[reference.name]
    for child in node.children:
        value = bare.get(child.name)
        if not value:
            bare.pop(child.name, None)
        elif child.many:
            given = sent.get(child.name, [])
            bare[child.name] = [_bare(child, *pair) for pair in zip(value, [*given, *[{}] * len(value)], strict=False)]
        else:
            bare[child.name] = _bare(child, value, sent.get(child.name, {}))
    return bare
