"""Which resources of a composite a caller may see, and which of their documents.

Source: EdFi.Ods.Features/Composites/HqlBuilderAuthorizationDecorator.cs. A joined resource that the caller may not read
is left out; what is flattened into a row needs the claim alone.
"""

from collections.abc import Callable

from mockedfi.dialect import Dialect
from mockedfi.model.catalogue import Catalogue
from mockedfi.problems import Refusal
from mockedfi.problems.composites import VIEWS_UNSUPPORTED
from mockedfi.security.guard import Security
from mockedfi.security.tokens import Caller
from mockedfi.since import chosen
from mockedfi.store.documents import Record

Test = Callable[[Record], bool]
"""Whether a document is to be seen."""


class Access:
    """What one caller may see."""

    def __init__(self, caller: Caller, security: Security, catalogue: Catalogue, dialect: Dialect) -> None:
        self._caller = caller
        self._security = security
        self._catalogue = catalogue
        self._dialect = dialect
        self._judged: dict[str, Test | None] = {}

    def base(self, name: str) -> Test:
        """Which documents of the resource that a composite begins with.

        Raises:
            Refusal: none of them, or the configuration is at fault.
        """
        keep = self._keep(name)
        self._judged[name] = keep
        return keep

    def admits(self, name: str) -> bool:
        """Whether the caller may see documents of a resource at all."""
        return self._of(name) is not None

    def admits_record(self, name: str, record: Record) -> bool:
        """Whether the caller may see a document."""
        keep = self._of(name)
        return keep is not None and keep(record)

    def _of(self, name: str) -> Test | None:
        if name not in self._judged:
            try:
                self._judged[name] = self._keep(name)
            except Refusal as refusal:
                if self._status(refusal) != 403:
                    raise
                self._judged[name] = None
        return self._judged[name]

    def _keep(self, name: str) -> Test:
        resource = self._catalogue.resources[name]
        grant = self._security.check(self._caller, resource, "Read")
        if self._dialect.composites.custom_views_refused and self._security.looks_into_views(grant):
            raise Refusal(VIEWS_UNSUPPORTED, full_name=f"{resource.schema}.{resource.entity}")
        return self._security.visible(self._caller, grant, resource, composed=True) or _all

    def _status(self, refusal: Refusal) -> int:
        return int(chosen(refusal.problem.status, self._dialect.version.name))


def _all(record: Record) -> bool:  # noqa: ARG001 - a test has this shape
    return True
