"""The packaged catalogues as a whole: counts, references that lead somewhere, paths that resolve, known facts."""

from collections.abc import Iterator

import pytest

from mockedfi.model.build import known
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.exceptions import EXCEPTIONS
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.tree import nodes
from mockedfi.model.catalogue import Catalogue, data_standards, load
from mockedfi.model.facts import Child, Node, Path, Reference, Resource
from mockedfi.model.plan import find

from .subjects_expected import GENERATED, OVERRIDES

COUNTS = {
    "3.3": (114, 177),
    "3.3b": (114, 183),
    "4.0": (125, 189),
    "5.0": (128, 200),
    "5.1": (131, 209),
    "5.2": (138, 211),
}
UPDATABLE = {
    "ClassPeriod",
    "Grade",
    "GradebookEntry",
    "Location",
    "Section",
    "Session",
    "StudentSchoolAssociation",
    "StudentSectionAssociation",
}


@pytest.fixture(scope="module", params=sorted(COUNTS))
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return load(request.param)


def each_reference(catalogue: Catalogue) -> Iterator[tuple[Resource, Node, Reference]]:
    for resource in catalogue.resources.values():
        for node in nodes(resource):
            for reference in node.references:
                yield resource, node, reference


def test_all_are_packaged() -> None:
    assert data_standards() == sorted(COUNTS)
    assert set(EXCEPTIONS) == set(COUNTS)


def test_counts(catalogue: Catalogue) -> None:
    descriptors = sum(each.descriptor for each in catalogue.resources.values())
    assert (len(catalogue.resources) - descriptors, descriptors) == COUNTS[catalogue.name]
    assert sorted(catalogue.abstracts) == ["Descriptor", "EducationOrganization", "GeneralStudentProgramAssociation"]
    assert len(catalogue.abstracts["Descriptor"].subtypes) == descriptors


def test_every_reference_leads_to_a_resource_or_base_and_names_its_whole_key(catalogue: Catalogue) -> None:
    for resource, node, reference in each_reference(catalogue):
        keys = {key.value.name for key in reference.keys}
        assert keys == set(catalogue.key_names(reference.target)), (resource.name, node.entity, reference.name)
        assert catalogue.concrete(reference.target)
        assert resource.name in catalogue.referring(catalogue.concrete(reference.target)[0].name)


def test_every_key_lies_where_the_reference_says(catalogue: Catalogue) -> None:
    for resource, _, reference in each_reference(catalogue):
        if reference.target in catalogue.abstracts:
            continue
        target = catalogue.named(reference.target)
        for key in reference.keys:
            found = find(target, key.target)
            assert (found.type, found.max_length) == (key.value.type, key.value.max_length), (resource.name, reference)


