"""NamespaceBased, OwnershipBased, custom views, and several strategies together."""

from typing import Any

import pytest

from mockedfi.errors import UserError
from mockedfi.security.custom_views import hint_of
from tests.security.worlds import DATE, VERSIONS, Told, World, enrolment, granting

NS = "NamespaceBased"
OWN = "OwnershipBased"
NFA = "NoFurtherAuthorizationRequired"
REP = "RelationshipsWithEdOrgsAndPeople"
RE = "RelationshipsWithEdOrgsOnly"
THROUGH = "RelationshipsWithStudentsOnlyThroughResponsibility"
INVERTED = "RelationshipsWithEdOrgsOnlyInverted"
D0 = "Access to the requested data could not be authorized."
PREFIXES = ("uri://ed-fi.org", "uri://gbisd.edu")
LISTED = "'uri://ed-fi.org', 'uri://gbisd.edu'"
GRADES = "gradeLevelDescriptor"


def grade(namespace: str, code: str = "Ninth grade") -> dict[str, Any]:
    return {"namespace": namespace, "codeValue": code, "shortDescription": code}


@pytest.mark.parametrize("version", VERSIONS)
class TestNamespaceLists:
    def test_letter_case_counts_in_lists(self, version: str) -> None:
        world = granting(version, {"assessment": [NS]})
        for namespace in ("uri://ed-fi.org/a", "URI://ed-fi.org/b", "uri://other/c"):
            world.put("Assessment", {"assessmentIdentifier": "A", "namespace": namespace, "assessmentTitle": "t"})
        seen = world.seen(world.caller(claim_set="Test", namespace_prefixes=PREFIXES), "Assessment")
        assert seen == [("A", "uri://ed-fi.org/a")]

    @pytest.mark.parametrize(
        ("prefix", "seen"),
        [
            ("uri://my_v", {"uri://my_vendor", "uri://my-vendor/x"}),
            ("uri://%/x", {"uri://my-vendor/x"}),
            (r"uri://my\_v", {"uri://my_vendor"}),
            ("uri://o%", {"uri://o%", "uri://other"}),
            ("uri://o\\", {"uri://o%"}),
            (r"uri://\\b", {r"uri://\b"}),
            ("uri://.", set()),
        ],
    )
    def test_lists_take_prefixes_for_patterns(self, version: str, prefix: str, seen: set[str]) -> None:
        """Source: LIKE in NamespaceBasedAuthorizationFilterDefinitionsFactory.cs, as PostgreSQL reads it."""
        world = granting(version, {"assessment": [NS]})
        for namespace in ("uri://my_vendor", "uri://my-vendor/x", "uri://o%", "uri://other", r"uri://\b"):
            world.put("Assessment", {"assessmentIdentifier": "A", "namespace": namespace, "assessmentTitle": "t"})
        found = world.seen(world.caller(claim_set="Test", namespace_prefixes=(prefix,)), "Assessment")
        assert not isinstance(found, Told)
        assert {namespace for _, namespace in found} == seen

    def test_without_prefixes_a_list_is_refused(self, version: str) -> None:
        world = granting(version, {"assessment": [NS]})
        seen = world.seen(world.caller(claim_set="Test"), "Assessment")
        assert isinstance(seen, Told)
        assert seen.status == 403

    def test_lists_of_descriptors(self, version: str) -> None:
        """5.2 cannot filter them: its filter leaves descriptors out."""
        world = granting(version, {GRADES: [NS]})
        world.put("GradeLevelDescriptor", grade("uri://ed-fi.org/GradeLevelDescriptor"))
        world.put("GradeLevelDescriptor", grade("URI://ED-FI.ORG/GradeLevelDescriptor", "Tenth grade"))
        seen = world.seen(world.caller(claim_set="Test", namespace_prefixes=PREFIXES), "GradeLevelDescriptor")
        if version == "5.2":
            assert isinstance(seen, Told)
            assert seen.text == (
                "Unable to authorize the request because there is no authorization support for associating the API "
                "client's associated claim values (of 'Namespace') with the requested resource "
                "('GradeLevelDescriptor')."
            )
        else:
            assert seen == [("uri://ed-fi.org/gradeleveldescriptor", "ninth grade")]

    def test_a_namespace_within_a_reference(self, version: str) -> None:
        world = granting(version, {"studentAssessment": [NS]})
        document = {
            "studentAssessmentIdentifier": "1",
            "assessmentReference": {"assessmentIdentifier": "A", "namespace": "uri://gbisd.edu/a"},
            "studentReference": {"studentUniqueId": "s"},
        }
        caller = world.caller(claim_set="Test", namespace_prefixes=("uri://gbisd.edu",))
        assert world.judge(caller, "StudentAssessment", "Create", document).status == 200

    def test_a_resource_without_namespace(self, version: str) -> None:
        world = granting(version, {"school": [NS]})
        caller = world.caller(claim_set="Test", namespace_prefixes=PREFIXES)
        told = world.judge(caller, "School", "Read", {"schoolId": 1}, "existing")
        assert told.status == 500
        assert "errors" not in told.body


