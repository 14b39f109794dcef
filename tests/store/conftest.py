"""A tiny invented data standard, and a world that holds its documents, in memory or in a file."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from mockedfi.clock import Clock
from mockedfi.model.build import write
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import (
    Abstract,
    Child,
    DataStandard,
    Property,
    Reference,
    ReferenceKey,
    Resource,
)
from mockedfi.model.plan import Plans
from mockedfi.store import Branch, Change, Documents, Fixtures, JournalStorage, MemoryStorage, Record, Source

DESCRIPTORS = {
    "GradeDescriptor": {
        "namespace": "uri://tiny/GradeDescriptor",
        "values": [["First"], ["Second", "The second"], ["Third", "", "uri://other/GradeDescriptor"]],
    }
}


def _member(name: str, type_: str = "string", **more: Any) -> Property:
    member = name[0].upper() + name[1:]
    return Property(name=name, member=member, column=member, type=type_, **more)


def _reference(name: str, target: str, *keys: Property, **more: Any) -> Reference:
    return Reference(
        name=name,
        member=name[0].upper() + name[1:],
        target=target,
        role="",
        keys=tuple(ReferenceKey(value=key, parameter=key.name, target=(key.name,)) for key in keys),
        required=more.pop("required", True),
        identity=more.pop("identity", False),
        **more,
    )


def _organization(name: str, plural: str, key: str, *references: Reference) -> Resource:
    return Resource(
        entity=name,
        table=name.lower(),
        name=name,
        plural=plural,
        base="Organization",
        properties=(_member(key, "int32", identity=True), _member("title")),
        references=references,
        identity=((key,),),
        key_names=(key,),
        order=2,
    )


def _standard() -> DataStandard:
    number = _member("organizationId", "int32")
    organization = _reference("organizationReference", "Organization", number, identity=True)
    course = _reference(
        "parentCourseReference", "Course", _member("courseCode"), _member("organizationId", "int32"), required=False
    )
    visit = Child(
        entity="EnrollmentVisit",
        table="enrollmentvisit",
        name="visits",
        member="EnrollmentVisits",
        many=True,
        required=False,
        properties=(_member("day", "date"), _member("gradeDescriptor", "descriptor", descriptor="GradeDescriptor")),
        references=(organization,),
    )
    resources = (
        Resource(
            entity="GradeDescriptor",
            table="gradedescriptor",
            name="GradeDescriptor",
            plural="gradeDescriptors",
            base="Descriptor",
            properties=tuple(map(_member, ("codeValue", "description", "namespace", "shortDescription"))),
            identity=(("namespace",), ("codeValue",)),
            key_names=("namespace", "codeValue"),
            surrogate=_member("gradeDescriptorId", "int32"),
            descriptor=True,
            order=1,
        ),
        _organization("District", "districts", "districtId"),
        _organization(
            "School",
            "schools",
            "schoolId",
            _reference("districtReference", "District", _member("districtId", "int32"), required=False),
            _reference("partnerReference", "Organization", _member("organizationId", "int32"), required=False),
        ),
        Resource(
            entity="Pupil",
            table="pupil",
            name="Pupil",
            plural="pupils",
            person=True,
            surrogate=_member("pupilUSI", "int32"),
            properties=(_member("pupilUniqueId", identity=True), _member("name"), _member("age", "int32")),
            identity=(("pupilUniqueId",),),
            key_names=("pupilUniqueId",),
            order=2,
        ),
        Resource(
            entity="Course",
            table="course",
            name="Course",
            plural="courses",
            properties=(_member("courseCode", identity=True), _member("title")),
            references=(organization, course),
            identity=(("courseCode",), ("organizationReference", "organizationId")),
            key_names=("courseCode", "organizationId"),
            updatable=True,
            order=3,
        ),
        Resource(
            entity="Enrollment",
            table="enrollment",
            name="Enrollment",
            plural="enrollments",
            properties=(
                _member("entryDate", "date", identity=True),
                _member("gradeDescriptor", "descriptor", descriptor="GradeDescriptor"),
            ),
            references=(
                _reference("schoolReference", "School", _member("schoolId", "int32"), identity=True),
                _reference("pupilReference", "Pupil", _member("pupilUniqueId", person="Pupil"), identity=True),
            ),
            children=(visit,),
            identity=(
                ("entryDate",),
                ("gradeDescriptor",),
                ("schoolReference", "schoolId"),
                ("pupilReference", "pupilUniqueId"),
            ),
            key_names=("entryDate", "gradeDescriptor", "schoolId", "pupilUniqueId"),
            order=4,
        ),
    )
    abstracts = (
        Abstract(
            name="Organization",
            plural="organizations",
            table="organization",
            primary_key=("OrganizationId",),
            identity=("organizationId",),
            subtypes=("District", "School"),
        ),
        Abstract(
            name="Descriptor",
            plural="descriptors",
            table="descriptor",
            primary_key=("Namespace", "CodeValue"),
            identity=("namespace", "codeValue"),
            subtypes=("GradeDescriptor",),
        ),
    )
    return DataStandard(
        name="tiny",
        version="1.0.0",
        resources={each.name: each for each in resources},
        abstracts={each.name: each for each in abstracts},
    )


def render(resource: Resource, document: dict[str, Any], id: str, ticks: int, documents: Documents) -> bytes:
    """Wire bytes: links, an empty collection where there is none, and the stamps."""
    shown: dict[str, Any] = {"id": id, **document}
    for child in resource.children:
        shown.setdefault(child.name, [])
    for link in documents._plans[resource.name].references(document):
        record = documents.resolve(link.reference.target, link.key)
        if record is not None:
            link.holder["link"] = {"rel": record.resource, "href": f"/{record.id}"}
    shown["_etag"] = str(ticks)
    shown["_lastModifiedDate"] = "2024"
    return orjson.dumps(shown)


class World:
    """The documents of the tiny standard in a storage of one kind."""

    def __init__(self, catalogue: Catalogue, folder: Path, kind: str) -> None:
        self.catalogue = catalogue
        self.plans = Plans(catalogue.resources, catalogue.key_names)
        self.folder = folder
        self.kind = kind
        self.path = folder / "store" / "mockedfi.json"
        self.journal = folder / "store" / "mockedfi.json.journal"
        self.options: dict[str, Any] = {}
        self.notices: list[str] = []
        self.districts: dict[str, Path] = {}
        self.clock = Clock(seed=1)
        self.path.parent.mkdir(exist_ok=True)
        self.storage: MemoryStorage = MemoryStorage()

    def district(self, name: str, **files: list[dict[str, Any]]) -> None:
        """Write the files of a district, one document a line."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        for plural, documents in files.items():
            lines = b",\n".join(map(orjson.dumps, documents))
            (folder / f"{plural}.json").write_bytes(b"[\n" + lines + b"\n]\n")
        self.districts[name] = folder

    def source(self) -> Source:
        return Fixtures(self.catalogue, DESCRIPTORS, self.districts)

    def open(self, version: str = "7.3") -> Documents:
        """The documents of a version; a second one shares the storage of the first."""
        if self.kind == "file" and not isinstance(self.storage, JournalStorage):
            self.storage = JournalStorage(self.path, notice=self.notices.append, **self.options)
        parts: dict[str, Any] = {
            "catalogue": self.catalogue,
            "plans": self.plans,
            "clock": self.clock,
            "render": render,
            "source": self.source(),
        }
        if self.kind != "branch":
            return Documents(version=version, storage=self.storage, **parts)
        self.below = Documents(version=version, storage=MemoryStorage(), **parts)
        return Branch(self.below, storage=self.storage, **parts)

    def reopen(self) -> Documents:
        """Close, and open again."""
        self.close()
        return self.open()

    def close(self) -> None:
        self.storage.close()
        self.storage = MemoryStorage()

    def crash(self) -> Documents:
        """Go on with the files as they lie there now, as after a kill."""
        old, copy = self.path.parent, self.folder / "copy"
        shutil.copytree(old, copy)
        self.close()
        shutil.rmtree(old)
        copy.rename(old)
        return self.open()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue("tiny", write.catalogue(_standard()))