def test_every_descriptor_is_a_resource(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for node in nodes(resource):
            for each in node.properties:
                assert (each.descriptor is not None) == (each.type == "descriptor")
                if each.descriptor is not None:
                    assert catalogue.named(each.descriptor).descriptor
                    assert resource.name in catalogue.referring(each.descriptor)


def paths(resource: Resource) -> Iterator[Path]:
    yield from resource.identity
    for equal in resource.unifications:
        yield from equal
    yield from (each.path for each in resource.subjects)
    surrogate = resource.surrogate.name if resource.surrogate else ""
    yield from (each.path for each in resource.parameters if each.path not in {("id",), (surrogate,)})


def test_every_path_resolves(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for path in paths(resource):
            find(resource, path)
        for node in nodes(resource):
            if isinstance(node, Child):
                for path in node.item_key:
                    find(node, path)


def test_names_are_unique_within_a_node(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for node in nodes(resource):
            shown = [each.name for each in node.properties]
            shown += [each.name for each in node.references]
            shown += [each.name for each in node.children]
            assert len(shown) == len(set(shown)), (resource.name, node.entity)


def test_members_stand_in_the_order_of_the_wire(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for node in nodes(resource):
            assert sorted(node.properties, key=lambda each: not each.identity) == list(node.properties)
            members = [each.member.lower() for each in node.references]
            assert members == sorted(members)
            places = [(each.many, each.many and not each.inherited) for each in node.children]
            assert places == sorted(places), (resource.name, node.entity)


def test_every_collection_has_an_item_key(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for node in nodes(resource):
            if isinstance(node, Child):
                assert bool(node.item_key) == node.many, (resource.name, node.name)


def test_a_resource_stands_after_all_it_refers_to(catalogue: Catalogue) -> None:
    place = {each.name: number for number, each in enumerate(catalogue.in_load_order())}
    assert len(place) == len(catalogue.resources)
    for resource in catalogue.resources.values():
        if not resource.descriptor:
            for node in nodes(resource):
                for reference in node.references:
                    others = [each.name for each in catalogue.concrete(reference.target)]
                    assert all(place[other] < place[resource.name] for other in others if other != resource.name)


def test_equal_values_follow_from_the_facts_alone(catalogue: Catalogue) -> None:
    same = Structure(known.tables_of(catalogue)).same

    def add(node: Node, table: str, path: Path, carriers: Carriers) -> None:
        carriers.add_node(table, path, node.properties, node.references)
        for child in node.children:
            add(child, child.entity, (*path, child.name), carriers)

    for resource in catalogue.resources.values():
        carriers = Carriers(same)
        add(resource, resource.name, (), carriers)
        assert carriers.unifications() == resource.unifications


def test_updatable_keys(catalogue: Catalogue) -> None:
    assert {each.name for each in catalogue.resources.values() if each.updatable} == UPDATABLE


def test_implied_references(catalogue: Catalogue) -> None:
    implied = {(resource.name, each.name) for resource, _, each in each_reference(catalogue) if each.implied}
    assert implied == {
        ("Section", "locationSchoolReference"),
        ("StaffSchoolAssociation", "schoolYearTypeReference"),
        ("StudentSchoolAssociation", "schoolYearTypeReference"),
    }


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_subjects(name: str) -> None:
    expected = {each: columns.split() for columns, listed in GENERATED[name].items() for each in listed.split()}
    expected |= {each: columns.split() for each, columns in OVERRIDES[name].items()}
    catalogue = load(name)
    found = {each.name: [subject.column for subject in each.subjects] for each in catalogue.resources.values()}
    assert {each: columns for each, columns in found.items() if columns} == {
        each: sorted(columns) for each, columns in expected.items() if columns
    }


@pytest.mark.parametrize(("name", "required"), [("3.3", 24), ("5.1", 20), ("5.2", 20)])
def test_required_collections(name: str, required: int) -> None:
    found = [
        node
        for resource in load(name).resources.values()
        for node in nodes(resource)
        if isinstance(node, Child) and node.many and node.required
    ]
    assert len(found) == required


def test_people() -> None:
    assert [each.name for each in load("3.3").persons()] == ["Parent", "Staff", "Student"]
    assert [each.name for each in load("5.1").persons()] == ["Contact", "Staff", "Student"]
    assert [each.name for each in load("5.2").persons()] == ["Contact", "Staff", "Student"]


def parameters(catalogue: Catalogue, name: str) -> list[str]:
    return [each.name for each in catalogue.named(name).parameters]


def test_query_parameters_of_subtypes_and_descriptors() -> None:
    """Source: the generated request classes of v5.2 and v7.3."""
    old, new = load("3.3"), load("5.2")
    assert parameters(old, "TermDescriptor") == ["termDescriptorId"]
    assert parameters(new, "TermDescriptor") == [
        "termDescriptorId",
        "codeValue",
        "description",
        "effectiveBeginDate",
        "effectiveEndDate",
        "id",
        "namespace",
        "shortDescription",
    ]
    assert "nameOfInstitution" not in parameters(old, "School")
    assert "id" not in parameters(old, "School")
    assert {"nameOfInstitution", "id", "identificationCode"} <= set(parameters(new, "School"))
    assert "beginDate" in parameters(old, "StudentProgramAssociation")
    assert "endDate" not in parameters(old, "StudentProgramAssociation")


def test_query_parameters_of_the_base_s_natural_key() -> None:
    """Source: the generated request classes of v7.2."""
    between = load("5.1")
    assert parameters(between, "TermDescriptor") == ["termDescriptorId", "codeValue", "id", "namespace"]
    assert "id" in parameters(between, "School")
    assert not {"nameOfInstitution", "identificationCode"} & set(parameters(between, "School"))
    assert "endDate" not in parameters(between, "StudentProgramAssociation")


def test_descriptors_show_what_their_version_shows() -> None:
    """Source: the generated TPDM resources of each version."""
    for name in COUNTS:
        term = load(name).named("TermDescriptor")
        old = name in {"3.3", "3.3b", "4.0"}
        assert term.surrogate_shown is old
        assert ("priorDescriptorId" in [each.name for each in term.properties]) is old
        assert "uri" not in [each.name for each in term.properties]


def test_keys_that_repeat_the_parents_stand_first_in_old_versions() -> None:
    """Source: ContextualReferenceIdentifier in Resources.mustache, up to 6.2."""
    for name, first in (("3.3", "schoolId"), ("5.2", "classPeriodName")):
        periods = next(each for each in load(name).named("BellSchedule").children if each.name == "classPeriods")
        (reference,) = periods.references
        assert reference.keys[0].value.name == first
        assert [key.value.name for key in reference.keys if key.contextual] == ["schoolId"]


def test_load_order_is_that_of_the_references_dependencies() -> None:
    """Source: AggregateDependencyControllerTests.Should_Get_Dependencies.approved.txt of v7.3 and v5.2."""
    new = {name: load("5.2").named(name).order for name in ("School", "Student", "Staff", "StudentSchoolAssociation")}
    assert new == {"School": 5, "Student": 3, "Staff": 3, "StudentSchoolAssociation": 13}
    assert load("5.2").named("StudentProgramAssociation").order == 14
    assert load("3.3").named("DisciplineIncident").order == 9
    assert load("5.2").named("SchoolYearType").order == 0


def test_what_data_standard_5_1_brought() -> None:
    """Source: the tables of v7.1, v7.2 and v7.3."""
    before, now, after = ({each.name for each in load(name).resources.values()} for name in ("5.0", "5.1", "5.2"))
    assert {each for each in now - before if not each.endswith("Descriptor")} == {
        "CrisisEvent",
        "StudentHealth",
        "StudentTransportation",
    }
    assert before < now
    assert now - after == {"StudentParticipationCodeDescriptor"}
    children = {name: {each.name for each in of.children} for name, of in _associations().items()}
    assert children["5.1"] - children["5.0"] == {"displacedStudents"}
    assert children["5.1"] == children["5.2"]


def _associations() -> dict[str, Resource]:
    return {name: load(name).named("StudentEducationOrganizationAssociation") for name in ("5.0", "5.1", "5.2")}


def test_a_few_known_names() -> None:
    catalogue = load("5.2")
    endorsement = next(each for each in catalogue.named("Credential").children if each.name == "endorsements")
    assert [each.member for each in endorsement.properties] == ["CredentialEndorsementX"]
    assert [each.name for each in endorsement.properties] == ["credentialEndorsement"]
    school = [each.name for each in catalogue.named("School").children]
    assert {"educationOrganizationCategories", "schoolCategories", "gradeLevels"} <= set(school)
    account = catalogue.named("ChartOfAccount")
    assert "fiscalYear" in [each.name for each in account.properties]
    assert any(equal[0] == ("fiscalYear",) for equal in account.unifications)
    long = catalogue.named("StudentSpecialEducationProgramAssociation")
    services = next(each for each in long.children if each.name == "specialEducationProgramServices")
    assert services.table == "studentspecialeducationprogramassociationspecialeducatio_a51ff9"
    assert [each.name for each in services.children] == ["providers"]
