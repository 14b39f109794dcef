"""Profile definitions: what their XML may say, and what is said of those that do not fit the data standard."""

from pathlib import Path

import pytest

from mockedfi.dialect import Dialect
from mockedfi.errors import UserError
from mockedfi.model.catalogue import load
from mockedfi.profiles.definition import Definition, Filter, read
from mockedfi.profiles.registry import Profiles

PARTS = """
<Profile name="Parts">
  <Resource name="School" logicalSchema="Ed-Fi">
    <ReadContentType memberSelection="IncludeOnly">
      <Property name="WebSite" />
      <Collection name="EducationOrganizationAddresses" memberSelection="ExcludeOnly">
        <Property name="Latitude" />
        <Filter propertyName="AddressTypeDescriptor" filterMode="ExcludeOnly">
          <Value>one</Value>
          <Value>two</Value>
        </Filter>
      </Collection>
      <Extension name="Sample" memberSelection="IncludeAll" />
    </ReadContentType>
  </Resource>
</Profile>
"""


HOLLOW_FILTER = """
<Collection name="X" memberSelection="IncludeAll"><Filter propertyName="A" filterMode="IncludeOnly" /></Collection>
"""
LOST_FILTER = """
<Collection name="EducationOrganizationAddresses" memberSelection="IncludeAll">
  <Filter propertyName="AddressType" filterMode="IncludeOnly"><Value>x</Value></Filter>
</Collection>
"""


LOST_FILTER_FAULT = (
    "readable School.EducationOrganizationAddresses: its filter looks at AddressType, which "
    "EducationOrganizationAddress has not; did you mean AddressTypeDescriptor?"
)


def define(folder: Path, text: str) -> list[Definition]:
    file = folder / "profiles.xml"
    file.write_text(text, "utf-8")
    return read(file)


def school(inside: str, mode: str = "IncludeOnly", resource: str = "School") -> str:
    read_part = f'<ReadContentType memberSelection="{mode}">{inside}</ReadContentType>'
    return f'<Profile name="P"><Resource name="{resource}">{read_part}</Resource></Profile>'


def test_a_file_has_many_profiles_or_one(tmp_path: Path) -> None:
    assert [each.name for each in define(tmp_path, f"<Profiles>{school('')}{PARTS}</Profiles>")] == ["P", "Parts"]
    assert [each.name for each in define(tmp_path, school(""))] == ["P"]


def test_all_parts_of_a_definition_are_read(tmp_path: Path) -> None:
    (parts,) = define(tmp_path, PARTS)
    (resource,) = parts.resources
    assert (resource.name, resource.schema, list(resource.selections)) == ("School", "Ed-Fi", ["readable"])
    selection = resource.selections["readable"]
    assert (selection.mode, selection.properties) == ("IncludeOnly", ("WebSite",))
    addresses = selection.children["EducationOrganizationAddresses"]
    assert addresses.filter == Filter("AddressTypeDescriptor", including=False, values=("one", "two"))
    assert list(selection.extensions) == ["Sample"]
    assert selection.members == ("WebSite", "EducationOrganizationAddresses")
    assert parts.faults == ()


def test_of_what_is_described_twice_the_first_counts(tmp_path: Path) -> None:
    """Source: EdFi.Ods.Common/Models/Resource/FilterContext.cs."""
    twice = [f"<Collection name='X' memberSelection='{mode}' />" for mode in ("IncludeOnly", "IncludeAll")]
    (definition,) = define(tmp_path, school("".join(twice)))
    assert definition.resources[0].selections["readable"].children["X"].mode == "IncludeOnly"


def test_values_count_with_the_space_around_them(tmp_path: Path) -> None:
    value = "<Filter propertyName='P' filterMode='IncludeOnly'><Value> x </Value></Filter>"
    (definition,) = define(tmp_path, school(f"<Collection name='X' memberSelection='IncludeAll'>{value}</Collection>"))
    assert definition.resources[0].selections["readable"].children["X"].filter == Filter("P", True, (" x ",))


