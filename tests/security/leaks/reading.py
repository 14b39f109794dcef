"""Who may read what, found by looking at every document at every question.

Nothing of the server's own authorization is used: the claim sets are read as files, the rules are written down here
once more, plainly. Where a list follows other rules than a single item, `listed` and `item` differ, and
`DIFFERENCES` says where and why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource, Subject

Documents = Mapping[str, Mapping[str, dict[str, Any]]]
"""By resource and id."""
DEPARTMENT, LEA, SCHOOL = "OrganizationDepartment", "LocalEducationAgency", "School"
COMMUNITY, PROVIDER, PSI = "CommunityOrganization", "CommunityProvider", "PostSecondaryInstitution"
ANY = "EducationOrganizationId"
PARENTS = {
    "EducationServiceCenter": ("stateEducationAgencyReference",),
    LEA: ("parentLocalEducationAgencyReference", "educationServiceCenterReference", "stateEducationAgencyReference"),
    SCHOOL: ("localEducationAgencyReference",),
    PROVIDER: ("communityOrganizationReference",),
    DEPARTMENT: ("parentEducationOrganizationReference",),
}
"""Which references make one education organization stand below another."""
TYPE_GRAPH = {
    "StateEducationAgency": ("StateEducationAgency", "EducationServiceCenter", LEA, SCHOOL),
    "EducationServiceCenter": ("EducationServiceCenter", LEA, SCHOOL),
    LEA: (LEA, SCHOOL),
    SCHOOL: (SCHOOL,),
}
"""5.2: which types a claim of a type may be asked for, as far as the subject's type is in it at all."""
DIFFERENCES = {
    # what a list does otherwise than an item: versions, source
    "staff that only the claim of a community provider or a post-secondary institution reaches are not listed": (
        ("5.2",),
        "1200-AuthViewsSupportOrgDeptId.sql has the views; Relationships/Filters has no filter that uses them",
    ),
    "a community organization is read, but not listed, by the claim of its provider": (
        ("5.2",),
        "a single item takes auth.CommunityOrganizationIdToCommunityProviderId in either direction, a filter in one",
    ),
    "an education organization is read, but not listed, by its own claim if its type has no filter": (
        ("5.2",),
        "the claim is compared with a single item in memory; Relationships/Filters has no filter for the type",
    ),
    "a department is read by what stands above it, and listed by its own id": (
        ("5.2",),
        "a single item is taken by ParentEducationOrganizationId; the filter takes the base's EducationOrganizationId",
    ),
    "a namespace that differs from the prefix in letter case is read, but not listed": (
        ("5.2", "7.3"),
        "StartsWith without letter case; LIKE, which on PostgreSQL minds it (NamespaceBased)",
    ),
}


class Closed(Exception):
    """A list that is refused as a whole."""


@dataclass(frozen=True)
class Asker:
    """One client."""

    claim_set: str
    claims: tuple[int, ...]
    prefixes: tuple[str, ...]


