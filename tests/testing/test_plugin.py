"""The pytest plugin as other projects meet it: fixtures, options, marker, isolation, cost."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from mockedfi.http.start import Running
from mockedfi.settings import Settings
from mockedfi.testing.control import ControlClient, HttpChannel
from tests.testing.conftest import Run

EACH_WRITES = """
import pytest

@pytest.mark.parametrize("number", range(40))
def test_writes(edfi, number):
    before = len(edfi.find("students"))
    assert edfi.find("students", lastSurname="Written") == []
    assert len(edfi.requests) == 0
    assert edfi.clock.now.year < 2100
    student = edfi.add("students", lastSurname="Written")
    edfi.enrol(student)
    edfi.client("SIS Vendor", key="mine", secret="mine")
    edfi.clock.set("2100-01-01T00:00:00Z")
    session = edfi.session()
    assert session.get("students?lastSurname=Written").json()[0]["id"] == student["id"]
    assert len(edfi.find("students")) == before + 1
    edfi.faults.add(status=500)
    assert session.get("students").status_code == 500
"""
IN_RANDOM_ORDER = """
import random

def pytest_collection_modifyitems(items):
    random.Random(11).shuffle(items)
"""


def passed(run: "subprocess.CompletedProcess[str]", count: int) -> None:
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{count} passed" in run.stdout


@pytest.mark.parametrize("arguments", [[], ["-n", "2"]])
def test_no_test_sees_what_another_wrote(project: Run, arguments: list[str]) -> None:
    passed(project(EACH_WRITES, *arguments, conftest=IN_RANDOM_ORDER), 40)


def test_the_marker_chooses_version_district_and_profile(project: Run) -> None:
    tests = """
import pytest
from mockedfi.places import fixtures

pytestmark = pytest.mark.edfi(api_version="5.2")

def test_module(edfi):
    assert edfi.version == "5.2"
    assert edfi.url.endswith("/v5.2/api")
    assert edfi.session().get("parents?limit=1").status_code == 200

@pytest.mark.edfi(api_version="7.3", district="cedar-ridge")
def test_function(edfi):
    assert edfi.version == "7.3"
    assert {each["nameOfInstitution"] for each in edfi.find("localEducationAgencies")} == {"Cedar Ridge ISD"}
    assert edfi.session().get("students").json()

@pytest.mark.edfi(district=fixtures() / "districts" / "cedar-ridge")
def test_folder(edfi):
    assert {each["nameOfInstitution"] for each in edfi.find("localEducationAgencies")} == {"Cedar Ridge ISD"}

@pytest.mark.edfi(district="empty")
def test_nearest_marker_wins_and_the_others_fill_in(edfi):
    assert edfi.version == "5.2"
    assert edfi.find("students") == []
    assert edfi.session().get("schoolYearTypes").json()

@pytest.mark.edfi(api_version="7.3", profile="Nutrition")
def test_profile(edfi):
    assert edfi.default_client.facts["profiles"] == ["Nutrition"]
    answer = edfi.session().get("students?limit=1", headers={"Accept": "application/json"})
    assert answer.status_code in (200, 406)
"""
    passed(project(tests), 5)


def test_an_unknown_argument_of_the_marker_is_told(project: Run) -> None:
    run = project('import pytest\n@pytest.mark.edfi(version="5.2")\ndef test_it(edfi): pass\n')
    assert run.returncode == 1
    assert "marker edfi: version is not known; it takes api_version, district, profile, by name" in run.stdout
    assert "plugin.py" not in run.stdout


def test_options_choose_for_all_tests(project: Run) -> None:
    tests = """
def test_it(edfi):
    assert edfi.version == "5.2"
    names = {each["nameOfInstitution"] for each in edfi.find("localEducationAgencies")}
    assert names == {"Grand Bend ISD", "Cedar Ridge ISD"}
"""
    options = ["--edfi-api-version", "5.2", "--edfi-district", "grand-bend", "--edfi-district", "cedar-ridge"]
    passed(project(tests, *options), 1)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--edfi-api-version=9.9", "there is no API version 9.9"),
        ("--edfi-district=grand-bent", "there is no district 'grand-bent'; did you mean 'grand-bend'?"),
        ("--edfi-url=http://127.0.0.1:9", "no mockedfi server answers at http://127.0.0.1:9"),
    ],
)
def test_what_an_option_cannot_be(project: Run, option: str, message: str) -> None:
    run = project("def test_it(edfi): pass\n", option)
    assert run.returncode == 1
    assert message in run.stdout
    assert "Traceback" not in run.stdout
    assert ".py:" not in run.stdout.replace("test_it.py:", "")


def test_settings_are_a_fixture(project: Run) -> None:
    tests = """
import pytest, requests

@pytest.fixture(scope="session")
def edfi_settings():
    return {"token_lifetime_minutes": 1, "paging_max": 3}

def test_it(edfi):
    assert edfi.session().get("students?limit=4").status_code == 400
    token = requests.post(edfi.token_url, data={"grant_type": "client_credentials"}, auth=(edfi.key, edfi.secret))
    assert token.json()["expires_in"] == 60

def test_the_server(edfi_server, edfi):
    assert edfi.url.startswith(edfi_server.url)
    assert len(edfi_server.control.workspaces()) == 1
"""
    passed(project(tests), 2)


def test_a_wrong_setting_is_told_in_a_line(project: Run) -> None:
    conftest = "import pytest\n@pytest.fixture(scope='session')\ndef edfi_settings(): return {'profiles': 'p.xml'}\n"
    run = project("def test_it(edfi): pass\n", conftest=conftest)
    assert "edfi: profiles must be a list of paths of files" in run.stdout
    assert "plugin.py" not in run.stdout


@pytest.fixture
def running() -> Iterator[str]:
    server = Running(Settings(port=0, memory=True, districts=("grand-bend",), api_versions=("7.3",)), pytest.fail)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.url
    server.close()
    thread.join(timeout=10)


def test_a_shared_server_gives_each_test_a_workspace(project: Run, running: str) -> None:
    passed(project(EACH_WRITES, "-n", "2", "--edfi-url", running, conftest=IN_RANDOM_ORDER), 40)
    channel = HttpChannel(running)
    control = ControlClient(channel)
    assert control.workspaces() == []
    assert control.requests() == []
    channel.close()


def test_a_version_that_a_shared_server_lacks(project: Run, running: str) -> None:
    run = project("def test_it(edfi): pass\n", "--edfi-url", running, "--edfi-api-version", "5.2")
    assert f"{running} serves API version 7.3; start it with --api-version 5.2" in run.stdout


def test_fixtures_and_marker_are_documented(project: Run) -> None:
    fixtures = project("", "--fixtures").stdout
    for name in ("edfi_settings", "edfi_server", "edfi --"):
        assert name in fixtures
    assert "An Ed-Fi ODS/API that is this test's alone" in fixtures
    assert "@pytest.mark.edfi(api_version=, district=, profile=)" in project("", "--markers").stdout


def test_a_project_that_does_not_use_it_pays_nothing(project: Run) -> None:
    tests = """
import sys

def test_it():
    ours = {name for name in sys.modules if name.partition(".")[0] == "mockedfi"}
    assert ours == {"mockedfi", "mockedfi.testing", "mockedfi.testing.plugin"}
"""
    passed(project(tests), 1)


def test_importing_the_plugin_is_quick() -> None:
    program = (
        "import pytest, time\n"
        "began = time.perf_counter()\n"
        "import mockedfi.testing.plugin\n"
        "print(time.perf_counter() - began)\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(3)
    ]
    assert min(float(run.stdout) for run in runs) < 0.02
