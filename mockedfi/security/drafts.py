"""Documents that have what they must: some values are given, the others are taken from what the store holds."""

from collections.abc import Mapping
from typing import Any

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Path, Property, Reference, Resource
from mockedfi.security.explanation import Post
from mockedfi.store.documents import Documents
from mockedfi.store.referring import descriptor_value

_DATA = "/data/v3"
_CODE = "Other"
"""Code value of a descriptor that is made because its kind has none."""


class Drafts:
    """Makes documents that the server accepts."""

    def __init__(self, catalogue: Catalogue, documents: Documents, clock: Clock) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._clock = clock

    def post(self, resource: Resource, body: dict[str, Any]) -> Post:
        """A whole document, to be posted."""
        return Post(path=f"{_DATA}/{resource.namespace}/{resource.plural}", body=body)

    def posts(self, resource: Resource, known: Mapping[Path, Any]) -> tuple[Post, ...]:
        """A document with the `known` values, after the descriptors that it needs and that are not there."""
        body: dict[str, Any] = {}
        for path, value in known.items():
            _put(body, path, value)
        before: list[Post] = []
        self._fill(resource, body, self._sample(resource), before)
        return (*before, self.post(resource, body))

    def _sample(self, resource: Resource) -> Mapping[str, Any]:
        """A document of the kind, whose values are plausible."""
        records = self._documents.table(resource.name).records()
        return records[0].document() if records else {}

    def _fill(self, node: Node, body: dict[str, Any], sample: Mapping[str, Any], before: list[Post]) -> None:
        """Give every required member a value."""
        for reference in node.references:
            if reference.required and reference.name not in body:
                body[reference.name] = sample.get(reference.name) or self._referred(reference, before)
        for each in node.properties:
            if each.required and each.name not in body:
                body[each.name] = self._value(each, sample.get(each.name), before)
        for child in node.children:
            if child.required and child.name not in body:
                body[child.name] = sample.get(child.name) or self._child(child, before)

    def _child(self, child: Child, before: list[Post]) -> Any:
        item: dict[str, Any] = {}
        self._fill(child, item, {}, before)
        return [item] if child.many else item

    def _referred(self, reference: Reference, before: list[Post]) -> dict[str, Any]:
        """The first document that would do."""
        for resource in self._catalogue.concrete(reference.target):
            for record in self._documents.table(resource.name).records()[:1]:
                paths = self._paths(reference, resource)
                return {key.value.name: _get(record.document(), paths[key.target]) for key in reference.keys}
        return {key.value.name: self._value(key.value, None, before) for key in reference.keys}

    def _paths(self, reference: Reference, resource: Resource) -> dict[Path, Path]:
        """Where a document of `resource` has what the reference's target, which may be its base, has at a path."""
        targets = [key.target for key in reference.keys]
        if reference.target == resource.name:
            return {each: each for each in targets}
        names = self._catalogue.abstracts[reference.target].identity
        return {each: resource.identity[names.index(each[-1])] for each in targets}

    def _value(self, value: Property, usual: Any, before: list[Post]) -> Any:
        """What the sample has; of dates that tell items apart, and of what it has not, something of the right type."""
        if value.descriptor is not None:
            return usual or self._descriptor(self._catalogue.resources[value.descriptor], before)
        if usual is not None and not (value.identity and value.type in ("date", "datetime")):
            return usual
        match value.type:
            case "date":
                return self._clock.now().date().isoformat()
            case "datetime":
                return self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
            case "time":
                return "08:00:00"
            case "boolean":
                return False
            case "string" | "descriptor":
                return "string"
            case _:
                return 1

    def _descriptor(self, kind: Resource, before: list[Post]) -> str:
        """The first value of a kind of descriptor; one that is to be posted before, if there is none."""
        records = self._documents.table(kind.name).records()
        document: dict[str, Any]
        if records:
            document = records[0].document()
        else:
            document = {"namespace": f"uri://ed-fi.org/{kind.name}", "codeValue": _CODE, "shortDescription": _CODE}
            before.append(self.post(kind, document))
        return descriptor_value(document)


def _put(body: dict[str, Any], path: Path, value: Any) -> None:
    for name in path[:-1]:
        body = body.setdefault(name, {})
    body[path[-1]] = value


def _get(document: Mapping[str, Any], path: Path) -> Any:
    value: Any = document
    for name in path:
        value = value[name]
    return value
