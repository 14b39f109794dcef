"""The OpenAPI documents: valid, complete, and what the reference's say."""

import orjson
import pytest
from openapi_spec_validator import validate

from mockedfi.exchange import Request
from mockedfi.metadata import Surface

DATA = ("data/v3/resources", "data/v3/descriptors")
ALL = (*DATA, "data/v3", "data/v3/ed-fi", "changequeries/v1", "identity/v2")
UPDATABLE = {
    "classPeriods",
    "grades",
    "gradebookEntries",
    "locations",
    "sections",
    "sessions",
    "studentSchoolAssociations",
    "studentSectionAssociations",
}


def schemas(document):
    return document["definitions"] if "swagger" in document else document["components"]["schemas"]


def operations(document):
    return {(path, method): each for path, item in document["paths"].items() for method, each in item.items()}


@pytest.mark.parametrize("name", ["data/v3/resources", "changequeries/v1", "identity/v2"])
def test_the_documents_are_valid(api, name):
    validate(api.document(name))


@pytest.mark.parametrize("name", ["data/v3/resources", "changequeries/v1", "identity/v2"])
def test_the_documents_are_valid_in_the_older_notation(new, name):
    validate(new.document(name, "version=2"))


def test_the_documents_of_descriptors_are_valid(api):
    """All are alike: a few do, which saves seconds."""
    document = api.document("data/v3/descriptors")
    validate(document | {"paths": dict(list(document["paths"].items())[:20])})


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("query", ["", "version=2"])
def test_every_reference_within_a_document_resolves(api, references, name, query):
    document = api.document(name, query)
    for target in references(document):
        found = document
        for step in target.removeprefix("#/").split("/"):
            found = found[step]


def test_every_path_of_the_catalogue_is_there(api):
    paths = set(api.document("data/v3")["paths"])
    assert paths == set(api.document("data/v3/resources")["paths"]) | set(api.document("data/v3/descriptors")["paths"])
    for resource in api.catalogue.resources.values():
        path = f"/{resource.namespace}/{resource.plural}"
        wanted = {path, f"{path}/{{id}}"}
        if resource.name != "SchoolYearType":
            wanted |= {f"{path}/deletes"} | ({f"{path}/keyChanges"} if api.version == "7.3" else set())
        if api.version == "7.3":
            wanted.add(f"{path}/partitions")
        assert {each for each in paths if each == path or each.startswith(f"{path}/")} == wanted


def test_operations_have_ids_of_their_own(api):
    ids = [each["operationId"] for each in operations(api.document("data/v3")).values()]
    assert len(ids) == len(set(ids))
    shown = operations(api.document("data/v3/resources"))
    path = "/ed-fi/studentSchoolAssociations"
    assert {
        (path, "get"): "getStudentSchoolAssociations",
        (path, "post"): "postStudentSchoolAssociation",
        (f"{path}/{{id}}", "get"): "getStudentSchoolAssociationsById",
        (f"{path}/{{id}}", "put"): "putStudentSchoolAssociation",
        (f"{path}/{{id}}", "delete"): "deleteStudentSchoolAssociationById",
        (f"{path}/deletes", "get"): "deletesStudentSchoolAssociations",
    }.items() <= {key: each["operationId"] for key, each in shown.items()}.items()


def test_later_versions_have_more_operations(new):
    shown = operations(new.document("data/v3/resources"))
    assert shown["/ed-fi/students/keyChanges", "get"]["operationId"] == "keyChangesStudents"
    assert shown["/ed-fi/students/partitions", "get"]["operationId"] == "getStudentsPartitions"
    assert "Next-Page-Token" in shown["/ed-fi/students", "get"]["responses"]["200"]["headers"]


def test_tags_name_and_describe_every_resource(api):
    tags = api.document("data/v3/resources")["tags"]
    plurals = [each.plural for each in api.catalogue.resources.values() if not each.descriptor]
    assert sorted(each["name"] for each in tags) == sorted(plurals)
    assert all(each["description"] for each in tags)
    assert {"name": "studentSchoolAssociations", "description": "Student school associations."} in tags


def test_exactly_these_keys_can_be_updated(api):
    shown = operations(api.document("data/v3/resources"))
    assert {path.split("/")[2] for (path, _), each in shown.items() if each.get("x-Ed-Fi-isUpdatable")} == UPDATABLE


