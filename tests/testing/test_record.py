"""``mockedfi record``: what a client did can be done again, by the pytest file and by the Postman collection."""

import ast
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockedfi import MockEdFi
from mockedfi.cli import main
from mockedfi.testing.recording import recording
from tests.testing.conftest import Run

STUDENT = {"studentUniqueId": "r-1", "firstName": "Zoë «x»", "lastSurname": "{Novak}", "birthDate": "2010-05-17"}


def record(edfi: MockEdFi, folder: Path, *arguments: str) -> Result:
    base, _, name = edfi.control.url.partition("/w/")
    command = ["record", "--url", base, "--workspace", name, "-o", str(folder), *arguments]
    return CliRunner().invoke(main, command, prog_name="mockedfi")


def act(edfi: MockEdFi) -> None:
    """What a client does: several clients, answers that later requests use, refusals, a fault."""
    session = edfi.session()
    made = session.post("students", json=STUDENT)
    place = made.headers["Location"]
    assert session.get(place).status_code == 403
    enrolment = {
        "studentReference": {"studentUniqueId": "r-1"},
        "schoolReference": {"schoolId": 255901001},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }
    assert session.post("studentSchoolAssociations", json=enrolment).status_code == 201
    etag = session.get(place).headers["ETag"]
    body = {**STUDENT, "id": place.rpartition("/")[2], "firstName": "Eve"}
    assert session.put(place, json=body, headers={"If-Match": etag}).status_code == 204
    assert session.put(place, json={**body, "firstName": "Eva"}, headers={"If-Match": etag}).status_code == 412
    vendor = edfi.client("SIS Vendor", [255901001], key="my vendor")
    page = vendor.session().get("students?limit=2&totalCount=true")
    vendor.session().get(f"students?pageToken={page.headers['Next-Page-Token']}&pageSize=2")
    edfi.faults.add(503, times=1)
    assert session.get("schools").status_code == 503
    assert session.post("students", data="{broken", headers={"Content-Type": "application/json"}).status_code == 400
    assert session.get("schools?nameOfInstitution=Grand Bend High School").status_code == 200


@pytest.mark.edfi(api_version="7.3")
def test_the_pytest_file_does_it_again(edfi: MockEdFi, project: Run, tmp_path: Path) -> None:
    act(edfi)
    result = record(edfi, tmp_path / "made")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "made" / "test_recorded.py").read_text("utf-8")
    ast.parse(text)
    assert "session = edfi.session()" in text
    assert "my_vendor = edfi.client(claim_set='SIS Vendor', education_organization_ids=[255901001]" in text
    assert 'id_1 = answer.headers["Location"].rpartition("/")[2]' in text
    assert "f'/data/v3/ed-fi/students/{id_1}'" in text
    assert "'id': id_1" in text
    assert "left out: #9 GET /data/v3/ed-fi/schools: a fault struck it" in result.output
    run = project(text, "test_it.py")
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout


@pytest.mark.edfi(api_version="7.3")
def test_the_collection(edfi: MockEdFi, tmp_path: Path) -> None:
    act(edfi)
    assert record(edfi, tmp_path).exit_code == 0
    made = json.loads((tmp_path / "recorded.postman_collection.json").read_text("utf-8"))
    folders = {folder["name"]: [item["name"] for item in folder["item"]] for folder in made["item"]}
    assert list(folders) == [f"1 {edfi.key}", "2 my vendor", f"3 {edfi.key}"]
    assert folders["2 my vendor"] == [
        "Token of my vendor",
        "7 GET /data/v3/ed-fi/students",
        "8 GET /data/v3/ed-fi/students",
    ]
    first = made["item"][0]["item"]
    assert first[2]["request"]["url"] == "{{baseUrl}}/data/v3/ed-fi/students/{{id_1}}"
    assert "to.have.status(403)" in json.dumps(first[2]["event"])
    assert json.loads(first[1]["request"]["body"]["raw"]) == STUDENT
    values = {
        each["key"]: each["value"]
        for each in json.loads((tmp_path / "recorded.postman_environment.json").read_text("utf-8"))["values"]
    }
    assert values["baseUrl"] == edfi.url
    assert (values["key1"], values["key1Secret"], values["key2"]) == (edfi.key, edfi.secret, "my vendor")


@pytest.mark.newman
@pytest.mark.edfi(api_version="7.3")
def test_newman_does_it_again(edfi: MockEdFi, tmp_path: Path) -> None:
    newman = shutil.which("newman")
    assert newman is not None, "newman is not on PATH; npm install newman@6.1.1 and put node_modules/.bin on it"
    act(edfi)
    assert record(edfi, tmp_path).exit_code == 0
    edfi.reset()
    edfi.faults.clear()
    files = [tmp_path / f"recorded.postman_{each}.json" for each in ("collection", "environment")]
    command = [newman, "run", str(files[0]), "-e", str(files[1]), "--bail", "--color", "off"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(("arguments", "steps"), [([], 10), (["--client=my vendor"], 2), (["--after=8"], 2)])
def test_what_is_recorded_can_be_chosen(edfi: MockEdFi, tmp_path: Path, arguments: list[str], steps: int) -> None:
    act(edfi)
    told = json.loads(record(edfi, tmp_path, "--json", *arguments).stdout)
    assert told["steps"] == steps
    assert len(told["files"]) == 3


def test_nothing_to_record_is_told(edfi: MockEdFi, tmp_path: Path) -> None:
    result = record(edfi, tmp_path)
    assert result.exit_code == 2
    assert "remembers no such requests; let a client call it, then record" in result.output
    assert not list(tmp_path.iterdir())


def test_only_one_version_is_told() -> None:
    def exchange(version: str, **more: Any) -> dict[str, Any]:
        message = {"headers": {}, "body": None}
        return {
            "apiVersion": version,
            "path": "/data/v3/ed-fi/schools",
            "number": 1,
            "method": "GET",
            "query": "",
            "client": "k",
            "status": 200,
            "fault": None,
            "request": message,
            "response": message,
            **more,
        }

    made = recording(
        [exchange("7.3"), exchange("5.2"), exchange("7.3", status=401), exchange("7.3", path="/oauth/token")], "7.3"
    )
    assert [step.number for step in made.steps] == [1]
    assert made.left_out == ["#1 GET /data/v3/ed-fi/schools: its token was refused"]
