"""``mockedfi explain``, against a server that listens."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from mockedfi.cli import main
from mockedfi.http.start import Running
from mockedfi.settings import Settings

SIS = "sis-vendor"


@pytest.fixture(scope="module")
def explain() -> Iterator[Callable[..., Result]]:
    """The command, asking a server with Grand Bend."""
    server = Running(Settings(port=0, memory=True), notice=pytest.fail)
    thread = threading.Thread(target=server.run)
    thread.start()

    def run(*arguments: object) -> Result:
        given = ["explain", *map(str, arguments), "--url", server.url]
        return CliRunner().invoke(main, given, prog_name="mockedfi")

    yield run
    server.close()
    thread.join(timeout=10)


def enrolment(folder: Path, school: int) -> Path:
    path = folder / "enrolment.json"
    path.write_text(
        json.dumps({"studentReference": {"studentUniqueId": "604821"}, "schoolReference": {"schoolId": school}})
    )
    return path


def test_a_no_in_words(explain: Callable[..., Result], tmp_path: Path) -> None:
    result = explain(SIS, "Create", "studentSchoolAssociations", "--document", enrolment(tmp_path, 867530001))
    assert result.exit_code == 0
    first, reason, _, *rest = result.output.splitlines()
    assert first == "DENIED: Create of /ed-fi/studentSchoolAssociations by sis-vendor"
    assert reason.startswith("RelationshipsWithEdOrgsOnly looked for ")
    for line in (
        "claim set                SIS Vendor",
        "education organizations  255901",
        "claims, from the resource's own up:",
        "  http://ed-fi.org/ods/identity/claims/studentSchoolAssociation  not in the claim set",
        "  RelationshipsWithEdOrgsOnly (required): not satisfied",
        "    SchoolId 867530001: not satisfied",
        "1. Give the client the education organization 867530001.",
        '  "key": "sis-vendor",',
    ):
        assert line in rest


def test_a_yes_in_words(explain: Callable[..., Result], tmp_path: Path) -> None:
    result = explain(SIS, "create", "/ed-fi/studentSchoolAssociations", "--document", enrolment(tmp_path, 255901001))
    assert result.output.startswith(
        "GRANTED: Create of /ed-fi/studentSchoolAssociations by sis-vendor\n"
        "The claim set grants the action, and the strategies agree.\n"
    )
    assert "What" not in result.output


def test_without_an_item_only_the_claims_are_judged(explain: Callable[..., Result]) -> None:
    assert explain(SIS, "Read", "students").output.startswith(
        "GRANTED: Read of /ed-fi/students by sis-vendor\n"
        "The claim set grants the action; the strategies decide item by item.\n"
    )


def test_a_refusal_that_there_was(explain: Callable[..., Result], tmp_path: Path) -> None:
    before = explain(SIS, "Create", "studentSchoolAssociations", "--document", enrolment(tmp_path, 867530001))
    id = before.output.split()[-1].rpartition("/")[2]
    assert explain(id).output == before.output


def test_a_refusal_of_nobody(explain: Callable[..., Result]) -> None:
    url = explain(SIS, "Read", "students").output.split()[-1].partition("/mockedfi")[0]
    with pytest.raises(HTTPError) as caught, urlopen(f"{url}/data/v3/ed-fi/students"):
        pass
    with caught.value as answer:
        told = explain(answer.headers["Mockedfi-Explanation"]).output
    assert told.startswith("DENIED: ")
    assert len(told.splitlines()) == 3


def test_as_json_of_a_version(explain: Callable[..., Result]) -> None:
    result = explain("assessment-read", "Read", "schools", "--api-version", "5.2", "--json")
    told = json.loads(result.output)
    assert (told["outcome"], told["claimSet"]) == ("denied", "Assessment Read")
    assert told["root"].endswith("/v5.2/api")
    text = explain("assessment-read", "Read", "schools", "--api-version", "5.2").output
    assert "/mockedfi/clients\n{" in text


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("sis", "Read", "schools"), "no client has the key sis"),
        ((SIS, "Reed", "schools"), "Reed is no action of this version; did you mean Read?"),
        ((SIS, "Read", "scools"), "API version 7.3 has no resource scools; did you mean schools?"),
        ((SIS, "Read", "schools", "0" * 32), f"schools has no item {'0' * 32}"),
        ((SIS, "Read", "schools", "--api-version", "8"), "8 is not served here"),
        ((SIS, "Create", "schools", "--document", "nowhere.json"), "nowhere.json: No such file or directory"),
    ],
)
def test_mistakes_are_one_line(explain: Callable[..., Result], arguments: tuple[str, ...], line: str) -> None:
    result = explain(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"mockedfi: {line}")
    assert result.output.count("\n") == 1


def test_without_a_server() -> None:
    result = CliRunner().invoke(main, ["explain", SIS, "Read", "schools", "--url", "http://127.0.0.1:9"])
    assert result.exit_code == 2
    assert "no server answers" in result.output