def test_the_notation_is_the_version_s(old, new):
    assert old.document("data/v3/resources")["swagger"] == "2.0"
    assert old.document("data/v3/resources", "version=3")["swagger"] == "2.0"
    assert new.document("data/v3/resources")["openapi"] == "3.0.1"
    assert new.document("data/v3/resources", "version=2")["swagger"] == "2.0"


def test_swagger_2_tells_the_address_in_parts(api):
    document = api.document("data/v3/resources", "version=2", root="https://api.example.org/v1/api")
    assert document["host"] == "api.example.org:443"
    assert document["basePath"] == "/v1/api/data/v3/"
    assert document["schemes"] == ["https"]
    scheme = document["securityDefinitions"]["oauth2_client_credentials"]
    assert scheme["tokenUrl"] == "https://api.example.org/v1/api/oauth/token"
    assert document["security"] == [{"oauth2_client_credentials": []}]


def test_open_api_3_tells_servers(new):
    document = new.document("data/v3/resources", root="https://api.example.org/v1/api")
    assert document["servers"] == [{"url": "https://api.example.org:443/v1/api/data/v3"}]
    flow = document["components"]["securitySchemes"]["oauth2_client_credentials"]["flows"]["clientCredentials"]
    assert flow == {"tokenUrl": "https://api.example.org/v1/api/oauth/token", "scopes": {}}


def test_no_mark_is_left(api):
    for name in ALL:
        for query in ("", "version=2"):
            body = api.ask(f"/metadata/{name}/swagger.json", query).body
            assert b"%" not in body.replace(b"100%", b"")


def test_an_odd_host_cannot_break_the_notation(api):
    document = api.document("identity/v2", "version=2", root='http://a"b\\c:1/x')
    assert document["host"] == 'a"b\\c:1'


def test_a_document_is_made_once_for_an_address(api):
    path = "/metadata/data/v3/resources/swagger.json"
    assert api.ask(path).body is api.ask(path).body


def test_a_caller_who_has_the_document_is_told_so(api):
    path = "/metadata/data/v3/resources/swagger.json"
    etag = dict(api.ask(path).headers)["ETag"]
    known = api.ask(path, if_none_match=etag.lower())
    assert (known.status, known.headers) == (304, [("Content-Type", "application/json")])
    assert etag == etag.upper()


def test_a_caller_who_has_another_document_gets_nothing(api):
    """Source: EdFi.Ods.Api/Middleware/OpenApiMetadataMiddleware.cs, where a header that does not fit ends it."""
    answer = api.ask("/metadata/data/v3/resources/swagger.json", if_none_match='"another"')
    assert (answer.status, answer.headers, answer.body) == (200, [], b"")


@pytest.mark.parametrize(
    ("path", "titled"),
    [
        ("data/v3/nothing", "Ed-Fi Operational Data Store API"),
        ("anything/at/all", "Ed-Fi Operational Data Store API"),
        ("data/v3/ED-FI", None),
        ("data/v3/RESOURCES", "Ed-Fi Operational Data Store API"),
        ("data/v3/profiles/nothing", None),
        ("composites/v1/ed-fi/nothing", None),
        ("nothing/v1", None),
    ],
)
def test_what_names_no_document_leads_to_that_of_everything(api, path, titled):
    """Source: EnabledOpenApiMetadataDocumentProvider.cs and OpenApiMetadataRequest.cs."""
    answer = api.ask(f"/metadata/{path}/swagger.json")
    assert (None if answer is None else orjson.loads(answer.body)["info"]["title"]) == titled
    if path.endswith("nothing") and titled:
        assert answer.body == api.ask("/metadata/data/v3/swagger.json").body


def test_what_is_deprecated_is_marked(api):
    """The marks are those of the published documents; the reasons are our own."""
    document = api.document("data/v3/resources", "version=2")
    resource, member = {
        "5.2": ("reportCards", "gpaCumulative"),
        "7.3": ("studentSchoolAssociations", "schoolChoiceTransfer"),
    }[api.version]
    marks = {"x-Ed-Fi-isDeprecated", "x-Ed-Fi-deprecatedReasons"}
    found = {each.get("name"): each for each in document["paths"][f"/ed-fi/{resource}"]["get"]["parameters"]}
    assert marks <= set(found[member])
    assert marks <= set(schemas(document)[f"edFi_{resource[:-1]}"]["properties"][member])
    deprecated = {path.split("/")[2] for (path, _), each in operations(document).items() if each["deprecated"]}
    objectives = {"learningObjectives", "studentDisciplineIncidentAssociations", "studentLearningObjectives"}
    assert deprecated == (objectives if api.version == "5.2" else set())