class TestOwnership:
    def judged(self, owner: Any, tokens: tuple[Any, ...], strategies: tuple[str, ...] = (OWN,)) -> Told:
        world = granting("7.3", {"school": list(strategies)})
        caller = world.caller(100, claim_set="Test", ownership_tokens=tokens)
        return world.judge(caller, "School", "Read", {"schoolId": 101}, "existing", owner)

    def test_its_own(self) -> None:
        assert self.judged(1, (1, 2)).status == 200
        assert self.judged("blue", ("red", "blue")).status == 200

    def test_another_owner(self) -> None:
        told = self.judged(3, (1, 2))
        assert told.type == "security:authorization:ownership:access-denied:ownership-mismatch"
        assert told.text == D0 + " The item is not owned by the caller."

    def test_no_owner(self) -> None:
        told = self.judged(None, (1, 2))
        assert told.type == "security:authorization:ownership:invalid-data:ownership-uninitialized"
        assert told.text == (
            D0
            + " The item is not owned by the caller. | The existing resource item has no 'CreatedByOwnershipTokenId' "
            + "value assigned and thus will never be accessible to clients using the 'OwnershipBased' authorization "
            + "strategy."
        )

    def test_a_list_shows_what_it_owns(self) -> None:
        world = granting("7.3", {"school": [OWN]})
        for number, owner in enumerate((1, 2, None, 1), 101):
            world.put("School", {"schoolId": number, "nameOfInstitution": "x"}, owner)
        assert world.seen(world.caller(claim_set="Test", ownership_tokens=(1,)), "School") == [(101,), (104,)]
        assert world.seen(world.caller(claim_set="Test"), "School") == []

    @pytest.mark.parametrize(("version", "owner_asked"), [("6.2", False), ("7.1", False), ("7.3", True)])
    def test_composites_ask_for_the_owner_since_7_3(self, version: str, owner_asked: bool) -> None:
        world = granting(version, {"school": [OWN]})
        caller, school = world.caller(claim_set="Test"), world.catalogue.resources["School"]
        grant = world.security.check(caller, school, "Read")
        assert (world.security.visible(caller, grant, school, composed=True) is not None) == owner_asked
        assert world.security.visible(caller, grant, school) is not None

    def test_tracked_changes_know_no_owner(self) -> None:
        world = granting("7.3", {"school": [OWN]})
        told = world.seen(world.caller(claim_set="Test", ownership_tokens=(1,)), "School", "ReadChanges")
        assert isinstance(told, Told)
        assert told.status == 500


