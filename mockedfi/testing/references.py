"""What the catalogue says of documents: which others a body names, which members there can be."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

_OF_EVERY_DOCUMENT = ("id", "_etag", "_lastModifiedDate", "_ext")

if TYPE_CHECKING:
    from mockedfi.model.catalogue import Catalogue
    from mockedfi.model.plan import Plans


class References:
    """The references of bodies of one API version."""

    def __init__(self, api_version: str) -> None:
        self._version = api_version

    def of(self, resource: str, body: Any) -> list[tuple[str, Any, str]]:
        """(``itself`` or ``other``, what tells the document from all others, path of the reference).

        A body that is none of the resource names nothing.
        """
        namespace, _, plural = resource.partition("/")
        found = self._catalogue.find(namespace, plural)
        if found is None or not isinstance(body, dict):
            return []
        plan = self._plans[found.name]
        try:
            key = plan.key(body)
            links = [("other", (link.reference.target, link.key), link.path[2:]) for link in plan.references(body)]
        except (KeyError, TypeError, AttributeError):
            return []
        names = [found.name] if found.base is None else [found.name, found.base]
        own = [("itself", (name, key), "") for name in names]
        itself = {each[1] for each in own}
        return own + [link for link in links if link[1] not in itself]

    def members(self, resource: str) -> frozenset[str] | None:
        """Names of the members that documents of a resource can have; None for one that the catalogue has not."""
        namespace, _, plural = resource.strip("/").rpartition("/")
        found = self._catalogue.find(namespace or "ed-fi", plural)
        if found is None:
            return None
        shown = (found.surrogate,) if found.surrogate is not None else ()
        named = (*found.properties, *found.references, *found.children, *shown)
        return frozenset([*_OF_EVERY_DOCUMENT, *(each.name for each in named)])

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from mockedfi.dialect.versions import VERSIONS  # noqa: PLC0415 - only who asks needs the model
        from mockedfi.model.catalogue import load  # noqa: PLC0415 - the same

        return load(VERSIONS[self._version].data_standard)

    @cached_property
    def _plans(self) -> "Plans":
        from mockedfi.model.plan import Plans  # noqa: PLC0415 - only who asks needs the model

        return Plans(self._catalogue.resources, self._catalogue.key_names)
