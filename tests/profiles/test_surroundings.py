"""What shows profiles: the OpenAPI documents, the command line, the lines at start-up, the settings."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockedfi.cli import main
from mockedfi.control.host import Host
from mockedfi.errors import UserError
from mockedfi.settings import ClientSettings, Settings
from tests.api import Api
from tests.profiles.conftest import HERE
from tests.profiles.schools import media_type


def document(api: Api, profile: str) -> Any:
    answer = api.anonymous.request("GET", f"/metadata/data/v3/profiles/{profile}/swagger.json?version=2")
    assert answer.status_code == 200
    return answer.get_json(force=True)


def test_every_valid_profile_is_listed_with_its_document(api: Api) -> None:
    listed = api.anonymous.request("GET", "/metadata/").get_json()
    shown = {each["name"]: each["endpointUri"] for each in listed if each["prefix"] == "Profiles"}
    assert {"Nutrition", "No-Names", "Staff-Only"} <= shown.keys()
    assert not any("Lost" in name for name in shown)
    assert shown["No-Names"].endswith("/metadata/data/v3/profiles/no-names/swagger.json")


def test_a_document_has_the_verbs_that_the_profile_has(api: Api) -> None:
    def verbs(profile: str) -> dict[str, list[str]]:
        paths = document(api, profile)["paths"]
        return {path.rpartition("schools")[2]: sorted(paths[path]) for path in paths}

    both = {"": ["get", "post"], "/{id}": ["delete", "get", "put"]}
    assert verbs("names").items() >= both.items()
    assert verbs("never-mailing").items() >= {"": ["get"], "/{id}": ["get"]}.items()
    assert verbs("hollow-addresses").items() >= {"": ["post"], "/{id}": ["delete", "put"]}.items()
    assert all(profile["/deletes"] == ["get"] for profile in map(verbs, ("names", "hollow-addresses")))
    assert verbs("never-mailing")["/deletes"] == ([] if api.version == "5.2" else ["get"])


@pytest.mark.parametrize("version", ["5.3", "6.2", "7.1"])
def test_how_a_document_describes_tracked_changes(serve: Callable[..., Api], version: str) -> None:
    """Source: CreateTrackedChangesDeleteOperation of OpenApiMetadataPathsFactory.cs, CreateDeletesOperation at 5.3."""
    api = serve(api_versions=(version,), districts=("empty",), profiles=(HERE / "invented.xml",))
    both, written = (document(api, name)["paths"] for name in ("names", "hollow-addresses"))
    deletes = both["/ed-fi/schools/deletes"]["get"]
    assert deletes["consumes"] == ["application/json" if version == "7.1" else media_type("names", "writable")]
    named = {"5.3": "deletedResource", "6.2": "trackedChanges_edFi_school_readableDelete"}
    name = named.get(version, "trackedChanges_edFi_school_writableDelete")
    for each in (deletes, written["/ed-fi/schools/deletes"]["get"]):
        assert each["responses"]["200"]["schema"]["items"] == {"$ref": f"#/definitions/{name}"}


def test_a_document_shows_what_is_kept_and_how_to_ask_for_it(api: Api) -> None:
    described = document(api, "names")
    school = described["paths"]["/ed-fi/schools"]
    assert school["get"]["produces"] == [media_type("names", "readable")]
    assert school["post"]["consumes"] == [media_type("names", "writable")]
    readable, writable = (described["definitions"][f"edFi_school_{usage}"] for usage in ("readable", "writable"))
    stamps = {"id", "_etag", "_lastModifiedDate"}
    assert readable["properties"].keys() - stamps == {"schoolId", "nameOfInstitution", "localEducationAgencyReference"}
    assert writable["properties"].keys() - stamps == {"schoolId", "nameOfInstitution", "webSite"}
    named = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(described)))
    assert named <= described["definitions"].keys()
    assert "edFi_educationOrganizationAddress_school_readable" in document(api, "only-mailing")["definitions"]


@pytest.mark.parametrize(("profile", "shown"), [("names", False), ("no-names", True)])
def test_identification_codes_can_be_asked_for_where_a_profile_keeps_them(
    served: Callable[[str], Api], profile: str, shown: bool
) -> None:
    """Source: OpenApiMetadata/Factories/OpenApiMetadataPathsFactory.cs of 7.3, CreateGetByExampleParameters."""
    parameters = document(served("7.3"), profile)["paths"]["/ed-fi/schools"]["get"]["parameters"]
    assert ("identificationCode" in [each.get("name") for each in parameters]) is shown


def test_only_collections_that_the_resource_inherits_itself_are_named_after_it(api: Api) -> None:
    named = document(api, "only-mailing")["definitions"].keys()
    assert "edFi_educationOrganizationAddressPeriod_writable" in named


def test_tracked_changes_are_described_as_written_if_they_can_be(api: Api) -> None:
    def deletes(profile: str) -> str:
        described = document(api, profile)["paths"]["/ed-fi/schools/deletes"]
        if "get" not in described:
            return ""
        return str(described["get"]["responses"]["200"]["schema"]["items"]["$ref"]).rpartition("_")[2]

    tracked = {"5.2": ["#/definitions/deletedResource", ""], "7.3": ["writableDelete", "readableDelete"]}
    assert [deletes("names"), deletes("never-mailing")] == tracked[api.version]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["profiles", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def config(tmp_path: Path) -> str:
    file = tmp_path / "mockedfi.toml"
    file.write_text(f"[profiles]\nfiles = ['{HERE / 'invented.xml'}', '{HERE / 'invalid.xml'}']\n", "utf-8")
    return str(file)


def test_the_command_lists_profiles(config: str) -> None:
    rows = {row["name"]: row for row in json.loads(run("--json", "--config", config))}
    assert rows["Nutrition"]["valid"]
    assert rows["Names"]["resources"] == ["School"]
    assert not rows["Lost-Member"]["valid"]
    assert re.search(r"Lost-Member .*\(invalid\)", run("--config", config))


def test_the_command_shows_a_profile_as_a_tree(config: str) -> None:
    shown = run("only-mailing", "--config", config)
    assert f"/ed-fi/schools readable: {media_type('Only-Mailing', 'readable')}" in shown
    assert "│   ├── schoolId (key)" in shown
    assert "│   ├── addresses (where addressTypeDescriptor is one of Mailing)" in shown
    assert "│   │   └── nameOfCounty" in shown
    assert "    ├── addresses (everything, where addressTypeDescriptor is one of Mailing)" in shown
    assert "writable, nothing can be created" in run("names", "--config", config)
    assert "internationalAddresses (no new ones)" in run("hollow-addresses", "--config", config)


def test_the_command_says_what_is_wrong_with_a_profile(config: str) -> None:
    assert "School has no NameOfInstitutions; did you mean NameOfInstitution?" in run("lost-member", "--config", config)
    result = CliRunner().invoke(main, ["profiles", "Nutritoin"])
    assert result.exit_code == 2
    assert "API version 7.3 has no profile Nutritoin; did you mean Nutrition?" in result.output


def client(*profiles: str) -> ClientSettings:
    return ClientSettings(key="k", secret="s", claim_set="Ed-Fi Sandbox", namespace_prefixes={}, profiles=profiles)


def lines_at_start(**settings: Any) -> list[str]:
    lines: list[str] = []
    Host(Settings(api_versions=("7.3",), memory=True, districts=("empty",), **settings), notice=lines.append).close()
    return lines


def test_a_start_says_what_is_wrong_with_the_profiles_of_the_configuration() -> None:
    file = HERE / "invalid.xml"
    lost_resource = "there is no resource Schools; did you mean School?"
    lost_member = "readable School: School has no NameOfInstitutions; did you mean NameOfInstitution?"
    assert lines_at_start(profiles=(file,), clients=(client("Names", "Nutrition"),)) == [
        f"{file}: profile Lost-Resource: {lost_resource}; the profile is invalid (API version 7.3)",
        f"{file}: profile Lost-Member: {lost_member}; the profile is invalid (API version 7.3)",
        "client k: API version 7.3 has no valid profile Names",
    ]


def test_a_file_that_is_no_xml_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text("<Profiles", "utf-8")
    with pytest.raises(UserError, match=r"broken\.xml: .*; mend the XML there"):
        lines_at_start(profiles=(file,))


def test_a_profile_of_the_configuration_takes_the_place_of_a_packaged_one(
    serve: Callable[..., Api], tmp_path: Path
) -> None:
    file = tmp_path / "own.xml"
    content_type = "<ReadContentType memberSelection='IncludeOnly' />"
    file.write_text(f"<Profile name='NUTRITION'><Resource name='Student'>{content_type}</Resource></Profile>", "utf-8")
    api = serve(profiles=(file,))
    accept = {"Accept": media_type("Nutrition", "readable", "student")}
    item = api.caller().request("GET", "students?limit=1", headers=accept).get_json(force=True)[0]
    assert item.keys() == {"id", "studentUniqueId", "_etag", "_lastModifiedDate"}
