"""Elements of interchange files become documents of the API, by the catalogue alone."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockedfi.errors import UserError
from mockedfi.interchange.convert import Converter, Reading
from mockedfi.interchange.identifiers import Identifiers, Unresolved
from mockedfi.interchange.read import elements
from mockedfi.model.catalogue import load

FILE = '<?xml version="1.0"?><Interchange{name} xmlns="http://ed-fi.org/{version}">{content}</Interchange{name}>'
Convert = Callable[..., list[Reading]]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """What the elements of a file say."""

    def converted(content: str, data_standard: str = "5.2") -> list[Reading]:
        file = tmp_path / "file.xml"
        file.write_text(FILE.format(name="Student", version=data_standard, content=content), encoding="utf-8")
        converter = Converter(load(data_standard))
        readings = [converter.convert(element) for element in elements(file)]
        assert None not in readings
        return [each for each in readings if each is not None]

    return converted


def one(convert: Convert, content: str, data_standard: str = "5.2") -> dict[str, Any]:
    (reading,) = convert(content, data_standard)
    assert reading.unknown == []
    return reading.document


def test_names_within_a_name_and_collections_of_values(convert: Convert) -> None:
    document = one(
        convert,
        """
        <Staff>
          <StaffUniqueId>1</StaffUniqueId>
          <StaffIdentificationCode>
            <IdentificationCode>A1</IdentificationCode>
            <StaffIdentificationSystem>uri://ed-fi.org/StaffIdentificationSystemDescriptor#State</StaffIdentificationSystem>
          </StaffIdentificationCode>
          <Name><FirstName> Otto </FirstName><LastSurname>Lind</LastSurname></Name>
          <BirthDate>1976-08-19</BirthDate>
          <HispanicLatinoEthnicity>0</HispanicLatinoEthnicity>
          <Race>uri://ed-fi.org/RaceDescriptor#White</Race>
          <Race>uri://ed-fi.org/RaceDescriptor#Asian</Race>
          <YearsOfPriorProfessionalExperience>3.50</YearsOfPriorProfessionalExperience>
          <LoginId></LoginId>
        </Staff>""",
    )
    assert document == {
        "staffUniqueId": "1",
        "identificationCodes": [
            {
                "identificationCode": "A1",
                "staffIdentificationSystemDescriptor": "uri://ed-fi.org/StaffIdentificationSystemDescriptor#State",
            }
        ],
        "firstName": "Otto",
        "lastSurname": "Lind",
        "birthDate": "1976-08-19",
        "hispanicLatinoEthnicity": False,
        "races": [
            {"raceDescriptor": "uri://ed-fi.org/RaceDescriptor#White"},
            {"raceDescriptor": "uri://ed-fi.org/RaceDescriptor#Asian"},
        ],
        "yearsOfPriorProfessionalExperience": 3.5,
    }


SECTION_IDENTITY = """
    <SectionIdentity>
      <SectionIdentifier>S1</SectionIdentifier>
      <CourseOfferingReference><CourseOfferingIdentity>
        <LocalCourseCode>ALG-1</LocalCourseCode>
        <SchoolReference><SchoolIdentity><SchoolId>255901001</SchoolId></SchoolIdentity></SchoolReference>
        <SessionReference><SessionIdentity>
          <SessionName>Fall</SessionName>
          <SchoolYear>2021-2022</SchoolYear>
          <SchoolReference><SchoolIdentity><SchoolId>255901001</SchoolId></SchoolIdentity></SchoolReference>
        </SessionIdentity></SessionReference>
      </CourseOfferingIdentity></CourseOfferingReference>
    </SectionIdentity>"""
SECTION = {
    "localCourseCode": "ALG-1",
    "schoolId": 255901001,
    "schoolYear": 2022,
    "sectionIdentifier": "S1",
    "sessionName": "Fall",
}


def test_the_key_of_a_reference_is_found_where_the_target_has_it(convert: Convert) -> None:
    document = one(
        convert,
        f"""
        <StaffSectionAssociation>
          <StaffReference><StaffIdentity><StaffUniqueId>7</StaffUniqueId></StaffIdentity></StaffReference>
          <SectionReference>{SECTION_IDENTITY}</SectionReference>
          <ClassroomPosition>uri://ed-fi.org/ClassroomPositionDescriptor#Teacher of Record</ClassroomPosition>
          <BeginDate>2021-08-23</BeginDate>
        </StaffSectionAssociation>""",
    )
    assert document["sectionReference"] == SECTION
    assert document["staffReference"] == {"staffUniqueId": "7"}


def test_a_reference_to_an_education_organization_of_any_kind(convert: Convert) -> None:
    organization = (
        "<EducationOrganizationReference><EducationOrganizationIdentity><EducationOrganizationId>255901"
        "</EducationOrganizationId></EducationOrganizationIdentity></EducationOrganizationReference>"
    )
    document = one(
        convert,
        f"""
        <StudentProgramAssociation>
          <StudentReference><StudentIdentity><StudentUniqueId>9</StudentUniqueId></StudentIdentity></StudentReference>
          <ProgramReference><ProgramIdentity>{organization}<ProgramName>P</ProgramName>
            <ProgramType>uri://ed-fi.org/ProgramTypeDescriptor#Bilingual</ProgramType></ProgramIdentity></ProgramReference>
          <BeginDate>2021-08-30</BeginDate>
          {organization}
        </StudentProgramAssociation>""",
    )
    assert document["programReference"] == {
        "educationOrganizationId": 255901,
        "programName": "P",
        "programTypeDescriptor": "uri://ed-fi.org/ProgramTypeDescriptor#Bilingual",
    }
    assert document["educationOrganizationReference"] == {"educationOrganizationId": 255901}


def test_collections_of_references_school_years_and_roles(convert: Convert) -> None:
    document = one(
        convert,
        """
        <Section>
          <SectionIdentifier>S1</SectionIdentifier>
          <AvailableCredits><Credits>1.0</Credits><CreditType>uri://ed-fi.org/CreditTypeDescriptor#Unit</CreditType>
          </AvailableCredits>
          <LocationSchoolReference><SchoolIdentity><SchoolId>1</SchoolId></SchoolIdentity></LocationSchoolReference>
          <ClassPeriodReference><ClassPeriodIdentity><ClassPeriodName>01</ClassPeriodName>
            <SchoolReference><SchoolIdentity><SchoolId>1</SchoolId></SchoolIdentity></SchoolReference>
          </ClassPeriodIdentity></ClassPeriodReference>
        </Section>""",
    )
    assert document == {
        "sectionIdentifier": "S1",
        "availableCredits": 1,
        "availableCreditTypeDescriptor": "uri://ed-fi.org/CreditTypeDescriptor#Unit",
        "locationSchoolReference": {"schoolId": 1},
        "classPeriods": [{"classPeriodReference": {"classPeriodName": "01", "schoolId": 1}}],
    }
    year = one(convert, "<GraduationPlan><GraduationSchoolYear>2021-2022</GraduationSchoolYear></GraduationPlan>")
    assert year == {"graduationSchoolYearTypeReference": {"schoolYear": 2022}}


def test_an_element_named_like_the_collection_that_holds_it(convert: Convert) -> None:
    behavior = "uri://ed-fi.org/BehaviorDescriptor#State Offense"
    document = one(
        convert,
        f"""
        <DisciplineIncident>
          <Behavior><BehaviorDetailedDescription>Loud</BehaviorDetailedDescription><Behavior>{behavior}</Behavior></Behavior>
        </DisciplineIncident>""",
    )
    assert document == {"behaviors": [{"behaviorDetailedDescription": "Loud", "behaviorDescriptor": behavior}]}


def test_parents_of_an_older_data_standard(convert: Convert) -> None:
    content = "<Parent><ParentUniqueId>3</ParentUniqueId><Name><FirstName>Iris</FirstName></Name></Parent>"
    assert one(convert, content, "3.3") == {"parentUniqueId": "3", "firstName": "Iris"}


def test_what_the_data_standard_does_not_have_is_said(convert: Convert) -> None:
    (reading,) = convert("<Student><StudentUniqueId>1</StudentUniqueId><ShoeSize>44</ShoeSize></Student>")
    assert reading.document == {"studentUniqueId": "1"}
    assert reading.unknown == ["Student/ShoeSize"]


def test_what_is_no_value_of_its_type_stays_a_text(convert: Convert) -> None:
    school = "<School><SchoolId>one</SchoolId></School>"
    assert one(convert, school) == {"schoolId": "one"}
    staff = (
        "<Staff><HispanicLatinoEthnicity>maybe</HispanicLatinoEthnicity>"
        "<YearsOfPriorTeachingExperience>some</YearsOfPriorTeachingExperience></Staff>"
    )
    assert one(convert, staff) == {"hispanicLatinoEthnicity": "maybe", "yearsOfPriorTeachingExperience": "some"}


class TestIdentifiers:
    CONTACT = '<Contact id="C1"><ContactUniqueId>77</ContactUniqueId></Contact>'
    ASSOCIATION = """
        <StudentContactAssociation{id}>
          <ContactReference ref="{ref}"/>
          <StudentReference><StudentIdentity><StudentUniqueId>9</StudentUniqueId></StudentIdentity></StudentReference>
        </StudentContactAssociation>"""

    def settled(self, readings: list[Reading]) -> list[dict[str, Any]]:
        identifiers = Identifiers(load("5.2"))
        for each in readings:
            identifiers.note(each)
        return [identifiers.settle(each.document) for each in readings if each.pending]

    def test_an_element_that_comes_later(self, convert: Convert) -> None:
        readings = convert(self.ASSOCIATION.format(id="", ref="C1") + self.CONTACT)
        (document,) = self.settled(readings)
        assert document["contactReference"] == {"contactUniqueId": "77"}

    def test_a_reference_to_any_education_organization(self, convert: Convert) -> None:
        (document,) = self.settled(
            convert(
                '<School id="S"><SchoolId>5</SchoolId></School>'
                '<Course><EducationOrganizationReference ref="S"/><CourseCode>A</CourseCode></Course>'
            )
        )
        assert document["educationOrganizationReference"] == {"educationOrganizationId": 5}

    def test_a_reference_that_stands_alone(self, convert: Convert) -> None:
        (document,) = self.settled(
            convert(
                f'<SectionReference id="SECT">{SECTION_IDENTITY}</SectionReference>'
                '<StaffSectionAssociation><SectionReference ref="SECT"/></StaffSectionAssociation>'
            )
        )
        assert document["sectionReference"] == SECTION

    def test_a_key_that_has_a_reference_by_id_itself(self, convert: Convert) -> None:
        first, second = self.settled(
            convert(
                '<School id="S"><SchoolId>5</SchoolId></School>'
                '<Calendar id="K"><CalendarCode>C</CalendarCode><SchoolReference ref="S"/>'
                "<SchoolYear>2021-2022</SchoolYear></Calendar>"
                '<CalendarDate><CalendarReference ref="K"/><Date>2021-09-01</Date></CalendarDate>'
            )
        )
        assert first["schoolReference"] == {"schoolId": 5}
        assert second["calendarReference"] == {"calendarCode": "C", "schoolId": 5, "schoolYear": 2022}

    def test_an_id_that_nobody_has(self, convert: Convert) -> None:
        with pytest.raises(Unresolved, match="no element has the id C2"):
            self.settled(convert(self.ASSOCIATION.format(id="", ref="C2")))

    def test_ids_in_a_circle(self, convert: Convert) -> None:
        with pytest.raises(Unresolved, match="no element has the id"):
            self.settled(convert('<Calendar id="K"><SchoolReference ref="K"/></Calendar>'))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<a", "is no XML that can be read"),
        ("<Students/>", "is no Ed-Fi interchange file: its root is Students, not Interchange…"),
        (
            '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><InterchangeStudent>&c;</InterchangeStudent>',
            "is no XML that can be read",
        ),
    ],
)
def test_files_that_cannot_be_taken(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "file.xml"
    file.write_text(text)
    with pytest.raises(UserError) as caught:
        list(elements(file))
    assert line in str(caught.value)
    with pytest.raises(UserError, match="cannot be read"):
        list(elements(tmp_path / "none.xml"))


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "file.xml"
    rows = "".join(f"<Student><StudentUniqueId>{number}</StudentUniqueId></Student>" for number in range(20_000))
    file.write_text(FILE.format(name="Student", version="5.2.0", content=rows))
    tracemalloc.start()
    try:
        assert sum(1 for _ in elements(file)) == 20_000
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000