def test_where_the_schema_is_may_be_said(tmp_path: Path) -> None:
    place = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='profiles.xsd'"
    (definition,) = define(tmp_path, school("").replace("<Profile ", f"<Profile {place} ", 1))
    assert definition.faults == ()


DEEP = "<Object>" * 3_000 + "</Object>" * 3_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<Profiles>", "no element found: line 1, column 10; mend the XML there"),
        ("<Profiles />", "there is no profile in <Profiles>; write <Profiles> with <Profile name=…> in it"),
        ("<html><body /></html>", "there is no profile in <html>; write <Profiles> with <Profile name=…> in it"),
        (
            '<!DOCTYPE P [<!ENTITY e "x">]><Profiles>&e;</Profiles>',
            "EntitiesForbidden; a profile needs no document type or entities",
        ),
        (
            f"<Profile><Resource><ReadContentType>{DEEP}</ReadContentType></Resource></Profile>",
            "its elements are nested too deeply; mend the XML there",
        ),
    ],
    ids=["open", "empty", "other", "entities", "deep"],
)
def test_a_file_that_is_no_profile_is_an_error_of_one_line(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(UserError) as refused:
        define(tmp_path, text)
    assert str(refused.value) == f"{tmp_path / 'profiles.xml'}: {line}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.xml: No such file or directory; mend \[profiles\] files"):
        read(tmp_path / "nowhere.xml")


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<Propery name='WebSite' />", "<Propery> has no place in <ReadContentType>; did you mean Property?"),
        ("<Property />", "<Property> needs name"),
        ("<Collection name='X' />", "<Collection> needs memberSelection"),
        (
            "<Collection name='X' memberSelection='All' />",
            'memberSelection="All" of <Collection> must be one of IncludeOnly, ExcludeOnly, IncludeAll, ExcludeAll',
        ),
        (
            "<Collection name='X' memberSelection='IncludeAll' /><Property name='Y' />",
            "<Property> must stand before <Collection> in <ReadContentType>",
        ),
        ("<Filter />", "<Filter> has no place in <ReadContentType>"),
        (
            "<Extension name='S' memberSelection='IncludeAll'><Extension /></Extension>",
            "<Extension> has no place in <Extension>",
        ),
        (
            "<Object name='X' memberSelection='IncludeAll'><Filter /></Object>",
            "<Filter> has no place in <Object>",
        ),
        (
            HOLLOW_FILTER,
            "<Filter> has no <Value>",
        ),
        ("<Property name='WebSite' membersSelection='x' />", "<Property> takes no membersSelection"),
        (
            "<Collection name='X' memberSelection='IncludeAll' logicalschema='x' />",
            "<Collection> takes no logicalschema; did you mean logicalSchema?",
        ),
        ("<Property name='WebSite'><Property name='X' /></Property>", "<Property> has no place in <Property>"),
        ("<Property name='WebSite' />, and so on", "<ReadContentType> holds no text, but ', and so on' stands there"),
    ],
)
def test_what_breaks_the_notation_makes_the_profile_invalid(tmp_path: Path, inside: str, fault: str) -> None:
    (definition,) = define(tmp_path, school(inside))
    assert definition.faults == (fault,)
    assert not any(each.valid for each in Profiles(Dialect.at("7.3"), load("5.2"), [definition]))


