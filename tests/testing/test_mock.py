"""`MockEdFi` in plain Python and unittest."""

import asyncio
import contextlib
import socket
import unittest
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import mockedfi
from mockedfi import MockEdFi
from mockedfi.errors import UserError
from mockedfi.testing.control import ControlError


def listens(url: str) -> bool:
    parts = urlsplit(url)
    with contextlib.suppress(OSError), socket.create_connection((parts.hostname, parts.port), timeout=2):
        return True
    return False


def test_a_with_block_is_a_server_for_a_while() -> None:
    with MockEdFi(api_version="7.3", district="grand-bend") as edfi:
        assert edfi.version == "7.3"
        assert edfi.data_url == f"{edfi.url}/data/v3"
        url = edfi.url
        form = {"grant_type": "client_credentials"}
        token = requests.post(edfi.token_url, data=form, auth=(edfi.key, edfi.secret), timeout=10).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        answer = requests.get(f"{edfi.data_url}/ed-fi/schools", headers=headers, timeout=10)
        assert len(answer.json()) == 3
    assert not listens(url)
    with pytest.raises(RuntimeError, match="not in use"):
        _ = edfi.url


def test_it_can_be_used_again_and_begins_anew() -> None:
    edfi = MockEdFi()
    for _ in range(2):
        with edfi:
            assert edfi.find("students", firstName="Zacharias") == []
            edfi.add("students", firstName="Zacharias")
            with pytest.raises(RuntimeError, match="in use already"):
                edfi.start()


def test_two_at_a_time_are_two() -> None:
    with MockEdFi(api_version="7.3") as one, MockEdFi(api_version="5.2") as two:
        one.add("students", studentUniqueId="only-in-one")
        assert two.find("students", studentUniqueId="only-in-one") == []
        assert urlsplit(one.url).port != urlsplit(two.url).port


def test_what_cannot_be_is_told_and_nothing_stays_behind() -> None:
    with pytest.raises(UserError, match="there is no district 'nowhere'"), MockEdFi(district="nowhere"):
        pass
    with pytest.raises(UserError, match=r"there is no API version 1"), MockEdFi(api_version="1"):
        pass


@MockEdFi(api_version="5.2")
def test_a_decorated_function_gets_it(edfi: MockEdFi) -> None:
    assert edfi.version == "5.2"
    assert edfi.session().get("schools").status_code == 200


@MockEdFi(api_version="5.2")
@pytest.mark.parametrize("number", [1, 2])
def test_a_decorated_function_keeps_its_own_parameters(number: int, tmp_path: Path, edfi: MockEdFi) -> None:
    assert number in (1, 2)
    assert tmp_path.is_dir()
    assert len(edfi.requests) == 0
    edfi.session().get("schools")


@MockEdFi(district="cedar-ridge")
class TestUnittest(unittest.TestCase):
    """Each method gets one of its own."""

    def test_one(self, edfi: MockEdFi) -> None:
        assert edfi.find("students", firstName="Zacharias") == []
        edfi.add("students", firstName="Zacharias")

    def test_two(self, edfi: MockEdFi) -> None:
        assert edfi.find("students", firstName="Zacharias") == []
        edfi.add("students", firstName="Zacharias")


def test_a_decorated_coroutine_function_has_it_until_it_is_done() -> None:
    @MockEdFi(district="empty")
    async def asks_later(edfi: MockEdFi) -> int:
        await asyncio.sleep(0)
        return edfi.session().get("schoolYearTypes").status_code

    assert asyncio.run(asks_later()) == 200


def test_a_decorated_function_must_take_it() -> None:
    with pytest.raises(TypeError, match="takes_none must take an argument named edfi"):

        @MockEdFi()
        def takes_none() -> None: ...


def test_find_knows_the_members(edfi: MockEdFi) -> None:
    with pytest.raises(ControlError, match=r"lastSurnam is no member of students; did you mean lastSurname\?"):
        edfi.find("students", lastSurnam="Daniel")
    assert edfi.find("students", lastSurname="Daniel", birthCity="Nowhere") == []
    (school,) = edfi.find("ed-fi/schools", schoolId=255901001)
    assert edfi.find("schools", id=school["id"]) == [school]


def test_clients(edfi: MockEdFi) -> None:
    school = edfi.find("schools")[0]["schoolId"]
    made = edfi.client("SIS Vendor", [school], namespace_prefixes=["uri://mine"], name="Mine")
    assert made.facts["educationOrganizationIds"] == [school]
    assert made.session().get("schools").json()[0]["schoolId"] == school
    student = edfi.enrol(school=school)["studentReference"]["studentUniqueId"]
    assert made.session().get(f"students?studentUniqueId={student}").json()
    other = edfi.client("SIS Vendor", [edfi.find("schools")[1]["schoolId"]])
    assert other.session().get(f"students?studentUniqueId={student}").json() == []
    assert edfi.session("open").get("schools").status_code == 200
    with pytest.raises(ControlError, match="no API version here has the claim set SIS Vendr; did you mean SIS Vendor"):
        edfi.client("SIS Vendr")
    with pytest.raises(ControlError, match="key opn is no client"):
        edfi.token("opn")


