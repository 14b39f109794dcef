"""What real clients read in the documents.

edfi-api-client 0.4 takes endpoints from `paths`, descriptions from `tags` and key columns from `definitions`;
lightbeam 0.1 follows the required and identifying members of each endpoint's schema, and validates documents by them.
"""

import re

import pytest
from jsonschema import Draft4Validator


def singular(plural):
    """As lightbeam makes a definition's name of an endpoint's."""
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    return "person" if plural == "people" else plural[:-1]


def schemas(document):
    return document.get("definitions") or document["components"]["schemas"]


def members(shown, name, marked):
    """Paths of the members that `marked` chooses, through required references."""
    schema = shown[name]
    for member, each in schema["properties"].items():
        if "$ref" in each:
            if member in schema.get("required", ()):
                yield from members(shown, each["$ref"].rsplit("/", 1)[1], marked)
        elif each["type"] != "array" and marked(schema, member, each):
            yield member


def test_endpoints_are_two_segments(api):
    for name in ("resources", "descriptors"):
        document = api.document(f"data/v3/{name}")
        found = {tuple(path.split("/")[1:3]) for path in document["paths"]}
        deletes = {tuple(path.split("/")[1:3]) for path in document["paths"] if "/deletes" in path}
        assert {plural for _, plural in found} == {each["name"] for each in document["tags"]}
        assert found - deletes <= {("ed-fi", "schoolYearTypes")}


def test_key_columns_of_references(api):
    shown = api.document("data/v3/resources", "version=2")["definitions"]
    columns = {
        key.split("_")[1]: [each for each in definition["properties"] if each != "link"]
        for key, definition in shown.items()
        if key.endswith("Reference")
    }
    assert columns["studentReference"] == ["studentUniqueId"]
    assert columns["sectionReference"] == [
        "localCourseCode",
        "schoolId",
        "schoolYear",
        "sectionIdentifier",
        "sessionName",
    ]


def test_every_endpoint_leads_to_its_schema_and_required_members(api):
    for entry in api.get("/metadata/data/v3/dependencies"):
        _, namespace, plural = entry["resource"].split("/")
        kind = "descriptors" if "Descriptor" in plural else "resources"
        shown = schemas(api.document(f"data/v3/{kind}"))
        name = f"{re.sub('-f', 'F', namespace)}_{singular(plural)}"
        needed = set(members(shown, name, lambda schema, member, _: member in schema.get("required", ())))
        resource = api.catalogue.find(namespace, plural)
        assert {path[-1] for path in resource.identity} <= needed


def test_7_3_marks_identities_through_references(new):
    shown = schemas(new.document("data/v3/resources"))
    marked = members(shown, "edFi_studentSchoolAssociation", lambda _, __, each: "x-Ed-Fi-isIdentity" in each)
    assert set(marked) == {"entryDate", "schoolId", "studentUniqueId"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({}, None),
        ({"entryDate": 5}, "5 is not of type 'string'"),
        ({"studentReference": {}}, "'studentUniqueId' is a required property"),
        ({"schoolReference": {"schoolId": "x"}}, "'x' is not of type 'integer'"),
    ],
)
def test_a_document_is_checked_by_its_schema(api, change, complaint):
    whole = api.document("data/v3/resources")
    place = "definitions" if "definitions" in whole else "components/schemas"
    checker = Draft4Validator({**whole, "$ref": f"#/{place}/edFi_studentSchoolAssociation"})
    document = {
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
        "schoolReference": {"schoolId": 255901001, "link": {"rel": "School", "href": "/ed-fi/schools/1"}},
        "studentReference": {"studentUniqueId": "604821"},
    } | change
    found = [each.message for each in checker.iter_errors(document)]
    assert found == ([complaint] if complaint else [])