def test_every_document_has_the_parameters_of_composites(api):
    shared = api.document("data/v3/descriptors", "version=2")["parameters"]
    assert [shared["fields"]["name"], shared["queryExpression"]["name"]] == ["fields", "q"]


def test_a_resource_as_5_2_describes_it(old):
    shown = schemas(old.document("data/v3/resources"))
    week = shown["edFi_academicWeek"]
    assert week["required"] == ["weekIdentifier", "beginDate", "endDate", "totalInstructionalDays", "schoolReference"]
    assert list(week["properties"]) == [
        "id",
        "weekIdentifier",
        "schoolReference",
        "beginDate",
        "endDate",
        "totalInstructionalDays",
        "_etag",
    ]
    assert week["properties"]["weekIdentifier"] == {
        "type": "string",
        "description": "Week identifier.",
        "x-Ed-Fi-isIdentity": True,
        "maxLength": 80,
    }
    assert week["properties"]["schoolReference"] == {"$ref": "#/definitions/edFi_schoolReference"}
    assert shown["edFi_schoolReference"] == {
        "type": "object",
        "required": ["schoolId"],
        "properties": {
            "schoolId": {"type": "integer", "format": "int32", "description": "School id."},
            "link": {"$ref": "#/definitions/link"},
        },
    }
    assert "contentStandard" not in shown["edFi_learningStandard"]["required"]


def test_a_resource_as_7_3_describes_it(new):
    shown = schemas(new.document("data/v3/resources"))
    week = shown["edFi_academicWeek"]
    assert list(week["properties"])[-2:] == ["_etag", "_lastModifiedDate"]
    assert week["properties"]["weekIdentifier"] == {
        "type": "string",
        "description": "Week identifier.",
        "x-Ed-Fi-isIdentity": True,
        "maxLength": 80,
        "minLength": 5,
    }
    reference = shown["edFi_schoolReference"]["properties"]
    assert reference["schoolId"]["format"] == "int64"
    assert reference["schoolId"]["x-Ed-Fi-isIdentity"] is True
    assert shown["edFi_course"]["properties"]["numberOfParts"] == {
        "type": "integer",
        "format": "int32",
        "description": "Number of parts.",
        "minimum": 1,
        "maximum": 8,
    }
    assert shown["edFi_student"]["properties"]["birthCity"]["x-nullable"] is True
    assert "contentStandard" in shown["edFi_learningStandard"]["required"]
    assert set(shown["trackedChanges_edFi_sectionKey"]["properties"]) == {
        "localCourseCode",
        "schoolId",
        "schoolYear",
        "sectionIdentifier",
        "sessionName",
    }
    change = shown["trackedChanges_edFi_sectionKeyChange"]["properties"]
    assert change["oldKeyValues"] == {"$ref": "#/components/schemas/trackedChanges_edFi_sectionKey"}


def test_what_identifies_a_descriptor(old, new):
    def identity(api):
        shown = schemas(api.document("data/v3/descriptors"))["edFi_termDescriptor"]["properties"]
        return {name for name, each in shown.items() if "x-Ed-Fi-isIdentity" in each}

    assert identity(old) == {"termDescriptorId"}
    assert identity(new) == {"namespace", "codeValue"}


def test_subtypes_share_the_definitions_of_their_base(api):
    shown = schemas(api.document("data/v3/resources"))
    for name in ("edFi_school", "edFi_localEducationAgency"):
        address = shown[name]["properties"]["addresses"]["items"]["$ref"]
        assert address.endswith("/edFi_educationOrganizationAddress")


def test_queries_by_example(api):
    def parameters(plural):
        shown = api.document("data/v3", "version=2")["paths"][f"/ed-fi/{plural}"]["get"]["parameters"]
        return {each["name"]: each for each in shown if "name" in each}

    found = parameters("studentSchoolAssociations")
    assert found["studentUniqueId"] | {"description": ""} == {
        "name": "studentUniqueId",
        "in": "query",
        "description": "",
        "required": False,
        "type": "string",
        "maxLength": 32,
        "x-Ed-Fi-isIdentity": True,
    }
    assert "x-Ed-Fi-isIdentity" not in found["exitWithdrawDate"]
    snapshot = {"5.2": "Snapshot-Identifier", "7.3": "Use-Snapshot"}[api.version]
    assert found[snapshot]["in"] == "header"
    assert ("termDescriptorId" in parameters("termDescriptors")) is (api.version == "5.2")
    assert ("nameOfInstitution" in parameters("schools")) is (api.version == "7.3")
    assert ("identificationCode" in parameters("courses")) is (api.version == "7.3")