class TestSeveral:
    """All conditions joined by AND, and one of those joined by OR; in the reference's order."""

    def judged(
        self, strategies: list[str], document: dict[str, Any], owner: Any = None, phase: str = "existing", **more: Any
    ) -> Told:
        world = granting("7.3", {"studentSectionAssociation": strategies, "course": strategies, "survey": strategies})
        world.district()
        world.student("s1", 101)
        world.student("s2")
        world.answer_for("s2", 102)
        more = {"ownership_tokens": (1,), "namespace_prefixes": PREFIXES, **more}
        claims = more.pop("claims", (100,))
        resource = next(
            name
            for name, member in (
                ("StudentSectionAssociation", "sectionReference"),
                ("Survey", "surveyIdentifier"),
                ("Course", "courseCode"),
            )
            if member in document
        )
        return world.judge(world.caller(*claims, claim_set="Test", **more), resource, "Update", document, phase, owner)

    def section(self, student: str, school: int = 101) -> dict[str, Any]:
        return {
            "beginDate": DATE,
            "studentReference": {"studentUniqueId": student},
            "sectionReference": {
                "localCourseCode": "C",
                "schoolId": school,
                "schoolYear": 2022,
                "sectionIdentifier": "S",
                "sessionName": "N",
            },
        }

    def test_either_relationship_will_do(self) -> None:
        assert self.judged([REP, THROUGH], self.section("s1")).status == 200
        assert self.judged([REP, THROUGH], self.section("s2")).status == 200
        assert self.judged([THROUGH], self.section("s1")).status == 403
        assert self.judged([REP], self.section("s2")).status == 403

    def test_a_denial_names_the_subjects_and_hints_of_all(self) -> None:
        told = self.judged([REP, THROUGH], self.section("s3", 201))
        assert told.text == (
            D0
            + " Hint: You may need to create a corresponding 'StudentSchoolAssociation' item. You may need to create a "
            "corresponding 'StudentEducationOrganizationResponsibilityAssociation' item. | No relationships have been "
            "established between the caller's education organization id claim (100) and one or more of the following "
            "properties of the resource item: 'SchoolId', 'StudentUniqueId'."
        )

    def test_a_person_who_is_not_there_fails_all(self) -> None:
        """One value that is missing ends the one look into the data, though another strategy needs it not."""
        assert self.judged([REP, RE], self.section("s1", 102)).status == 200
        assert self.judged([REP, RE], self.section("nobody", 102)).status == 403
        assert self.judged([RE], self.section("nobody", 102)).status == 200
        assert self.judged([REP, RE], self.section("nobody", 101), claims=(101,)).status == 200

    def test_ownership_and_relationships(self) -> None:
        strategies = [OWN, REP, THROUGH]
        assert self.judged(strategies, self.section("s1"), owner=1).status == 200
        mismatch = self.judged(strategies, self.section("s3"), owner=2)
        assert mismatch.type == "security:authorization:ownership:access-denied:ownership-mismatch"
        assert self.judged(strategies, self.section("s3"), owner=1).type == "security:authorization"

    def test_namespace_comes_before_ownership(self) -> None:
        survey = {"namespace": "uri://other/s", "surveyIdentifier": "S"}
        told = self.judged([OWN, NS], survey, owner=2)
        assert told.type == "security:authorization:namespace:access-denied:namespace-mismatch"
        told = self.judged([OWN, NS], {**survey, "namespace": "uri://ed-fi.org/s"}, owner=2)
        assert told.type == "security:authorization:ownership:access-denied:ownership-mismatch"

    def test_missing_prefixes_come_first_of_all(self) -> None:
        told = self.judged([OWN, NS], {"namespace": "", "surveyIdentifier": "S"}, owner=2, namespace_prefixes=())
        assert told.type == "security:authorization:namespace:invalid-client:no-namespaces"

    def test_no_further_authorization_adds_nothing(self) -> None:
        assert self.judged([NFA], self.section("s3")).status == 200
        assert self.judged([NFA, REP], self.section("s3")).status == 403

    def test_upside_down(self) -> None:
        course = {"courseCode": "C", "educationOrganizationReference": {"educationOrganizationId": 100}}
        assert self.judged([INVERTED], course, claims=(101,)).status == 200
        assert self.judged([REP, INVERTED], course, claims=(101,)).status == 200
        assert self.judged([RE], course, claims=(101,)).status == 403
        assert self.judged([INVERTED], course, claims=(10,)).status == 403
        assert self.judged([INVERTED], course, claims=(201,)).status == 403


CTE = "StudentWithCTECourseEnrollments"
BUS = "TransportationTypeDescriptorWithABus"
ACT = "AssessmentWithAnACTIdentifier"
S_WORD = "EducationOrganizationWithACategoryContainingAnSWord"
BUSES = "uri://ed-fi.org/TransportationTypeDescriptor"
VIEWS = [
    {
        "name": CTE,
        "from": "studentSectionAssociations",
        "where": [
            {
                "path": "sectionReference.courseOfferingReference.courseReference."
                "academicSubjects.academicSubjectDescriptor",
                "ends_with": "#Career and Technical Education",
            }
        ],
    },
    {"name": ACT, "where": [{"path": "assessmentIdentifier", "starts_with": "ACT"}]},
    {"name": BUS, "where": [{"path": "codeValue", "contains": "Bus"}]},
    {
        "name": S_WORD,
        "where": [{"path": "categories.educationOrganizationCategoryDescriptor", "matches": "#(S|.* S)"}],
    },
]


class TestCustomViews:
    def world(self, strategies: dict[str, list[str]], views: Any = VIEWS) -> World:
        world = granting("7.3", strategies, custom_views=views)
        world.district()
        return world

    def test_through_references(self) -> None:
        world = self.world({"studentProgramAssociation": [CTE]})
        world.student("s1", 101)
        world.student("s2", 101)
        subject = "uri://ed-fi.org/AcademicSubjectDescriptor#Career and Technical Education"
        owner = {"educationOrganizationId": 100}
        world.put(
            "Course",
            {
                "courseCode": "W",
                "educationOrganizationReference": owner,
                "academicSubjects": [{"academicSubjectDescriptor": subject}],
            },
        )
        session = {"schoolId": 101, "schoolYear": 2022, "sessionName": "N"}
        world.put(
            "CourseOffering",
            {
                "localCourseCode": "L",
                "courseReference": {"courseCode": "W", "educationOrganizationId": 100},
                "schoolReference": {"schoolId": 101},
                "sessionReference": session,
            },
        )
        section = {"sectionIdentifier": "S", "courseOfferingReference": {"localCourseCode": "L", **session}}
        world.put("Section", section)
        caller = world.caller(100, claim_set="Test")
        document = {
            "beginDate": DATE,
            "educationOrganizationReference": owner,
            "programReference": {"programName": "P", "programTypeDescriptor": "x#y", **owner},
            "studentReference": {"studentUniqueId": "s1"},
        }
        told = world.judge(caller, "StudentProgramAssociation", "Create", document)
        assert (told.type, told.text) == (
            "security:authorization",
            D0
            + " Hint: You may need a Student with CTE Course Enrollments. | The caller is not authorized to perform the"
            " requested operation on the item based on the proposed value of the 'StudentUniqueId' property of the "
            "item.",
        )
        world.put(
            "StudentSectionAssociation",
            {
                "beginDate": DATE,
                "studentReference": {"studentUniqueId": "s1"},
                "sectionReference": {"localCourseCode": "L", "sectionIdentifier": "S", **session},
            },
        )
        assert world.judge(caller, "StudentProgramAssociation", "Create", document).status == 200
        world.put("StudentProgramAssociation", document)
        world.put("StudentProgramAssociation", {**document, "studentReference": {"studentUniqueId": "s2"}})
        seen = world.seen(caller, "StudentProgramAssociation")
        assert isinstance(seen, list)
        assert len(seen) == 1

    def test_descriptors_and_missing_values(self) -> None:
        world = self.world({"studentTransportation": [BUS]})
        world.put("TransportationTypeDescriptor", grade(BUSES, "School Bus"))
        world.put("TransportationTypeDescriptor", grade(BUSES, "Bicycle"))
        caller = world.caller(100, claim_set="Test")
        document = {"studentReference": {"studentUniqueId": "s"}, "transportationTypeDescriptor": BUSES + "#SCHOOL bus"}
        assert world.judge(caller, "StudentTransportation", "Update", document).status == 200
        other = {**document, "transportationTypeDescriptor": BUSES + "#Bicycle"}
        told = world.judge(caller, "StudentTransportation", "Update", other, "existing")
        assert told.text == (
            D0 + " Hint: You may need a Transportation Type Descriptor with a Bus. | The caller is not authorized to "
            "perform the requested operation on the item based on the existing value of the "
            "'TransportationTypeDescriptorId' property of the item."
        )
        del document["transportationTypeDescriptor"]
        proposed = world.judge(caller, "StudentTransportation", "Update", document)
        assert proposed.type == "security:authorization:custom-view:access-denied:element-required"
        assert proposed.text == (
            D0 + " The 'TransportationTypeDescriptor' value is required for authorization purposes."
        )
        existing = world.judge(caller, "StudentTransportation", "Update", document, "existing")
        assert existing.type == "security:authorization:custom-view:invalid-data:element-uninitialized"
        assert existing.text == (
            D0
            + " The existing 'TransportationTypeDescriptor' value is required for authorization purposes. | The "
            + f"existing resource item is inaccessible to clients using the '{BUS}' authorization strategy."
        )
        told = world.judge(caller, "StudentTransportation", "ReadChanges", document)
        assert told.status == 500
        assert told.text.startswith(
            "A security configuration problem was detected. The request cannot be authorized. | Non-identifying "
            "properties ('TransportationTypeDescriptorId') were found to be used for the custom view-based "
        )

    def test_several_columns_and_relationships(self) -> None:
        world = self.world({"studentAssessment": [ACT, RE]})
        world.put("Assessment", {"assessmentIdentifier": "SAT", "namespace": "uri://a", "assessmentTitle": "t"})
        caller = world.caller(100, claim_set="Test")
        document = {
            "studentAssessmentIdentifier": "1",
            "assessmentReference": {"assessmentIdentifier": "SAT", "namespace": "uri://a"},
            "studentReference": {"studentUniqueId": "s"},
            "reportedSchoolReference": {"schoolId": 201},
        }
        told = world.judge(caller, "StudentAssessment", "Update", document)
        assert told.text == (
            D0
            + " Hint: You may need an Assessment with an ACT Identifier. | The caller is not authorized to perform the "
            "requested operation on the item based on the proposed values of one or more of the following properties "
            "of the item: 'AssessmentIdentifier', 'Namespace', 'ReportedSchoolId'."
        )
        world.put("Assessment", {"assessmentIdentifier": "ACT 1", "namespace": "uri://a", "assessmentTitle": "t"})
        document["assessmentReference"]["assessmentIdentifier"] = "ACT 1"
        document["reportedSchoolReference"]["schoolId"] = 101
        assert world.judge(caller, "StudentAssessment", "Update", document).status == 200

    def test_education_organizations_of_any_type(self) -> None:
        world = self.world({"accountabilityRating": [S_WORD]})
        category = "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#"
        for id_, name in ((101, "School"), (102, "Other School"), (201, "Campus")):
            world.put(
                "School",
                {
                    "schoolId": id_,
                    "nameOfInstitution": "x",
                    "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": category + name}],
                    "categories": [{"educationOrganizationCategoryDescriptor": category + name}],
                },
            )
        caller = world.caller(claim_set="Test")
        statuses = [
            world.judge(
                caller,
                "AccountabilityRating",
                "Read",
                {"ratingTitle": "t", "educationOrganizationReference": {"educationOrganizationId": id_}},
                "existing",
            ).status
            for id_ in (101, 102, 201, 999)
        ]
        assert statuses == [200, 200, 403, 403]

    def test_a_resource_without_the_basis_key(self) -> None:
        world = self.world({"ed-fi/chartOfAccount": [CTE]})
        told = world.judge(world.caller(claim_set="Test"), "ChartOfAccount", "Create", {})
        assert (told.status, told.type) == (500, "system:configuration:security")
        assert told.body["errors"] == [
            (
                "Unable to find a property on the authorization subject entity type 'ChartOfAccount' corresponding "
                "to the 'StudentUSI' property on the custom authorization view's basis entity type 'Student' in "
                "order to perform authorization. Should a different authorization strategy be used?"
            )
        ]

    def test_a_callable(self) -> None:
        def lucky(key: dict[str, Any], documents: Any) -> bool:
            return key["StudentUSI"].endswith("7") and len(documents.table("School")) > 2

        views = [{"name": "StudentWithLuck", "callable": lucky}]
        world = self.world({"student": ["StudentWithLuck"]}, views)
        for unique_id in ("16", "17"):
            world.student(unique_id)
        assert world.seen(world.caller(claim_set="Test"), "Student") == [("17",)]

    def test_earlier_versions_have_none(self) -> None:
        world = granting("5.2", {"student": [CTE]}, custom_views=[VIEWS[0]])
        assert (
            world.judge(world.caller(100, claim_set="Test"), "Student", "Read", {"studentUniqueId": "s"}).status == 500
        )

    @pytest.mark.parametrize(
        ("row", "text"),
        [
            ({"name": "Lucky"}, "custom view 'Lucky': its name must begin with a resource and With"),
            ({"name": CTE, "form": "students"}, f"custom view {CTE}: 'form' is no key of a view"),
            ({"name": CTE, "from": "nothing"}, f"custom view {CTE}: there is no resource 'nothing'"),
            ({"name": CTE, "from": "schools"}, f"custom view {CTE}: say in `key` where Student's key stands"),
            ({"name": CTE, "where": [{"path": "x"}]}, f"custom view {CTE}: a condition is a path and one of equals"),
            ({"name": CTE, "callable": "nowhere:nothing"}, f"custom view {CTE}: 'nowhere:nothing': No module named"),
            ({"name": CTE, "callable": "sys:version"}, f"custom view {CTE}: 'sys:version' is not callable"),
        ],
    )
    def test_faulty_views(self, row: dict[str, Any], text: str) -> None:
        with pytest.raises(UserError) as error:
            self.world({}, [row])
        assert str(error.value).startswith(text)

    @pytest.mark.parametrize(
        ("strategy", "hint"),
        [
            (CTE, "You may need a Student with CTE Course Enrollments."),
            (S_WORD, "You may need an Education Organization with a Category Containing an S Word."),
            (ACT, "You may need an Assessment with an ACT Identifier."),
        ],
    )
    def test_hints(self, strategy: str, hint: str) -> None:
        assert hint_of(strategy) == hint


def test_an_enrolment_of_ones_own_needs_no_data() -> None:
    """The claim's own id is enough, though nothing of the kind is stored."""
    for version in VERSIONS:
        world = World(version)
        told = world.judge(world.caller(5), "StudentSchoolAssociation", "Create", enrolment("s", 5))
        assert told.status == (403 if version == "5.2" else 200)


def test_views_of_other_versions_are_passed_over() -> None:
    """One configuration serves all versions, though 5.2 knows no such entity."""
    world = World("5.2", custom_views=[{"name": BUS, "where": [{"path": "codeValue", "contains": "Bus"}]}])
    assert world.judge(world.caller(100), "Student", "Create", {"studentUniqueId": "s"}).status == 200


def test_a_key_with_a_hash_is_no_descriptor() -> None:
    world = granting("7.3", {"studentAssessment": [ACT]}, custom_views=[VIEWS[1]])
    reference = {"assessmentIdentifier": "ACT#Math", "namespace": "uri://A"}
    world.put("Assessment", {**reference, "assessmentTitle": "t"})
    document = {"assessmentReference": reference, "studentAssessmentIdentifier": "1"}
    assert world.judge(world.caller(claim_set="Test"), "StudentAssessment", "Read", document, "existing").status == 200
