"""``GET /metadata``: which documents there are."""

import json

import pytest

from mockedfi.dialect.features import CHANGE_QUERIES, IDENTITY_MANAGEMENT
from mockedfi.exchange import Request
from mockedfi.metadata import Entry, Surface, documents
from mockedfi.metadata.documents import display_name


def test_the_list_for_people(api):
    prefix = f"{api.root}/metadata"
    assert [list(each.items()) for each in api.get("/metadata")] == [
        [("name", name), ("endpointUri", f"{prefix}/{path}/swagger.json"), ("prefix", section)]
        for name, path, section in (
            ("Change-Queries", "changequeries/v1", "Other"),
            ("Identity", "identity/v2", "Other"),
            ("Descriptors", "data/v3/descriptors", ""),
            ("Resources", "data/v3/resources", ""),
        )
    ]


def test_the_list_for_client_libraries(api):
    shown = [(each["name"], each["prefix"]) for each in api.get("/metadata", "sdk=true")]
    assert shown == [("Change-Queries", "Other"), ("Identity", "Other"), ("All", "SDKGen"), ("Ed-Fi", "SDKGen")]


def test_every_listed_address_answers(api):
    for query in ("", "sdk=true"):
        for each in api.get("/metadata", query):
            assert api.get(each["endpointUri"].removeprefix(api.root))["paths"]


def test_swagger_2_is_asked_for_where_there_is_a_choice(old, new):
    assert all(each["endpointUri"].endswith("swagger.json?version=2") for each in new.get("/metadata", "version=2"))
    assert old.get("/metadata", "version=2") == old.get("/metadata")


def test_a_caller_who_has_the_list_is_told_so(api):
    etag = dict(api.ask("/metadata").headers)["ETag"]
    assert len(etag) == 66
    again = api.ask("/metadata", if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    assert api.ask("/metadata", if_none_match='"another"').status == 200


def test_a_final_slash_will_do(api):
    assert api.ask("/metadata/").body == api.ask("/metadata").body


def test_any_case_will_do_and_7_x_repeats_it(api):
    """Source: EdFi.Ods.Api/Extensions/HttpRequestExtensions.cs, ResourceUri."""
    path = "/metadata" if api.version == "5.2" else "/MetaData"
    addresses = [each["endpointUri"] for each in api.get("/MetaData/")]
    assert addresses[-1] == f"{api.root}{path}/data/v3/resources/swagger.json"
    for each in addresses:
        assert api.get(each.removeprefix(api.root))["paths"]


def test_the_etag_of_the_list_is_one_for_all_before_7_0(api):
    """Source: EdFi.Ods.Features/Controllers/OpenApiMetadataController.cs of each tag."""
    etags = [
        dict(api.ask("/metadata", query, root=root).headers)["ETag"]
        for query, root in (("", api.root), ("sdk=true", api.root), ("", "https://districts.example.org/ed-fi"))
    ]
    if api.version == "5.2":
        text = (
            "System.Collections.Generic.List`1[EdFi.Ods.Features.OpenApiMetadata.Models.OpenApiMetadataSectionDetails]"
        )
        assert set(etags) == {documents.quoted_hash(text.encode())}
    else:
        names = ("Name", "EndpointUri", "Prefix")
        shown = [dict(zip(names, each.values(), strict=True)) for each in api.get("/metadata")]
        assert etags[0] == documents.quoted_hash(json.dumps(shown, separators=(",", ":")).encode())
        assert len(set(etags)) == 3


def test_features_that_are_off_have_no_document(new):
    surface = Surface(new.catalogue, new.dialect.without({IDENTITY_MANAGEMENT, CHANGE_QUERIES}))
    assert b"Other" not in surface.answer(Request(method="GET", path="/metadata", root=new.root)).body


def test_further_documents_find_their_place(new):
    made = []
    entry = Entry("Composites", "enrollment", "composites/v1", lambda: made.append(1) or {}, "ed-fi/Enrollment")
    surface = Surface(new.catalogue, new.dialect, entries=[entry])
    listed = surface.library.listed(lambda path: new.root + path, sdk=False, swagger_2=False)
    assert listed[0] == {
        "name": "Enrollment",
        "endpointUri": f"{new.root}/metadata/composites/v1/ed-fi/enrollment/swagger.json",
        "prefix": "Composites",
    }
    assert not made


@pytest.mark.parametrize(
    ("name", "shown"),
    [("ed-fi", "Ed-Fi"), ("ChangeQueries", "Change-Queries"), ("all", "All"), ("tpdm", "Tpdm")],
)
def test_names_are_shown_in_words(name, shown):
    assert display_name(name) == shown
