"""Who reaches whom, found by looking at every document at every question."""

from typing import Any

from mockedfi.security.hierarchy import parent_paths
from mockedfi.security.subjects import ORGANIZATION
from mockedfi.security.views import View
from tests.security.worlds import World


class Naive:
    """Looks at every document at every question."""

    def __init__(self, world: World, gone: dict[str, list[dict[str, Any]]]) -> None:
        self._world = world
        self._gone = gone

    def _documents(self, name: str) -> list[dict[str, Any]]:
        return [record.document() for record in self._world.documents.table(name).records()]

    def below(self, claims: frozenset[int]) -> frozenset[int]:
        links = []
        known = set()
        for resource in self._world.catalogue.concrete(ORGANIZATION):
            for document in self._documents(resource.name):
                own = document[resource.identity[0][0]]
                known.add(own)
                for holder, name in parent_paths(self._world.catalogue, resource):
                    if holder in document:
                        links.append((document[holder][name], own))
        found = set(claims) & known
        while fresh := {child for parent, child in links if parent in found and child in known} - found:
            found |= fresh
        return frozenset(found)

    def connected(self, view: View, person: str, organizations: frozenset[int]) -> bool:
        return any(self._along(view, list(path), view.person, person, organizations) for path in view.paths)

    def _along(self, view: View, path: list[str], kind: str, person: str, organizations: frozenset[int]) -> bool:
        *before, last = path
        documents = self._documents(last) + (self._gone.get(last, []) if view.deletes else [])
        for document in documents:
            if document[f"{kind.lower()}Reference"][f"{kind.lower()}UniqueId"] != person:
                continue
            if before:
                student = document["studentReference"]["studentUniqueId"]
                if self._along(view, before, "Student", student, organizations):
                    return True
            else:
                holder = document.get("schoolReference") or document["educationOrganizationReference"]
                if next(iter(holder.values())) in organizations:
                    return True
        return False
