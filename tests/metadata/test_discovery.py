"""``GET /``: which keys a version has, in which order, and where everything is."""

import json
from dataclasses import replace

from mockedfi.dialect.features import IDENTITY_MANAGEMENT
from mockedfi.exchange import Request
from mockedfi.metadata import DataModel, Surface


def test_5_2_says_exactly_this(old):
    assert list(old.get("/").items()) == [
        ("version", "5.2"),
        ("informationalVersion", "5.2"),
        ("suite", "3"),
        ("build", "5.2.14406.0"),
        ("apiMode", "Sandbox"),
        ("dataModels", [{"name": "Ed-Fi", "version": "3.3.0-a"}]),
        ("urls", old.get("/")["urls"]),
    ]
    assert list(old.get("/")["urls"].items()) == [
        ("dependencies", f"{old.root}/metadata/data/v3/dependencies"),
        ("openApiMetadata", f"{old.root}/metadata/"),
        ("oauth", f"{old.root}/oauth/token"),
        ("dataManagementApi", f"{old.root}/data/v3/"),
        ("xsdMetadata", f"{old.root}/metadata/xsd"),
    ]


def test_7_3_says_exactly_this(new):
    assert list(new.get("/").items()) == [
        ("version", "7.3"),
        ("informationalVersion", "7.3"),
        ("suite", "3"),
        ("build", "7.3.2041.0"),
        (
            "dataModels",
            [{"name": "Ed-Fi", "version": "5.2.0", "informationalVersion": "The Ed-Fi Data Model 5.2"}],
        ),
        ("urls", new.get("/")["urls"]),
    ]
    assert list(new.get("/")["urls"].items()) == [
        ("dependencies", f"{new.root}/metadata/data/v3/dependencies"),
        ("openApiMetadata", f"{new.root}/metadata/"),
        ("oauth", f"{new.root}/oauth/token"),
        ("oauthTokenIntrospection", f"{new.root}/oauth/token_info"),
        ("dataManagementApi", f"{new.root}/data/v3/"),
        ("xsdMetadata", f"{new.root}/metadata/xsd"),
        ("changeQueries", f"{new.root}/changeQueries/v1/"),
        ("composites", f"{new.root}/composites/v1/"),
        ("identity", f"{new.root}/identity/v2/"),
    ]


def test_every_address_begins_with_the_root_that_was_asked(api):
    answered = api.get("/", root="https://districts.example.org/ed-fi")
    assert all(each.startswith("https://districts.example.org/ed-fi/") for each in answered["urls"].values())


def test_it_is_json_for_people(api):
    answer = api.ask("/")
    assert answer.headers == [("Content-Type", "application/json; charset=utf-8")]
    assert answer.body.startswith(b'{\n  "version": ')


def test_extensions_follow_the_data_standard_and_features_can_be_off(new):
    tpdm = DataModel("TPDM", "1.1.0", "TPDM-Core")
    surface = Surface(new.catalogue, new.dialect.without({IDENTITY_MANAGEMENT}), extensions=[tpdm])
    answer = surface.answer(Request(method="GET", path="/", root=new.root))
    assert b'"informationalVersion": "TPDM-Core"' in answer.body
    assert b"identity" not in answer.body


def test_5_2_knows_no_informational_version_of_a_data_model(old):
    surface = Surface(old.catalogue, old.dialect, extensions=[DataModel("TPDM", "1.1.0", "TPDM-Core")])
    answer = surface.answer(Request(method="GET", path="/", root=old.root))
    assert b'"TPDM"' in answer.body
    assert b"TPDM-Core" not in answer.body


def test_health_came_later(old, new):
    assert old.ask("/health") is None
    answer = new.ask("/health")
    assert (answer.status, answer.body) == (200, b"Healthy")
    assert dict(answer.headers)["Cache-Control"] == "no-store, no-cache"


def test_there_is_nothing_else_here(api):
    assert api.ask("/metadata/nothing") is None
    assert api.ask("/metadata/xsd/ed-fi/Ed-Fi-Core.xsd") is None
    assert api.ask("/data/v3/ed-fi/students") is None
    assert api.surface.answer(Request(method="POST", path="/", root=api.root)) is None


def test_xsd_files_are_listed(old, new):
    assert old.get("/metadata/xsd") == [
        {
            "description": "Core schema (Ed-Fi) files for the data model",
            "name": "ed-fi",
            "version": "3.3.0-a",
            "files": f"{old.root}/metadata/xsd/ed-fi/files/",
        }
    ]
    assert new.get("/metadata/xsd")[0] | {"description": ""} == {
        "description": "",
        "name": "Ed-Fi",
        "version": "5.2.0",
        "files": f"{new.root}/metadata/xsd/ed-fi/files",
    }
    for api, person in ((old, "Parent"), (new, "Contact")):
        files = api.get("/metadata/xsd/Ed-Fi/files")
        assert files == sorted(files)
        assert f"{api.root}/metadata/xsd/ed-fi/Ed-Fi-Core.xsd" in files
        assert f"{api.root}/metadata/xsd/ed-fi/Interchange-{person}.xsd" in files
        assert api.get("/metadata/xsd/unknown/files") == []


def test_an_extension_has_the_files_of_what_it_is_blended_with(new):
    surface = Surface(new.catalogue, new.dialect, extensions=[DataModel("TPDM", "1.1.0", "TPDM-Core")])
    request = Request(method="GET", path="/metadata/xsd", root=new.root)
    core, extension = json.loads(surface.answer(request).body)
    assert extension == {
        "description": "Extension TPDM blended with Core schema files for the data model",
        "name": "TPDM",
        "version": "1.1.0",
        "files": f"{new.root}/metadata/xsd/tpdm/files",
    }
    files = [surface.answer(replace(request, path=f"/metadata/xsd/{each}/files")).body for each in ("tpdm", "ed-fi")]
    assert core["name"] == "Ed-Fi"
    assert files[0] == files[1]
