"""An extension over HTTP whose model MetaEd wrote for other servers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.errors import UserError
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api, Caller
from tests.extensions.voyage import voyage

FERRIES = "/data/v3/voyage/ferries"
FERRY = {"ferryId": "f1", "decks": [{"deckName": "upper", "doors": [{"side": "left"}]}]}
STUDENT = {"studentUniqueId": "sailor", "firstName": "Ada", "lastSurname": "Sailor", "birthDate": "2010-01-01"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    path = tmp_path_factory.mktemp("extensions") / "voyage.json"
    path.write_text(json.dumps(voyage()), "utf-8")
    transit = Path(__file__).parent / "transit.json"
    settings = Settings(api_versions=("7.3",), memory=True, token_per_client_limit=0, extensions=(transit, path))
    host = Host(settings, notice=lambda _: None)
    yield Api(application(host), host, "7.3")
    host.close()


@pytest.fixture
def client(api: Api) -> Iterator[Caller]:
    mark = api.instance.documents.mark()
    yield api.caller("open")
    api.instance.documents.rewind(mark)


def created(client: Caller, path: str, body: Any) -> str:
    """The path of a new item."""
    answer = client.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].partition("/api")[2]


def shown(client: Caller, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json


def wrong(client: Caller, path: str, body: Any) -> list[str]:
    """The members of which a refusal speaks."""
    answer = client.post(path, body)
    assert answer.status_code == 400, answer.text
    assert answer.json is not None
    return list(answer.json["validationErrors"])


def sailing(**voyage_: Any) -> dict[str, Any]:
    return {**STUDENT, "_ext": {"voyage": voyage_}}


def test_its_resources_are_served(client: Caller) -> None:
    found = shown(client, created(client, FERRIES, {**FERRY, "departure": "07:30:00"}))
    assert found.items() >= {**FERRY, "departure": "07:30:00"}.items()


def test_its_descriptors_are_descriptors(client: Caller) -> None:
    kind = {"namespace": "uri://ed-fi.org/FerryTypeDescriptor", "codeValue": "Fast", "shortDescription": "Fast"}
    body = {**FERRY, "ferryTypeDescriptor": "uri://ed-fi.org/FerryTypeDescriptor#Fast"}
    assert wrong(client, FERRIES, body) == ["$.ferryTypeDescriptor"]
    created(client, "/data/v3/voyage/ferryTypeDescriptors", kind)
    created(client, FERRIES, body)


def test_texts_have_the_capitals_that_camel_case_lowers(client: Caller) -> None:
    answer = client.post(FERRIES, {**FERRY, "cteProgramServiceDescriptor": "nothing"})
    assert "CTEProgramServiceDescriptor value 'nothing'" in answer.text


@pytest.mark.parametrize(
    ("body", "member"),
    [
        ({"ferryId": "f1"}, "$.decks"),
        ({**FERRY, "decks": [*FERRY["decks"], {"deckName": "upper"}]}, "$.decks"),
        (
            {**FERRY, "decks": [{"deckName": "upper", "doors": [{"side": "left"}, {"side": "left"}]}]},
            "$.decks[0].doors",
        ),
        ({**FERRY, "ferryId": "f" * 61}, "$.ferryId"),
        ({**FERRY, "departure": "noon"}, "$.departure"),
    ],
)
def test_its_rules_hold(client: Caller, body: dict[str, Any], member: str) -> None:
    assert wrong(client, FERRIES, body) == [member]


def test_its_keys_may_change_where_it_says_so(client: Caller) -> None:
    path = created(client, FERRIES, FERRY)
    assert client.put(path, {**FERRY, "ferryId": "f2"}).status_code == 204


def test_it_adds_to_a_resource_beside_another_extension(client: Caller) -> None:
    created(client, FERRIES, FERRY)
    body = sailing(swims=True, favouriteFerryReference={"ferryId": "f1"})
    body["_ext"]["transit"] = {"ridesAlone": True}
    added = shown(client, created(client, "students", body))["_ext"]
    assert added["transit"]["ridesAlone"] is True
    assert (added["voyage"]["swims"], added["voyage"]["favouriteFerryReference"]["link"]["rel"]) == (True, "Ferry")


def test_what_it_adds_may_be_required(client: Caller) -> None:
    schemas = shown(client, "/metadata/data/v3/swagger.json")["components"]["schemas"]
    assert schemas["voyage_studentExtension"]["required"] == ["swims"]


def test_its_references_lead_to_resources_that_inherit_their_keys(client: Caller) -> None:
    schemas = shown(client, "/metadata/data/v3/swagger.json")["components"]["schemas"]
    assert schemas["edFi_studentProgramAssociationReference"]["required"] == [
        "beginDate",
        "educationOrganizationId",
        "programEducationOrganizationId",
        "programName",
        "programTypeDescriptor",
        "studentUniqueId",
    ]


def test_it_adds_to_items_of_collections(client: Caller) -> None:
    schemas = shown(client, "/metadata/data/v3/swagger.json")["components"]["schemas"]
    extended = "studentEducationOrganizationAssociationAddress"
    assert schemas[f"{extended}Extensions"]["properties"].keys() == {"transit", "voyage"}
    assert schemas[f"voyage_{extended}Extension"]["properties"].keys() == {"piers"}


def test_a_subclass_inherits_from_the_data_standard(client: Caller) -> None:
    schemas = shown(client, "/metadata/data/v3/swagger.json")["components"]["schemas"]
    inherited = {"endDate", "reasonExitedDescriptor", "servedOutsideOfRegularSession", "programParticipationStatuses"}
    assert schemas["voyage_studentVoyageProgramAssociation"]["properties"].keys() == inherited | {
        "id",
        "beginDate",
        "educationOrganizationReference",
        "programReference",
        "studentReference",
        "seasick",
        "_etag",
        "_lastModifiedDate",
    }


def test_what_a_subclass_inherits_is_asked_for_once(client: Caller) -> None:
    path = "/voyage/studentVoyageProgramAssociations"
    parameters = shown(client, "/metadata/data/v3/swagger.json")["paths"][path]["get"]["parameters"]
    named = [each["name"] for each in parameters if "name" in each]
    assert named.count("endDate") == 1


def test_discovery_says_what_it_says_of_itself(client: Caller) -> None:
    assert {"name": "Voyage", "version": "3.2.1", "informationalVersion": "All that floats"} in shown(client, "/")[
        "dataModels"
    ]


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    content = voyage()
    change(content["projectSchema"])
    return content


UNFIT = {
    "cut short": (changed(lambda project: project.pop("projectVersion")), "not an ApiSchema as MetaEd writes it"),
    "no OpenAPI part": (
        changed(lambda project: project["resourceSchemas"]["ferries"].pop("openApiFragments")),
        "not an ApiSchema as MetaEd writes it",
    ),
    "a data standard": (
        changed(lambda project: project.update(isExtensionProject=False)),
        "the ApiSchema of a data standard; give that of an extension",
    ),
    "an unknown class": (
        changed(lambda project: project["resourceSchemas"]["students"].update(resourceName="Sailor")),
        "it extends Sailor, which data standard 5.2 does not have",
    ),
}


@pytest.mark.parametrize(("content", "complaint"), UNFIT.values(), ids=UNFIT)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, content: dict[str, Any], complaint: str) -> None:
    path = tmp_path / "voyage.json"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        Host(Settings(api_versions=("7.3",), memory=True, extensions=(path,)), notice=pytest.fail)
    assert str(refused.value).startswith(str(path))
    assert complaint in str(refused.value)