@pytest.fixture(params=["memory", "file", "branch"])
def world(request: pytest.FixtureRequest, catalogue: Catalogue, tmp_path: Path) -> Iterator[World]:
    made = World(catalogue, tmp_path, request.param)
    yield made
    made.close()


@pytest.fixture
def file_world(catalogue: Catalogue, tmp_path: Path) -> Iterator[World]:
    made = World(catalogue, tmp_path, "file")
    yield made
    made.close()


@pytest.fixture
def insert() -> Callable[..., Record]:
    """Insert a document of a resource."""

    def insert(documents: Documents, resource: str, document: dict[str, Any], owner: str | None = None) -> Record:
        record = made(documents, resource, document, owner)
        documents.commit([Change.insert(record)])
        return record

    return insert


@pytest.fixture
def changed() -> Callable[..., Change]:
    """A change of a record to another document."""

    def changed(documents: Documents, record: Record, document: dict[str, Any]) -> Change:
        new = record.changed(
            key=documents._plans[record.resource].key(document),
            body=orjson.dumps(document),
            modified=documents._clock.ticks(),
            version=documents.next_version(),
        )
        return Change.replace(record, new)

    return changed


@pytest.fixture(scope="session")
def make_world() -> Callable[[Catalogue, Path, str], World]:
    return World


def made(documents: Documents, resource: str, document: dict[str, Any], owner: str | None = None) -> Record:
    """A record for a new document."""
    return Record(
        resource,
        documents._clock.hex_id(),
        documents.next_number(),
        documents._plans[resource].key(document),
        orjson.dumps(document),
        documents._clock.ticks(),
        documents.next_version(),
        owner,
    )
