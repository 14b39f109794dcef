"""Which deletes are listed no longer, since an item with the key of the one that was deleted is there again.

The reference compares the columns of keys, hence the numbers of descriptors and persons in them, and these come back
with others (EdFi.Ods.Features/ChangeQueries/Repositories: DeletedItems/DeletedItemsQueryBuilderFactory.cs,
TrackedChangesIdentifierProjectionsProvider.cs).
"""

from mockedfi.dialect.changes import Changes as Dialect
from mockedfi.model.facts import Parameter
from mockedfi.model.plan import Plan
from mockedfi.security.bygone import OldKeys
from mockedfi.security.subjects import OldKey
from mockedfi.store.documents import Documents
from mockedfi.store.traces import Tracked


class Recreated:
    """The items of one resource that are there again."""

    def __init__(self, dialect: Dialect, plan: Plan, documents: Documents, old_keys: OldKeys, low: int) -> None:
        """`old_keys`: of the resource; `low`: the lowest change version of the deletes that are asked about."""
        self._plan = plan
        self._resource = resource = plan.resource
        self._table = documents.table(resource.name)
        anew = resource.person or dialect.persons_found_anew
        self._old_keys = None if anew else old_keys
        self._gone: dict[int, dict[str, int]] = {}
        for each in resource.parameters:
            target = each.descriptor or (None if anew else each.person)
            if target is not None and each.path in resource.identity:
                deletes = documents.changes.deletes(target, low)
                gone = {_shown(each, tracked): tracked.version for tracked in deletes}
                self._gone[resource.identity.index(each.path)] = gone

    def has(self, tracked: Tracked) -> bool:
        """Whether there is an item with the key of one that was deleted."""
        old = self._old_keys.of(tracked) if self._old_keys else OldKey(self._resource, tracked.old)
        key = self._plan.key(old.document())
        for place, gone in self._gone.items():
            if gone.get(key[place], 0) > tracked.version:
                return False
        return self._table.by_key(key) is not None


def _shown(parameter: Parameter, tracked: Tracked) -> str:
    """What keys call a descriptor or person that was deleted."""
    shown = "#".join(tracked.old)
    return shown.lower() if parameter.descriptor else shown