@pytest.mark.parametrize("plural", ["courses", "schools"])
@pytest.mark.parametrize("below", ["", "/partitions"])
def test_identification_codes_come_after_the_snapshot(new, plural, below):
    """Source: CreateGetByExampleParameters of OpenApiMetadata/Factories/OpenApiMetadataPathsFactory.cs at 7.3."""
    shown = new.document("data/v3", "version=2")["paths"][f"/ed-fi/{plural}{below}"]["get"]["parameters"]
    names = [each.get("name") for each in shown]
    codes = shown[names.index("Use-Snapshot") + 1 :]
    assert "identificationCode" in [each["name"] for each in codes]
    assert not [each for each in codes if "x-Ed-Fi-isIdentity" in each]
    assert len(names) == len({*names}) + names.count(None) - (None in names)


def test_paging_parameters_are_shared(old, new):
    def shared(api):
        shown = api.document("data/v3/resources", "version=2")
        named = [each["$ref"] for each in shown["paths"]["/ed-fi/students"]["get"]["parameters"] if "$ref" in each]
        return [shown["parameters"][each.rsplit("/", 1)[1]]["name"] for each in named]

    changes = ["minChangeVersion", "maxChangeVersion", "totalCount"]
    assert shared(old) == ["offset", "limit", *changes]
    assert shared(new) == ["offset", "limit", "pageToken", "pageSize", *changes]
    assert new.document("data/v3")["components"]["parameters"]["limit"]["schema"]["maximum"] == 500


def test_versions_of_items_are_told_in_headers(api):
    item = api.document("data/v3/resources", "version=2")["paths"]["/ed-fi/students/{id}"]
    assert {"$ref": "#/parameters/If-None-Match"} in item["get"]["parameters"]
    for method in ("put", "delete"):
        headers = [each["name"] for each in item[method]["parameters"] if each["in"] == "header"]
        assert headers == ["If-Match"]
        assert item[method]["responses"]["412"] == {"$ref": "#/responses/PreconditionFailed"}


def test_the_document_of_change_queries(old, new):
    assert list(schemas(new.document("changequeries/v1"))["availableChangeVersion"]["properties"]) == [
        "oldestChangeVersion",
        "newestChangeVersion",
    ]
    assert list(old.document("changequeries/v1")["paths"]) == [
        "/availableChangeVersions",
        "/snapshots",
        "/snapshots/{id}",
    ]
    assert new.document("changequeries/v1")["servers"] == [{"url": f"{new.root}/ChangeQueries/v1"}]


def test_how_the_document_of_change_queries_is_made(api):
    """Source: EdFi.Ods.Features/Resources/ChangeQueries.json of each tag."""
    shown = api.document("changequeries/v1", "version=2")
    paging = {name: each.get("default") for name, each in shown["parameters"].items()}
    assert paging == {"offset": 0, "limit": 25} | ({} if api.version == "5.2" else {"totalCount": False})
    assert shown["parameters"]["limit"]["maximum"] == 500
    assert set(shown["responses"]) == {"Unauthorized", "Error", "NotFound"}
    assert set(shown["definitions"]["availableChangeVersion"]) == {"required", "properties"}
    responses = shown["paths"]["/availableChangeVersions"]["get"]["responses"]
    assert list(responses) == ["200", "401", "403", "410" if api.version == "5.2" else "404", "500"]
    assert all(set(each) == {"description"} for status, each in responses.items() if status != "200")


def test_the_document_of_change_queries_knows_no_other_limit(new):
    surface = Surface(new.catalogue, new.dialect, page_limit=50)
    path = "/metadata/changequeries/v1/swagger.json"
    document = orjson.loads(surface.answer(Request(method="GET", path=path, root=new.root)).body)
    assert document["components"]["parameters"]["limit"]["schema"]["maximum"] == 500


def test_standard_classes_stay_open_in_the_document_of_the_standard(api):
    closed = schemas(api.document("data/v3/resources"))["edFi_student"]["properties"]
    opened = schemas(api.document("data/v3/ed-fi"))["edFi_student"]["properties"]
    assert "_ext" not in closed
    assert opened["_ext"]["type"] == "object"