class Reading:
    """What a plain reading of claim sets, strategies and documents allows."""

    def __init__(
        self, version: str, catalogue: Catalogue, documents: Documents, claim_sets: Sequence[Mapping[str, Any]]
    ) -> None:
        """`claim_sets`: files in the notation of claim sets, the standard one first."""
        self._old = version == "5.2"
        self._catalogue = catalogue
        self._documents = documents
        self._sets: dict[str, dict[str, Any]] = {}
        self._defaults: dict[str, Any] = {}
        for file in claim_sets:
            self._defaults |= file.get("resource_claims", {})
            for name, claims in file.get("claim_sets", {}).items():
                self._sets.setdefault(name, {}).update(claims)
        self._by_lower = {name.lower(): name for name in self._defaults}
        self._type: dict[int, str] = {}
        self._above: dict[int, list[int]] = {}
        self._find_organizations()
        self._places = {
            "Student": self._pairs("StudentSchoolAssociation", "student"),
            "responsible": self._pairs("StudentEducationOrganizationResponsibilityAssociation", "student"),
            "Staff": self._pairs("StaffEducationOrganizationEmploymentAssociation", "staff")
            | self._pairs("StaffEducationOrganizationAssignmentAssociation", "staff"),
        }
        self._family: dict[str, set[str]] = {}
        self._reached: dict[Any, frozenset[int]] = {}
        self._views: dict[Any, set[int | None]] = {}

    # Documents

    def _find_organizations(self) -> None:
        for resource in self._catalogue.concrete("EducationOrganization"):
            for document in self._documents.get(resource.name, {}).values():
                own = document[resource.identity[0][0]]
                self._type[own] = resource.name
                held = [document[name] for name in PARENTS.get(resource.name, ()) if name in document]
                self._above[own] = [next(iter(each.values())) for each in held]

    def _pairs(self, name: str, person: str) -> set[tuple[str, int]]:
        """(person, education organization) of every association."""
        found = set()
        for document in self._documents.get(name, {}).values():
            place = document.get("schoolReference") or document["educationOrganizationReference"]
            found.add((document[f"{person}Reference"][f"{person}UniqueId"], next(iter(place.values()))))
        return found

    def _children(self, id_: int, kind: str) -> set[int]:
        return {each for each, above in self._above.items() if id_ in above and self._type[each] == kind}

    def _below(self, ids: frozenset[int]) -> frozenset[int]:
        if ids not in self._reached:
            found = set(ids) & set(self._type)
            while more := {each for each, above in self._above.items() if found & set(above)} - found:
                found |= more
            self._reached[ids] = frozenset(found)
        return self._reached[ids]

    # Claims

    def strategies(self, claim_set: str, resource: Resource) -> list[str] | None:
        """Those that judge reading; None: it is not granted."""
        names = (f"{resource.namespace}/{resource.name}".lower(), resource.name.lower())
        name: str | None = next((self._by_lower[each] for each in names if each in self._by_lower), None)
        held, granted, override, default = self._sets[claim_set], False, None, None
        while name is not None:
            default = default or self._defaults[name]["defaults"].get("Read")
            if "Read" in held.get(name, {}):
                granted = True
                override = override or held[name]["Read"]
            name = self._defaults[name]["parent"]
        return (override or default) if granted else None

    # Answers

    def item(self, asker: Asker, resource: Resource, document: dict[str, Any]) -> bool:
        """Whether a client may read an item by its id."""
        names = self.strategies(asker.claim_set, resource)
        if names is None:
            return False
        either = [name for name in names if name.startswith("Relationships")]
        if "NamespaceBased" in names:
            value = self._namespace(resource, document)
            if value is None or not value.lower().startswith(tuple(each.lower() for each in asker.prefixes)):
                return False
        return not either or any(self._related(asker, name, resource, document) for name in either)

    def difference(self, asker: Asker, resource: Resource, document: dict[str, Any], *, shown: bool) -> str:
        """Which of `DIFFERENCES` it is that an item is read and not `shown` in the list, or the other way round."""
        if self.item(asker, resource, document) == shown:
            return ""
        names = list(DIFFERENCES)
        if "NamespaceBased" in (self.strategies(asker.claim_set, resource) or ()):
            return names[4]
        if resource.name == DEPARTMENT:
            return names[3]
        ids = [_at(document, each.path) for each in resource.subjects if each.kind == "EducationOrganization"]
        own = bool(ids) and ids[0] in asker.claims
        by_staff = any(each.kind == "Staff" for each in resource.subjects)
        if by_staff and not own:
            return names[0]
        return names[2] if own else names[1]

    def listed(self, asker: Asker, resource: Resource) -> list[str]:
        """Ids of the items that a list shows, each as often as it does.

        Raises:
            Closed: there is no list at all.
        """
        names = self.strategies(asker.claim_set, resource)
        if names is None or ("NamespaceBased" in names and not asker.prefixes):
            raise Closed
        either = [name for name in names if name.startswith("Relationships")]
        if self._old and either:
            self._must_be_listable(asker, either[0], resource)
        if self._old and "NamespaceBased" in names and resource.descriptor:
            raise Closed
        return [
            id_
            for id_, document in self._documents.get(resource.name, {}).items()
            if ("NamespaceBased" not in names or (self._namespace(resource, document) or "").startswith(asker.prefixes))
            and (not either or any(self._related(asker, name, resource, document, many=True) for name in either))
            for _ in range(self._times(asker, either[0], resource, document) if self._old and either else 1)
        ]

    def _namespace(self, resource: Resource, document: dict[str, Any]) -> str | None:
        if resource.descriptor or "namespace" in document:
            return str(document["namespace"])
        (path,) = {each.path for each in resource.parameters if each.member.endswith("Namespace")}
        value = _at(document, path)
        return None if value is None else str(value)

    def _related(
        self, asker: Asker, strategy: str, resource: Resource, document: dict[str, Any], *, many: bool = False
    ) -> bool:
        subjects = _taken(strategy, resource)
        if self._old:
            claims = [each for each in asker.claims if each in self._type]
            own = document[resource.identity[0][0]] if many and resource.base == "EducationOrganization" else None
            return all(self._old_rule(claims, strategy, each, document, own, many=many) for each in subjects)
        return all(self._new_rule(asker, strategy, each, document) for each in subjects)

    # 6.0 and later: whatever the type

    def _new_rule(self, asker: Asker, strategy: str, subject: Subject, document: dict[str, Any]) -> bool:
        value, claims = _at(document, subject.path), frozenset(asker.claims)
        if subject.kind != "EducationOrganization":
            return self._connected(subject.kind, value, self._below(claims), strategy)
        if strategy.endswith("Inverted"):
            return any(claim in self._below(frozenset({value})) for claim in claims)
        return value in self._below(claims)

    def _connected(self, kind: str, person: str, places: frozenset[int], strategy: str) -> bool:
        if kind in ("Parent", "Contact"):
            return any(self._connected("Student", student, places, "") for student in self._children_of(kind, person))
        through = "responsible" if "Through" in strategy else kind
        return any((person, place) in self._places[through] for place in places)

    def _children_of(self, kind: str, relative: str) -> set[str]:
        """The students of a parent or contact."""
        if not self._family:
            name = f"{kind.lower()}Reference", f"{kind.lower()}UniqueId"
            for each in self._documents.get(f"Student{kind}Association", {}).values():
                self._family.setdefault(_at(each, name), set()).add(each["studentReference"]["studentUniqueId"])
        return self._family.get(relative, set())

    # 5.2: by the claim's type

    def _old_rule(
        self,
        claims: Sequence[int],
        strategy: str,
        subject: Subject,
        document: dict[str, Any],
        own: int | None,
        *,
        many: bool,
    ) -> bool:
        """`own`: the id by which a list takes an education organization, whatever the subject."""
        value = _at(document, subject.path)
        if subject.kind != "EducationOrganization":
            places = frozenset().union(*(self._places_of(claim, subject.kind, strategy, many=many) for claim in claims))
            return self._connected(subject.kind, value, places, strategy)
        if many:
            listed = set().union(*(self._listed_by(claim, _plain(subject.column)) for claim in claims))
            return (value if own is None else own) in listed
        return value in self._type and self._read_by(claims, value)

    def _times(self, asker: Asker, strategy: str, resource: Resource, document: dict[str, Any]) -> int:
        """How often a list shows an item: each combination of rows of the views of its persons, if a claim is in it."""
        types = {self._type[claim] for claim in asker.claims if claim in self._type} & {LEA, SCHOOL}
        found = 1
        for subject in _taken(strategy, resource):
            if subject.kind != "EducationOrganization":
                person = _at(document, subject.path)
                views = [self._view(of_type, subject.kind, strategy, person) or {None} for of_type in types]
                found *= sum(not set(asker.claims).isdisjoint(each) for each in product(*views))
        return found

    def _view(self, of_type: str, kind: str, strategy: str, person: str) -> set[int | None]:
        """Whom a view of a type has beside a person; a school that has no district stands there as None."""
        key = (of_type, kind, "Through" in strategy, person)
        if key not in self._views:
            ids = [each for each, its in self._type.items() if its == of_type]
            found: set[int | None] = {
                each
                for each in ids
                if self._connected(kind, person, self._places_of(each, kind, strategy, many=True), strategy)
            }
            alone = {each for each, its in self._type.items() if its == SCHOOL and not self._above[each]}
            if kind == "Staff":
                alone.update(*(self._children(each, DEPARTMENT) for each in alone))
            if of_type == LEA and self._connected(kind, person, frozenset(alone), strategy):
                found.add(None)
            self._views[key] = found
        return self._views[key]

    def _places_of(self, claim: int, kind: str, strategy: str, *, many: bool) -> frozenset[int]:
        """Education organizations that count for reaching a person."""
        of_type, staff = self._type[claim], kind == "Staff"
        if of_type == LEA:
            itself = {claim} if "Through" in strategy else set()
            return frozenset(self._of_district(claim) if staff else itself | self._children(claim, SCHOOL))
        if of_type == SCHOOL:
            return frozenset({claim}) | frozenset(self._children(claim, DEPARTMENT) if staff else ())
        return frozenset({claim}) if staff and not many and of_type in (PROVIDER, PSI) else frozenset()

    def _of_district(self, claim: int) -> frozenset[int]:
        """A district, its schools, and the departments right below any of them."""
        own = {claim} | self._children(claim, SCHOOL)
        return frozenset(own.union(*(self._children(each, DEPARTMENT) for each in own)))

    def _listed_by(self, claim: int, column: str) -> set[int]:
        """Education organizations that a list shows to a claim; the column says what is known of their type."""
        of_type = self._type[claim]
        own = {
            LEA: self._of_district(claim),
            SCHOOL: {claim} | self._children(claim, DEPARTMENT),
            COMMUNITY: {claim} | self._children(claim, PROVIDER),
            PROVIDER: {claim},
            PSI: {claim},
        }.get(of_type, set())
        if column == ANY:
            return set(own)
        if of_type == "StateEducationAgency":
            own = {claim}
        return {each for each in own if column.endswith(f"{self._type[each]}Id")}

    def _read_by(self, claims: Sequence[int], value: int) -> bool:
        """Whether a single item of an education organization is read."""
        kind, types = self._type[value], {self._type[claim] for claim in claims}
        if kind in TYPE_GRAPH and not any(kind in TYPE_GRAPH.get(each, (each,)) for each in types):
            return False
        if value in claims:
            return True
        for claim in claims:
            of_type = self._type[claim]
            if of_type == kind:
                continue
            if value in self._listed_by(claim, ANY):
                return True
            if (of_type, kind) in ((PROVIDER, COMMUNITY), (DEPARTMENT, SCHOOL)) and value in self._above[claim]:
                return True
        return False

    def _must_be_listable(self, asker: Asker, strategy: str, resource: Resource) -> None:
        """A list needs a filter for each subject by one of the claims' types."""
        claims = [each for each in asker.claims if each in self._type]
        for subject in _taken(strategy, resource):
            if subject.kind != "EducationOrganization":
                found = any(self._type[claim] in (LEA, SCHOOL) for claim in claims)
            else:
                found = any(self._filters(self._type[claim], _plain(subject.column)) for claim in claims)
            if not found:
                raise Closed

    @staticmethod
    def _filters(of_type: str, column: str) -> bool:
        if column == ANY:
            return of_type in (LEA, SCHOOL, COMMUNITY, PROVIDER, PSI)
        kind = next(
            (each for each in (*TYPE_GRAPH, DEPARTMENT, COMMUNITY, PROVIDER, PSI) if column.endswith(each + "Id")), ""
        )
        pairs = {(LEA, SCHOOL), (LEA, DEPARTMENT), (SCHOOL, DEPARTMENT), (COMMUNITY, PROVIDER)}
        return (of_type == kind and kind not in ("EducationServiceCenter", DEPARTMENT)) or (of_type, kind) in pairs


def _plain(column: str) -> str:
    """A column without the role that it plays."""
    return ANY if column.endswith(ANY) else column


def _taken(strategy: str, resource: Resource) -> list[Subject]:
    """The subjects that a relationship strategy looks at."""
    return [
        each
        for each in resource.subjects
        if (each.kind == "EducationOrganization" and "EdOrgs" in strategy)
        or (each.kind == "Student" and "Students" in strategy)
        or (each.kind != "EducationOrganization" and "People" in strategy)
    ]


def _at(document: Any, path: Sequence[str]) -> Any:
    for name in path:
        document = None if document is None else document.get(name)
    return document