@pytest.mark.parametrize(
    ("profile", "line"),
    [
        (school("", resource="Schools"), "there is no resource Schools; did you mean School?"),
        (
            school("<Property name='NameOfInstitutions' />"),
            "readable School: School has no NameOfInstitutions; did you mean NameOfInstitution?",
        ),
        (
            school("<Property name='NameOfInstitutions' />", "ExcludeOnly"),
            "readable School: School has no NameOfInstitutions; did you mean NameOfInstitution?",
        ),
        (
            school("<Property name='SchoolId' />", "ExcludeOnly"),
            "readable School: SchoolId is part of the key of School and cannot be excluded",
        ),
        (
            school("", "ExcludeAll"),
            "readable School: member selection ExcludeAll is not supported; use IncludeOnly, ExcludeOnly, IncludeAll",
        ),
        (
            school("<Property name='SchoolCategories' />"),
            "readable School: SchoolCategories is no property; write <Collection> with a memberSelection",
        ),
        (
            school(
                "<Collection name='EducationOrganizationAddresses' memberSelection='IncludeOnly'>"
                "<Property name='Town' /></Collection>"
            ),
            "readable School.EducationOrganizationAddresses: EducationOrganizationAddress has no Town",
        ),
        (
            school(LOST_FILTER),
            LOST_FILTER_FAULT,
        ),
        (
            school("<Extension name='Ed-Fie' memberSelection='IncludeAll' />"),
            "readable School: School has no extension Ed-Fie; did you mean Ed-Fi?",
        ),
    ],
)
def test_what_does_not_fit_the_data_standard_makes_the_profile_invalid(tmp_path: Path, profile: str, line: str) -> None:
    known = Profiles(Dialect.at("7.3"), load("5.2"), define(tmp_path, profile))
    file = tmp_path / "profiles.xml"
    assert list(known.notices([file])) == [f"{file}: profile P: {line}; the profile is invalid"]
    assert known.flaws("p") == [line]
    assert known.defined("p") is None


def test_an_excluded_key_counts_for_nothing_at_5_2(tmp_path: Path) -> None:
    profile = school("<Property name='SchoolId' /><Property name='WebSite' />", "ExcludeOnly")
    catalogue = load("3.3")
    known = Profiles(Dialect.at("5.2"), catalogue, define(tmp_path, profile))
    assert known.defined("P") == "P"
    scope = known.compiled("P", catalogue.resources["School"], "readable").scope
    assert "schoolId" in scope.names
    assert "webSite" not in scope.names


def test_an_unknown_member_beside_include_all_is_only_said(tmp_path: Path) -> None:
    profile = school("<Collection name='Addresses' memberSelection='IncludeOnly' />", "IncludeAll")
    known = Profiles(Dialect.at("7.3"), load("5.2"), define(tmp_path, profile))
    (line,) = known.notices([tmp_path / "profiles.xml"])
    assert line.endswith("readable School: School has no Addresses; did you mean EducationOrganizationAddresses?")
    assert known.defined("P") == "P"


def test_a_profile_that_is_defined_twice_does_not_count(tmp_path: Path) -> None:
    twice = f"<Profiles>{school('')}{school('').replace('P', 'p', 1)}</Profiles>".replace("<profile", "<Profile")
    known = Profiles(Dialect.at("7.3"), load("5.2"), define(tmp_path, twice))
    assert known.named("P") is None
    (line,) = known.notices([])
    assert line.endswith("profile P is defined 2 times, so it does not count")


def test_names_of_members_count_in_any_case(tmp_path: Path) -> None:
    catalogue = load("5.2")
    known = Profiles(Dialect.at("7.3"), catalogue, define(tmp_path, school("<Property name='WEBSITE' />")))
    assert "webSite" in known.compiled("p", catalogue.resources["School"], "readable").scope.names


@pytest.mark.parametrize(("version", "standard", "counts"), [("5.2", "3.3", True), ("7.3", "5.2", False)])
@pytest.mark.parametrize("mode", ["IncludeOnly", "ExcludeOnly"])
def test_before_7_0_a_property_named_within_counts_above_too(
    tmp_path: Path, version: str, standard: str, counts: bool, mode: str
) -> None:
    """Source: EdFi.Ods.Common/Models/Resource/ProfileResourceMembersFilterProvider.cs of 6.2."""
    names = (
        "<Collection name='StudentOtherNames' memberSelection='IncludeOnly'><Property name='FirstName' /></Collection>"
    )
    catalogue = load(standard)
    known = Profiles(Dialect.at(version), catalogue, define(tmp_path, school(names, mode, "Student")))
    scope = known.compiled("p", catalogue.resources["Student"], "readable").scope
    assert ("firstName" in scope.names) is ((mode == "IncludeOnly") is counts)
    assert ("middleName" in scope.names) is (mode == "ExcludeOnly")
