"""The catalogue: what it finds, when it decodes, what it says of a broken file."""

import gzip
from pathlib import Path

import pytest

from mockedfi.errors import UserError
from mockedfi.model import catalogue as catalogues
from mockedfi.model.build import command, write
from mockedfi.model.catalogue import Catalogue, load, load_claim_sets, load_descriptors
from mockedfi.model.facts import DataStandard

from .test_rules import PORTS, ships
from .tiny import Builder, descriptors, table, to


@pytest.fixture
def standard(build: Builder) -> DataStandard:
    people = {
        "Sailor": table(
            "SailorUSI:int SailorUniqueId:string(32) RankDescriptorId:int?", "SailorUSI",
            to("RankDescriptor", "RankDescriptorId"),
        )
    }  # fmt: skip
    return build(PORTS | ships() | descriptors("RankDescriptor") | people)


@pytest.fixture
def catalogue(standard: DataStandard) -> Catalogue:
    return Catalogue("tiny", write.catalogue(standard))


def test_what_is_written_is_read(standard: DataStandard, catalogue: Catalogue) -> None:
    assert (catalogue.name, catalogue.version) == ("tiny", "tiny.0")
    assert dict(catalogue.resources) == standard.resources
    assert catalogue.abstracts == standard.abstracts


def test_resources_are_decoded_once_at_their_first_use(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []
    decode = catalogues.notation.resource
    monkeypatch.setattr(catalogues.notation, "resource", lambda facts: decoded.append(facts["name"]) or decode(facts))
    assert "Port" in catalogue.resources
    assert len(catalogue.resources) == 7
    assert catalogue.referring("Port") == ("Berth",)
    assert catalogue.find("ed-fi", "kites") is None
    assert decoded == []
    assert catalogue.named("Port") is catalogue.resources["Port"]
    assert decoded == ["Port"]


def test_addresses_are_found_in_any_case(catalogue: Catalogue) -> None:
    assert catalogue.find("Ed-Fi", "BERTHS") is catalogue.named("Berth")
    assert catalogue.find("ed-fi", "vessels") is None, "a base has no address"
    assert catalogue.find("tpdm", "berths") is None


def test_concrete_resources_of_a_base_and_of_themselves(catalogue: Catalogue) -> None:
    assert [each.name for each in catalogue.concrete("Vessel")] == ["Ferry", "Tug"]
    assert [each.name for each in catalogue.concrete("Port")] == ["Port"]


def test_key_names_of_bases_and_resources(catalogue: Catalogue) -> None:
    assert catalogue.key_names("Vessel") == ("vesselId",)
    assert catalogue.key_names("Berth") == ("berthNo", "portCode")
    assert catalogue.key_names("RankDescriptor") == ("namespace", "codeValue")


def test_who_refers_to_a_resource_through_its_base_or_by_descriptor(catalogue: Catalogue) -> None:
    assert catalogue.referring("Ferry") == ("Tow",)
    assert catalogue.referring("RankDescriptor") == ("Sailor",)
    assert catalogue.referring("Tow") == ()


def test_load_order_and_persons(catalogue: Catalogue) -> None:
    order = [each.name for each in catalogue.in_load_order()]
    assert order == ["Ferry", "Port", "RankDescriptor", "Tug", "Berth", "Sailor", "Tow"]
    assert [each.name for each in catalogue.persons()] == ["Sailor"]


def test_names_that_are_not_there(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.named("Kite")


def test_the_same_facts_make_the_same_bytes(standard: DataStandard, tmp_path: Path) -> None:
    for name in ("one", "two"):
        command.save(standard, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert catalogues.read(tmp_path / "one").name == "tiny"


@pytest.mark.parametrize("name", ["3.3", "5.2"])
def test_packaged_catalogues_are_as_their_own_notation_would_be_written(name: str) -> None:
    packaged = load(name)
    standard = DataStandard(packaged.name, packaged.version, dict(packaged.resources), packaged.abstracts)
    file = catalogues._DATA / f"catalogue-ds-{name}.json.gz"
    assert gzip.decompress(file.read_bytes()) == write.catalogue(standard)


def test_an_unknown_data_standard_is_one_line_that_names_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"no catalogue of data standard 9\.9; mockedfi has those of 3\.3, .*5\.2"):
        load("9.9")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"mine\.json\.gz: there is no such file"):
        catalogues.read(tmp_path / "mine.json.gz")


BROKEN = {
    "not compressed": (b"{}", "compression"),
    "cut off": (gzip.compress(b'{"head":{"format":1}' * 99)[:40], "compression"),
    "empty": (gzip.compress(b""), "first line"),
    "not JSON": (gzip.compress(b'{"head":{,\n"resources":{\n}}\n'), "first line"),
    "no head": (gzip.compress(b'{"head":{},\n"resources":{\n\n}}\n'), "first line"),
    "no name": (
        gzip.compress(b'{"head":{"format":"mockedfi catalogue 1","resources":{}},\n"resources":{\n\n}}\n'),
        "first line",
    ),
    "another format": (
        gzip.compress(b'{"head":{"format":"other","resources":{}},\n"resources":{\n\n}}\n'),
        "first line",
    ),
}


@pytest.mark.parametrize(("content", "place"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_one_line_with_file_place_and_remedy(content: bytes, place: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json.gz"
    file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        catalogues.read(file)
    text = str(caught.value)
    assert text.startswith(f"{file}: broken catalogue file, {place}: ")
    assert text.endswith("make it anew with `mockedfi model build`")
    assert "\n" not in text


@pytest.mark.parametrize("bad", [b'"name":1', b'"nonsense":1', b'"references":[{}]'])
def test_a_broken_resource_is_told_by_its_name(bad: bytes, standard: DataStandard) -> None:
    lines = write.catalogue(standard).split(b"\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(b'"Port"'))
    lines[place] = b'"Port":{' + bad + b"},"
    broken = Catalogue("mine.json.gz", b"\n".join(lines))
    with pytest.raises(UserError, match=r"mine\.json\.gz: broken catalogue file, resource Port: "):
        broken.named("Port")
    assert broken.named("Berth").plural == "berths"


def test_a_missing_resource_is_told_at_once(standard: DataStandard) -> None:
    content = write.catalogue(standard)
    fewer = b"\n".join(line for line in content.split(b"\n") if not line.startswith(b'"Port"'))
    with pytest.raises(UserError, match="6 of 7 resources"):
        Catalogue("mine.json.gz", fewer)


def test_packaged_claim_sets_and_descriptors() -> None:
    for name in ("5.2", "7.3"):
        metadata = load_claim_sets(name)
        assert {"actions", "strategies", "resource_claims", "claim_sets"} <= set(metadata)
    for name in ("3.3", "5.2"):
        values = load_descriptors(name)
        assert set(values) <= set(load(name).resources)
        assert all(set(each) == {"namespace", "values"} for each in values.values())


def test_a_packed_file_has_no_time_in_it(tmp_path: Path) -> None:
    source = tmp_path / "source.json"
    source.write_text('{"b": 1, "a": [2]}')
    for name in ("one", "two"):
        command.pack(source, tmp_path / name)
    packed = (tmp_path / "one").read_bytes()
    assert packed == (tmp_path / "two").read_bytes()
    assert (packed[4:8], gzip.decompress(packed)) == (b"\0\0\0\0", b'{"a":[2],"b":1}')
