"""What a client says of the version of an item that it knows: ``If-Match``, ``If-None-Match``, ``_etag`` in a body."""

from dataclasses import dataclass

import pytest

from tests.api import Api, Caller

BODY = {"codeValue": "Known", "shortDescription": "x", "namespace": "uri://ed-fi.org/NetworkPurposeDescriptor"}
PLURAL = "networkPurposeDescriptors"
NO_MOMENT = str(2**62 + 3155378975999999999 + 1)


@dataclass
class Item:
    """A stored item and who stored it."""

    caller: Caller
    id: str
    etag: str
    """Without quotes."""

    def asked(self, method: str, header: str, value: str) -> int:
        collection = method == "POST"
        more = {} if method in ("GET", "DELETE") else {"json": BODY}
        path = PLURAL if collection else f"{PLURAL}/{self.id}"
        value = value.format(etag=self.etag)
        return self.caller.request(method, path, headers={header: value}, **more).status_code


@pytest.fixture
def item(client: Caller) -> Item:
    answer = client.post(PLURAL, BODY)
    return Item(client, answer.headers["Location"].rpartition("/")[2], answer.headers["ETag"].strip('"'))


@pytest.mark.parametrize(
    ("value", "put", "delete"),
    [
        ('"{etag}"', 204, 204),
        ("{etag}", 204, 204),
        ("+{etag}", 204, 204),
        ('"1"', 412, 412),
        ("*", 412, 412),
        ('W/"{etag}"', 412, 412),
        ('"{etag}", "1"', 412, 412),
        ("{etag}.0", 412, 412),
        ("1_0", 412, 412),
        ("-1", 412, 412),
        ("9" * 19, 412, 412),
        ('""', 412, 204),
        (NO_MOMENT, 400, 400),
    ],
)
def test_if_match(item: Item, value: str, put: int, delete: int) -> None:
    """Source: EdFi.Ods.Api/Providers/ETagProvider.cs; a DELETE leaves out what is blank (DeleteContext.cs)."""
    assert item.asked("PUT", "If-Match", value) == put
    assert item.asked("DELETE", "If-Match", value) == delete


@pytest.mark.parametrize(("value", "old", "new"), [("{etag}", 200, 200), ("*", 200, 412), (NO_MOMENT, 200, 400)])
def test_if_match_with_post(api: Api, item: Item, value: str, old: int, new: int) -> None:
    """5.2 does not read it there."""
    assert item.asked("POST", "If-Match", value) == (new if api.version == "7.3" else old)


@pytest.mark.parametrize(("etag", "old"), [("{etag}", 200), ("1", 409), ("", 409), (None, 200), (NO_MOMENT, 400)])
def test_an_etag_in_the_body_of_a_post(api: Api, item: Item, etag: str | None, old: int) -> None:
    """5.2 compares it, others take the header's."""
    answer = item.caller.post(PLURAL, {**BODY, "_etag": None if etag is None else etag.format(etag=item.etag)})
    assert answer.status_code == (200 if api.version == "7.3" else old)


def test_an_etag_that_is_no_moment_is_told(api: Api, item: Item) -> None:
    answer = item.caller.request("PUT", f"{PLURAL}/{item.id}", json=BODY, headers={"If-Match": NO_MOMENT})
    if api.version == "7.3":
        assert answer.json["type"] == "urn:ed-fi:api:bad-request:parameter-validation-failed"
        assert answer.json["errors"] == [
            "An invalid ETag value was provided that could not be processed back into a Date/Time value."
        ]
    else:
        assert answer.json == {"message": "Invalid ETag value."}


@pytest.mark.parametrize(("value", "status"), [("{etag}", 304), ('"{etag}"', 200), ('W/"{etag}"', 200), ("*", 200)])
def test_if_none_match(item: Item, value: str, status: int) -> None:
    """Source: Infrastructure/Pipelines/Steps/DetectUnmodifiedEntityModel.cs compares what is sent with a bare ETag."""
    assert item.asked("GET", "If-None-Match", value) == status
