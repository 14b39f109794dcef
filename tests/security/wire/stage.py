"""A small world behind the whole of HTTP, on which every row of the table is played."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mockedfi.control.host import Host
from mockedfi.dialect.versions import VERSIONS
from mockedfi.http.start import application
from mockedfi.model.catalogue import load
from mockedfi.settings import Settings
from mockedfi.since import at, number
from tests.api import Api, Caller
from tests.roundtrip.maker import Draft, Maker
from tests.roundtrip.world import standard_descriptors

from .table import CORRELATION, Row, Said

FAMILY = {"5.2": "parent", "7.0": "contact"}
DATE = "2024-08-15"
ORGANIZATIONS: tuple[tuple[str, int, dict[str, int]], ...] = (
    ("StateEducationAgency", 1, {}),
    ("EducationServiceCenter", 10, {"stateEducationAgency": 1}),
    ("LocalEducationAgency", 100, {"educationServiceCenter": 10}),
    ("LocalEducationAgency", 200, {"stateEducationAgency": 1}),
    ("School", 101, {"localEducationAgency": 100}),
    ("School", 102, {"localEducationAgency": 100}),
    ("School", 201, {"localEducationAgency": 200}),
    ("OrganizationDepartment", 1011, {"parentEducationOrganization": 101}),
    ("OrganizationDepartment", 1012, {}),
    ("CommunityOrganization", 300, {}),
    ("CommunityProvider", 301, {"communityOrganization": 300}),
    ("PostSecondaryInstitution", 400, {}),
)
"""A state with a service center, two districts, three schools, two departments, and what is no school."""
PEOPLE = {"Student": ("s0", "s1", "s2"), "Staff": ("t0",), "family": ("p0",)}
ENROLMENTS = {"s1": 101, "s2": 201}
VIEWS = (
    {"name": "TransportationTypeDescriptorWithABus", "where": [{"path": "codeValue", "contains": "Bus"}]},
    {"name": "AssessmentCategoryDescriptorWithATest", "where": [{"path": "codeValue", "contains": "test"}]},
    {"name": "AssessmentWithAnACTIdentifier", "where": [{"path": "assessmentIdentifier", "starts_with": "ACT"}]},
)


WITHOUT_STRATEGIES = "bellSchedule"
"""A claim that has lost its strategies and its parent."""
CLAIMED_TWICE = "ed-fi/feederSchoolAssociation"
"""A second claim for a resource."""


class Stage:
    """One version with the small world."""

    def __init__(self, version: str, rows: Iterable[Row], folder: Path) -> None:
        """`folder` takes a file with a claim set for each row."""
        self.version = version
        self.family = at(FAMILY, version)
        data_standard = VERSIONS[version].data_standard
        claim_sets = folder / "claim-sets.json"
        claim_sets.write_text(json.dumps(self._claim_sets(rows)))
        settings = Settings(
            api_versions=(version,),
            districts=("empty",),
            memory=True,
            token_per_client_limit=0,
            claim_sets=(claim_sets,),
            custom_views=VIEWS,
        )
        self.host = Host(settings, notice=lambda _: None)
        self.api = Api(application(self.host), self.host, version)
        self.ids: dict[str, str] = {}
        self._everything = self.api.caller("open")
        catalogue = load(data_standard)
        self._maker = Maker(catalogue, standard_descriptors(data_standard))
        self._catalogue = catalogue
        self._fill()

    def _claim_sets(self, rows: Iterable[Row]) -> dict[str, Any]:
        actions = ("Create", "Read", "Update", "Delete", *(("ReadChanges",) if number(self.version) > (6,) else ()))
        sets = {
            row.name: {
                self.spelled(claim): {action: list(strategies) for action in actions}
                for claim, strategies in row.grants.items()
            }
            for row in rows
            if not isinstance(row.grants, str)
        }
        nothing: dict[str, Any] = {"parent": None, "defaults": {}}
        return {"claim_sets": sets, "resource_claims": {WITHOUT_STRATEGIES: nothing, CLAIMED_TWICE: nothing}}

    def spelled(self, text: str) -> str:
        """With the version's word for parent or contact, and the ids of what is named."""
        text = text.replace("@family", self.family).replace("@Family", self.family.capitalize())
        for name, id_ in getattr(self, "ids", {}).items():
            text = text.replace(f"<{name}>", id_)
        return text

    def play(self, row: Row) -> tuple[Said, dict[str, str]]:
        """What a row's client is told, and the headers."""
        mark = self.api.instance.documents.mark()
        try:
            if row.given is not None:
                plural, document = row.given
                maker = self._everything if row.owner is None else self._owner(row.owner)
                self.ids["given"] = self._post(maker, self.spelled(plural), self._filled(document))
            caller = self._caller(row)
            method, path = self.spelled(row.ask).split(" ", 1)
            body = {} if row.body is None else {"json": self._filled(row.body)}
            answer = caller.request(method, path, headers={**row.headers, "correlation-id": CORRELATION}, **body)
            return Said(answer.status_code, answer.headers.get("Content-Type"), answer.text), dict(answer.headers)
        finally:
            self.api.instance.documents.rewind(mark)

    def _filled(self, document: Any) -> Any:
        return json.loads(self.spelled(json.dumps(document)))

    def _caller(self, row: Row) -> Caller:
        return self.api.new_caller(
            row.grants if isinstance(row.grants, str) else row.name,
            *row.claims,
            namespace_prefixes=row.prefixes,
            ownership_tokens=row.tokens,
            creator_ownership_token=row.creator,
        )

    def _owner(self, token: str | int) -> Caller:
        return self.api.new_caller("Ed-Fi Open", 100, creator_ownership_token=token)

    def _post(self, caller: Caller, plural: str, document: Any) -> str:
        answer = caller.post(plural, document)
        assert answer.status_code in (200, 201), (plural, document, answer.text)
        return answer.headers["Location"].rpartition("/")[2]

    def _fill(self) -> None:
        for kind, id_, parents in ORGANIZATIONS:
            resource = self._catalogue.resources[kind]
            document = self._minimal(kind, {resource.identity[0]: id_})
            for name, parent in parents.items():
                reference = next(each for each in resource.references if each.name == f"{name}Reference")
                document[reference.name] = {reference.keys[0].value.name: parent}
            self.ids[str(id_)] = self._post(self._everything, resource.plural, document)
        for kind, unique_ids in PEOPLE.items():
            name = self.family.capitalize() if kind == "family" else kind
            for unique_id in unique_ids:
                document = self._minimal(name, {(f"{name.lower()}UniqueId",): unique_id})
                plural = self._catalogue.resources[name].plural
                self.ids[unique_id] = self._post(self._everything, plural, document)
        for student, school in ENROLMENTS.items():
            self._post(self._everything, "studentSchoolAssociations", enrolment(student, school))

    def _minimal(self, name: str, known: dict[Any, Any]) -> dict[str, Any]:
        return Draft(self._maker, self._catalogue.resources[name], False, known).document()


def enrolment(student: str, school: int, entry: str = DATE) -> dict[str, Any]:
    return {
        "schoolReference": {"schoolId": school},
        "studentReference": {"studentUniqueId": student},
        "entryDate": entry,
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }
