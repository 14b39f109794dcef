"""The OpenAPI documents of composites."""

from typing import Any

from openapi_spec_validator import validate

from tests.api import Api, Caller

from .conftest import read

ENROLLMENT = "/metadata/composites/v1/ed-fi/enrollment/swagger.json"
DOCUMENT = "/metadata/composites/v1/example/joined/swagger.json"


def test_each_category_is_listed(api: Api) -> None:
    listed = {each["name"]: each for each in api.anonymous.get("/metadata").json if each["prefix"] == "Composites"}
    assert set(listed) == {"Enrollment", "Joined"}
    assert listed["Joined"]["endpointUri"].endswith(f"{api.root}{DOCUMENT}")


def test_the_document_is_valid(api: Api) -> None:
    validate(api.anonymous.get(DOCUMENT).json)


def test_paths_and_parameters(api: Api) -> None:
    document = api.anonymous.get(DOCUMENT).json
    assert "/example/joined/Enrollments" in document["paths"]
    assert "/example/joined/schools/{school_id}/enrollments" in document["paths"]
    assert "/example/joined/schools/{school_id}/pupils" not in document["paths"]
    assert "/example/joined/Strangers" not in document["paths"]


def test_its_members_are_those_of_the_answer(api: Api, writer: Caller, pupil: str) -> None:
    document = api.anonymous.get(DOCUMENT).json
    definitions = document.get("definitions") or document["components"]["schemas"]
    stamps = {"_etag", "_lastModifiedDate"}
    assert set(read(writer, f"pupils/{pupil}")) == set(definitions["pupil"]["properties"]) - stamps


def test_classes_within_are_named_by_their_way(api: Api) -> None:
    """Source: OpenApiMetadataDefinitionsFactoryCompositeNamingStrategy.cs."""
    document = api.anonymous.get(ENROLLMENT, version="2").json
    definitions = document["definitions"]
    school = definitions["school"]["properties"]
    assert school["localEducationAgency"] == {"$ref": "#/definitions/school_localEducationAgency"}
    assert school["gradeLevels"]["items"] == {"$ref": "#/definitions/school_schoolGradeLevel"}
    assert {"educationOrganizationCategories", "gradeLevels", "nameOfInstitution", "schoolId"} == set(
        definitions["school"]["required"]
    )
    assert school["schoolId"]["x-Ed-Fi-isIdentity"] is True
    enrolled = definitions["student"]["properties"]["studentSchoolEnrollments"]["items"]
    assert enrolled == {"$ref": "#/definitions/student_studentSchoolAssociation"}


def test_operations_of_composites(api: Api) -> None:
    """Source: OpenApiMetadataCompositePathsFactoryStrategy.cs, OpenApiMetadataPathsFactory.cs."""
    document = api.anonymous.get(ENROLLMENT, version="2").json
    every, one, of_school = (
        document["paths"][f"/ed-fi/enrollment/{path}"]["get"]
        for path in ("Sections", "Sections/{id}", "schools/{school_id}/sections")
    )
    ids = [each["operationId"] for each in (every, one, of_school)]
    assert ids == ["getSections", "getSectionsById", "getSectionsBySchool"]
    snapshot = "Use-Snapshot" if api.version == "7.3" else "Snapshot-Identifier"
    key = ["sectionIdentifier", "localCourseCode", "schoolId", "schoolYear", "sessionName"]
    listing = ["offset", "limit", "fields", "queryExpression", *key]
    assert [names(each) for each in (every, one, of_school)] == [
        [*listing, snapshot],
        ["id", "If-None-Match", "fields", snapshot],
        [*listing, "school_id", snapshot],
    ]
    gone = [] if api.version == "7.3" else ["410"]
    assert list(every["responses"]) == ["200", "304", "400", "401", "403", "404", *gone, "500"]
    assert document["parameters"]["limit"]["maximum"] == 500


def names(operation: Any) -> list[str]:
    return [each.get("name") or each["$ref"].rpartition("/")[2] for each in operation["parameters"]]
