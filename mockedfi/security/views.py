"""The ways in which an education organization is connected to a person.

Each is a view of the reference's database, named as its strategies look it up: ``EducationOrganizationIdToStudentUSI``.
Source: EdFi.Ods.Standard/Standard/{data standard}/Artifacts/PgSql/Structure/Ods/130x (views), Changes/1020 and 1040
(those that count deleted associations); hints: AuthorizationStrategies/Relationships/Filters/Hints.
"""

from dataclasses import dataclass, replace

from mockedfi.problems.security import HINT_ALL, HINT_ANY, HINT_ONE

INCLUDING_DELETES = "IncludingDeletes"
THROUGH_RESPONSIBILITY = "ThroughResponsibility"
THROUGH_ORGANIZATION_ASSOCIATION = "ThroughEdOrgAssociation"
"""What 5.2 calls `THROUGH_RESPONSIBILITY`."""
THROUGH_DELETED_RESPONSIBILITY = "ThroughDeletedResponsibility"

_ENROLMENT = "StudentSchoolAssociation"
_RESPONSIBILITY = "StudentEducationOrganizationResponsibilityAssociation"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one kind of person is reached."""

    person: str
    """``Student``."""
    modifier: str = ""
    """Tells apart several views of one kind of person; the end of the view's name."""
    paths: tuple[tuple[str, ...], ...]
    """Any one of these will do: resource names of associations, from the education organization to the person."""
    deletes: bool = False
    """Deleted associations count too."""

    @property
    def name(self) -> str:
        """The view's name."""
        return f"EducationOrganizationIdTo{self.person}USI{self.modifier}"

    @property
    def hint(self) -> str:
        """What a denial suggests."""
        if len(self.paths) > 1:
            return HINT_ANY.format("' or '".join(path[-1] for path in self.paths))
        (path,) = self.paths
        return HINT_ALL.format("' and '".join(path)) if len(path) > 1 else HINT_ONE.format(path[0])


_LIVE = (
    View(person="Student", paths=((_ENROLMENT,),)),
    View(
        person="Staff",
        paths=(
            ("StaffEducationOrganizationEmploymentAssociation",),
            ("StaffEducationOrganizationAssignmentAssociation",),
        ),
    ),
    View(person="Parent", paths=((_ENROLMENT, "StudentParentAssociation"),)),
    View(person="Contact", paths=((_ENROLMENT, "StudentContactAssociation"),)),
)
_THROUGH = View(person="Student", modifier=THROUGH_RESPONSIBILITY, paths=((_RESPONSIBILITY,),))

VIEWS = {
    (view.person, view.modifier): view
    for view in (
        *_LIVE,
        *(replace(view, modifier=INCLUDING_DELETES, deletes=True) for view in _LIVE),
        _THROUGH,
        replace(_THROUGH, modifier=THROUGH_ORGANIZATION_ASSOCIATION),
        replace(_THROUGH, modifier=THROUGH_DELETED_RESPONSIBILITY, deletes=True),
    )
}
