"""An explanation is as good as its advice: what it says to post is posted as it stands, and then the door is open."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.story.refusals import ten_refusals

STUDENT = {"studentUniqueId": "story-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


def explanation(api: Api, answer: Any) -> Any:
    assert answer.status_code == 403, answer.text
    return api.app.test_client().get(f"/mockedfi/explanations/{answer.headers['Mockedfi-Explanation']}").json


def follow(api: Api, remedy: Any) -> None:
    """Do what a remedy says, to the letter."""
    everything = api.caller("open")
    for post in remedy["posts"]:
        answer = everything.post(post["path"], post["body"])
        assert answer.status_code in (200, 201), (post, answer.text)
    if remedy["client"] is not None:
        assert api.app.test_client().post("/mockedfi/clients", json=remedy["client"]).status_code == 201


def test_the_story(api: Api, client: Caller) -> None:
    student = client.post("students", STUDENT).headers["Location"].rpartition("/")[2]
    why = explanation(api, client.get(f"students/{student}"))
    assert "StudentSchoolAssociation" in why["reason"]
    remedy = why["remedies"][0]
    assert remedy["text"] == "Post a StudentSchoolAssociation that connects the Student to the caller."
    (post,) = remedy["posts"]
    assert post["path"] == "/data/v3/ed-fi/studentSchoolAssociations"
    assert client.post(post["path"], post["body"]).status_code == 201
    assert client.get(f"students/{student}").status_code == 200


@pytest.mark.parametrize(
    ("version", "seed"), [("5.2", 1), ("5.2", 2), ("5.3", 1), ("6.2", 1), ("7.1", 1), ("7.3", 1), ("7.3", 2)]
)
def test_ten_refusals_drawn_at_random(api_of: Callable[[str], Api], version: str, seed: int) -> None:
    api = api_of(version)
    for client, item, answer in ten_refusals(api, seed):
        opens(api, client, item, answer)


def opens(api: Api, client: Caller, item: str, answer: Any) -> None:
    """Every remedy opens the item by itself."""
    why = explanation(api, answer)
    remedies = why["remedies"]
    assert remedies, why
    (same,) = [each for each in api.app.test_client().get("/mockedfi/clients").json if each["key"] == why["client"]]
    for remedy in remedies:
        mark = api.instance.documents.mark()
        follow(api, remedy)
        after = client.get(item)
        assert after.status_code == 200, (item, why["reason"], remedy, after.text)
        api.instance.documents.rewind(mark)
        assert api.app.test_client().post("/mockedfi/clients", json=same).status_code == 201
        assert client.get(item).status_code == 403


def test_a_claim_set_that_grants_it(api: Api) -> None:
    client = api.new_caller("Roster Vendor", 255901)
    item = f"calendars/{api.caller().get('calendars', limit='1').json[0]['id']}"
    opens(api, client, item, client.get(item))