def test_a_token_narrowed_to_one_education_organization(edfi: MockEdFi) -> None:
    schools = [each["schoolId"] for each in edfi.find("schools")]
    made = edfi.client("SIS Vendor", schools)
    session = edfi.session(made)
    session.headers["Authorization"] = f"Bearer {made.token(schools[0])}"
    assert len(made.session().get("students?totalCount=true").json()) >= len(session.get("students").json()) > 0


def test_builders(edfi: MockEdFi) -> None:
    ada = edfi.add("students", firstName="Ada")
    assert edfi.find("students", firstName="Ada")[-1] == ada
    enrolment = edfi.enrol(ada, entryGradeLevelDescriptor="Ninth grade")
    assert enrolment["studentReference"]["studentUniqueId"] == ada["studentUniqueId"]
    assert edfi.session().get(f"students/{ada['id']}").status_code == 200
    assert len(edfi.add_many("students", 5, lastSurname="Five")) == 5
    again = edfi.enrol(ada["studentUniqueId"], school=edfi.find("schools")[1])
    assert again["schoolReference"]["schoolId"] == edfi.find("schools")[1]["schoolId"]
    with pytest.raises(ControlError, match="firstname is no member of students; did you mean firstName") as caught:
        edfi.add("students", firstname="Ada")
    assert caught.value.field == "firstname"
    edfi.reset()
    assert edfi.find("students", firstName="Ada", lastSurname=ada["lastSurname"]) == []


def test_explanations(edfi: MockEdFi) -> None:
    student = edfi.add("students")
    session = edfi.session()
    told = edfi.explain(session.get(f"students/{student['id']}"))
    assert told["outcome"] == "denied"
    post = told["remedies"][0]["posts"][0]
    assert session.post(post["path"], json=post["body"]).status_code == 201
    answer = session.get(f"students/{student['id']}")
    assert answer.status_code == 200
    with pytest.raises(LookupError, match="names no explanation"):
        edfi.explain(answer)


def test_time(edfi: MockEdFi) -> None:
    session = edfi.session()
    edfi.clock.advance(minutes=29)
    assert session.get("schools").status_code == 200
    edfi.clock.advance(minutes=2)
    assert session.get("schools").status_code == 401
    edfi.clock.set("2031-01-02T03:04:05Z")
    assert edfi.clock.now.isoformat() == "2031-01-02T03:04:05+00:00"
    edfi.clock.set(edfi.clock.now, runs=True)
    edfi.clock.real()
    assert edfi.control.clock()["real"]
    with pytest.raises(ControlError, match="now must be a date and time with its offset"):
        edfi.clock.set("yesterday")


def test_snapshots(edfi: MockEdFi, tmp_path: Path) -> None:
    ada = edfi.add("students", firstName="Ada")
    saved = edfi.snapshot("seeded")
    assert saved.name == "seeded"
    edfi.add("students", firstName="Eve")
    saved.restore()
    assert edfi.find("students", firstName="Eve", lastSurname="x") == []
    assert edfi.find("students", id=ada["id"])
    saved.save(tmp_path / "seeded.json")
    text = (tmp_path / "seeded.json").read_text()
    saved.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text() == text
    with MockEdFi() as other:
        other.add("students", firstName="Other")
        other.restore(tmp_path / "seeded.json")
        assert other.find("students", id=ada["id"])[0]["firstName"] == "Ada"
        assert other.snapshot().export()["versions"][0]["resources"] == saved.export()["versions"][0]["resources"]
    assert edfi.snapshot().name == "snapshot1"
    saved.drop()
    with pytest.raises(ControlError, match="there is no snapshot seeded"):
        saved.restore()


def test_faults(edfi: MockEdFi) -> None:
    fault = edfi.faults.add(503, path="students", times=2, method="GET")
    session = edfi.session()
    assert [session.get("students?limit=1").status_code for _ in range(4)] == [503, 503, 200, 200]
    assert (fault.met, fault.struck) == (4, 2)
    fault.remove()
    edfi.faults.add(500)
    edfi.faults.clear()
    assert session.get("students?limit=1").status_code == 200
    with pytest.raises(ControlError, match="a fault needs one of status, drop, truncate and latencySeconds"):
        edfi.faults.add()


def test_the_same_run_gives_the_same_identifiers() -> None:
    ids = []
    for _ in range(2):
        with MockEdFi() as edfi:
            ids.append((edfi.add("students")["id"], edfi.enrol()["id"], edfi.token()))
    assert ids[0] == ids[1]
    with MockEdFi(seed=None) as edfi:
        assert edfi.add("students")["id"] != ids[0][0]


def test_importing_the_package_offers_it_without_importing_it() -> None:
    assert mockedfi.MockEdFi is MockEdFi
    assert set(mockedfi.__all__) == {"MockEdFi", "__version__", "create_app"}
    with pytest.raises(AttributeError):
        _ = mockedfi.nothing
