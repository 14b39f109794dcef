"""What a start says of claim sets, claims and strategies that the configuration names and no version has."""

import json
from pathlib import Path
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.settings import ClientSettings, Settings

ONLY = "RelationshipsWithStudent"


def lines_at_start(*versions: str, **settings: Any) -> list[str]:
    lines: list[str] = []
    Host(Settings(api_versions=versions, memory=True, districts=("empty",), **settings), notice=lines.append).close()
    return lines


def client(claim_set: str) -> ClientSettings:
    return ClientSettings(key="mine", secret="s", claim_set=claim_set, namespace_prefixes={})


def test_a_client_with_a_claim_set_that_no_version_has() -> None:
    assert lines_at_start("7.3", "5.2", clients=(client("SIS Vender"),)) == [
        "client mine: no API version here has the claim set SIS Vender; did you mean SIS Vendor?"
    ]


def test_one_version_that_has_it_is_enough() -> None:
    assert lines_at_start("7.3", "5.2", clients=(client("Finance Vendor"),)) == []


def test_a_claim_set_is_found_in_any_letter_case() -> None:
    assert lines_at_start("7.3", clients=(client("sis vendor"),)) == []


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (
            {"studnt": {"Read": []}},
            ["Mine: there is no resource claim studnt; did you mean student?"],
        ),
        (
            {"student": {"Read": ["RelationshipsWithStudentOnly"]}},
            [f"Mine: student: there is no authorization strategy {ONLY}Only; did you mean {ONLY}sOnly?"],
        ),
        ({"ed-fi/student": {"Read": ["StudentWithView"]}, "domains/people": {"Read": []}}, []),
        (
            {"student": {"Read": ["StudentWithLuck"]}},
            ["Mine: student: there is no custom view StudentWithLuck among [[security.custom_views]]"],
        ),
        ({"contact": {"Read": []}, "parent": {"Read": []}, "services/identity": {"Read": []}}, []),
    ],
)
def test_a_file_of_claim_sets(tmp_path: Path, claims: dict[str, Any], said: list[str]) -> None:
    file = tmp_path / "claim-sets.json"
    file.write_text(json.dumps({"claim_sets": {"Mine": claims}}), "utf-8")
    lines = lines_at_start("7.3", "5.2", claim_sets=(file,), custom_views=({"name": "StudentWithView"},))
    assert lines == [f"{file}: {line}" for line in said]
