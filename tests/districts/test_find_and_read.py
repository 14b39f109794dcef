"""Districts are found by name or folder; what is wrong with a definition is said in one line."""

import pytest

from mockedfi.districts.__main__ import main
from mockedfi.districts.find import find, names
from mockedfi.districts.read import data_standards, read
from mockedfi.errors import UserError

DEFINITION = """
name = "Small ISD"
seed = 1

[data_standards."5.2"]
school_year = 2022
"""


@pytest.fixture
def district(tmp_path):
    (tmp_path / "district.toml").write_text(DEFINITION)
    return tmp_path


def test_packaged_districts() -> None:
    assert names() == ["cedar-ridge", "empty", "grand-bend"]
    for name in names():
        assert find(name).is_dir()
        assert data_standards(find(name)) == ["3.3", "3.3b", "4.0", "5.0", "5.1", "5.2"]


def test_a_folder_is_a_district(district) -> None:
    assert find(str(district)) == district
    assert read(find(str(district)), "5.2").name == "Small ISD"


def test_an_unknown_district_names_the_nearest() -> None:
    with pytest.raises(UserError, match="there is no district 'grandbend'; did you mean 'grand-bend'"):
        find("grandbend")


def test_a_folder_without_definition_is_no_district(tmp_path) -> None:
    with pytest.raises(UserError, match=r"there is no district\.toml in this folder"):
        find(str(tmp_path))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sead = 2", "'sead' is not known; did you mean 'seed'"),
        ('class_size = "large"', "class_size: 'large' is no int"),
        ("class_size = true", "class_size: True is no int"),
        ("holidays = 3", "holidays: a list is needed here, not 3"),
        ("agency = 3", "agency: a table is needed here, not 3"),
        ("agency = { id = 1 }", "agency: 'name' is missing"),
        ('schools = [{ id = "1" }]', "'name' is missing"),
        ("= 3", "not readable as TOML"),
    ],
)
def test_mistakes_in_a_definition(district, line: str, message: str) -> None:
    (district / "district.toml").write_text(f"{line}\n{DEFINITION}")
    with pytest.raises(UserError, match=message) as raised:
        read(district, "5.2")
    assert str(raised.value).startswith(str(district))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('begin = "08-23", end = "12-17", sections', 'begin = "Aug 23", end = "12-17", sections', "are no days"),
        ('begin = "08-23", end = "12-17", sections', 'begin = "01-23", end = "12-17", sections', "after its end"),
        ('"01-17"', '"13-01"', "holidays '13-01'"),
        (", sections = true", "", "one of them needs sections = true"),
        ('session = "Fall"', 'session = "Autumn"', "there is no session 'Autumn'"),
        ("{school}-{course}", "{scool}-{course}", "section_identifier: only"),
        (
            '"Eleventh grade", "Twelfth grade"]',
            '"Tenth grade"]',
            "courses: 'Tenth grade' has 0; it needs between 1 and 4",
        ),
        ("[place]", "", "place is missing"),
        ("every = 8", 'every = 8\namong = "Tall"', "nobody is among 'Tall'; known are English learners"),
    ],
)
def test_parts_that_do_not_fit_together(tmp_path, old: str, new: str, message: str) -> None:
    text = (find("cedar-ridge") / "district.toml").read_text()
    assert old in text
    if old == "[place]":
        changed = text[: text.index(old)] + text[text.index("[identifiers]") :]
    else:
        changed = text.replace(old, new, 1)
    (tmp_path / "district.toml").write_text(changed)
    with pytest.raises(UserError, match=message):
        read(tmp_path, "5.2")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('school = 255901044, grade = "Eighth', 'school = 255901001, grade = "Eighth', "has no 'Eighth grade'"),
        ('course = "ALG-1", period = 2', 'course = "ALG-9", period = 2', "has no course 'ALG-9'"),
        ('course = "ALG-1", period = 2', 'course = "ALG-1", period = 8', "there is no class period 8"),
    ],
)
def test_known_identities_that_do_not_fit(tmp_path, old: str, new: str, message: str) -> None:
    text = (find("grand-bend") / "district.toml").read_text()
    assert old in text
    (tmp_path / "district.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(UserError, match=message):
        read(tmp_path, "5.2")


def test_a_data_standard_that_is_not_defined(district) -> None:
    with pytest.raises(UserError, match=r"data standard 3\.3 is not among data_standards \(5\.2\)"):
        read(district, "3.3")


def test_no_definition_at_all(tmp_path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read(tmp_path, "5.2")


def test_rows_of_one_data_standard(district) -> None:
    rows = """
        [[programs]]
        programName = "Everywhere"

        [[programs]]
        data_standards = ["3.3"]
        programName = "Before"
    """
    (district / "rows.toml").write_text(rows)
    assert read(district, "5.2").rows == {"programs": ({"programName": "Everywhere"},)}


def test_rows_that_are_none(district) -> None:
    (district / "rows.toml").write_text("programs = 3")
    with pytest.raises(UserError, match=r"programs is no list of rows; write \[\[programs\]\]"):
        read(district, "5.2")


def test_materialising_from_the_command_line(district, capsys) -> None:
    assert main([str(district)]) == 0
    assert (district / "ds-5.2").is_dir()
    assert "0 documents" in capsys.readouterr().out


def test_a_mistake_on_the_command_line(capsys) -> None:
    assert main(["nowhere"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
