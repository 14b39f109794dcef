"""Definition files: what is wrong with them is told with the place."""

from pathlib import Path

import pytest

from mockedfi.composites.definition import packaged, read
from mockedfi.errors import UserError

FRAME = """<CompositeMetadata organizationCode="o"><Category name="c"><Composites>{}</Composites></Category>
</CompositeMetadata>"""
COMPOSITE = '<Composite name="Mine">{}</Composite>'


def test_members_of_some_versions_only(tmp_path: Path) -> None:
    file = tmp_path / "composites.xml"
    base = '<BaseResource name="R"><Property name="Old" before="7.0"/><Property name="New" since="7.0"/></BaseResource>'
    file.write_text(FRAME.format(COMPOSITE.format(base)))
    shown = {
        version: read(file, version)[0].composites[0].base.inside[0].name for version in ("5.2", "6.2", "7.0", "7.3")
    }
    assert shown == {"5.2": "Old", "6.2": "Old", "7.0": "New", "7.3": "New"}


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_the_packaged_ones(version: str) -> None:
    (category,) = packaged(version)
    names = [each.name for each in category.composites]
    assert names == ["LocalEducationAgency", "School", "Section", "Student", "Staff"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<Composites/>", "the outermost element is <Composites>"),
        ("<CompositeMetadata", "unclosed token"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><CompositeMetadata/>', "EntitiesForbidden"),
        (FRAME.format("<Composit/>"), "category c: <Composit> has no place in <Composites>; did you mean Composite?"),
        (FRAME.format(COMPOSITE.format("")), "composite Mine: <Composite> needs <BaseResource>"),
        (FRAME.format(COMPOSITE.format('<BaseResource name="R"/>')), "composite Mine: <BaseResource> R shows nothing"),
        (FRAME.format(COMPOSITE.format('<BaseResource name="R"><Property/></BaseResource>')), "<Property> needs name"),
        (
            FRAME.format(COMPOSITE.format('<BaseResource name="R"><Property name="p" since="new"/></BaseResource>')),
            "since and before take API versions",
        ),
        (
            FRAME.format(
                COMPOSITE.format('<BaseResource name="R" flatten="maybe"><Property name="p"/></BaseResource>')
            ),
            'flatten="maybe" of <BaseResource> must be true or false',
        ),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "composites.xml"
    file.write_text(text)
    with pytest.raises(UserError) as error:
        read(file, "7.3")
    assert str(error.value).startswith(f"{file}: ")
    assert complaint in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"No such file or directory; mend \[composites\] files"):
        read(tmp_path / "nothing.xml", "7.3")
