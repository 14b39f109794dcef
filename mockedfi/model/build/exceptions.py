"""What neither tables nor OpenAPI documents tell: hand-kept facts of the reference, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """Facts of one data standard as its ODS/API serves it."""

    also_properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table: columns of references that are properties besides."""
    not_shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table: columns that the wire never carries."""
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Resource: the columns that relationship-based authorization looks at, in place of the rule's."""
    reached_through: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Person: the associations by which callers reach one, hence loaded before all else that refers to one."""
    present: frozenset[str] = frozenset()
    """Resources that are there from the start: no step of a load waits for them."""
    inherited_parameters: Literal["none", "identifying", "all"] = "all"
    """What GET many of a subtype takes as query parameters besides its own: ``id`` and the base's natural key if the
    subtype has no other name for it, or all members of the base."""
    identification_codes: bool = True
    """GET many takes the members of a collection of identification codes as query parameters."""
    one_character_at_least: bool = True
    """A least length of one character, where OpenAPI documents give it, holds."""
    surrogates_shown: bool = False
    """GET shows a descriptor's surrogate key."""
    context_first: bool = False
    """In references of children, the keys that repeat the parent's stand before the others."""


_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "Contact": ("StudentContactAssociation",),
    "Parent": ("StudentParentAssociation",),
    "Staff": ("StaffEducationOrganizationAssignmentAssociation", "StaffEducationOrganizationEmploymentAssociation"),
    "Student": ("StudentSchoolAssociation",),
}
"""PersonResourceGraphAuthorizationTransformer.cs, all versions."""

_DEPARTMENT: dict[str, tuple[str, ...]] = {"OrganizationDepartment": ("ParentEducationOrganizationId",)}
_SCHOOLS: dict[str, tuple[str, ...]] = {
    "DisciplineAction": ("ResponsibilitySchoolId", "StudentUSI"),
    "StudentAssessment": ("ReportedSchoolId", "StudentUSI"),
}
_PROGRAM_EVALUATIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("EvaluationRubricDimension", "ProgramEvaluation", "ProgramEvaluationElement", "ProgramEvaluationObjective"),
    ("ProgramEducationOrganizationId",),
)
"""EdFi.Ods.Standard/**/Security/Authorization/Overrides: the department always, schools from 6.x, programs from 7.1."""

_FISCAL_YEAR = {"ChartOfAccount": ("FiscalYear",), "LocalAccount": ("FiscalYear",)}
"""A local property that the references share; the columns cannot tell (Ed-Fi OpenAPI documents from 4.0 on)."""

_5_2 = Exceptions(
    subjects=_DEPARTMENT,
    reached_through=_PEOPLE,
    present=frozenset({"SchoolYearType"}),
    inherited_parameters="none",
    identification_codes=False,
    surrogates_shown=True,
    context_first=True,
)
"""Generated Requests and TPDM Resources of v5.2; ContextualReferenceIdentifier of Resources.mustache."""

_6_2 = replace(_5_2, subjects=_DEPARTMENT | _SCHOOLS, also_properties=_FISCAL_YEAR, not_shown={"Descriptor": ("URI",)})
_7_1 = replace(
    _6_2,
    subjects=_DEPARTMENT | _SCHOOLS | _PROGRAM_EVALUATIONS,
    not_shown={"Descriptor": ("PriorDescriptorId", "URI")},
    surrogates_shown=False,
    context_first=False,
)
_7_2 = replace(_7_1, inherited_parameters="identifying", one_character_at_least=False)
"""Generated Requests of v7.2 (InheritedKeyProperties of ResourceExtensions.cs); the least length of one character went
with data standard 5.1 (Integration Test Suite, Data Validation, String Length)."""
_7_3 = replace(_7_2, inherited_parameters="all", identification_codes=True)
"""Generated Requests of v7.3; ResourceIdentificationCodePropertiesProvider.cs."""

EXCEPTIONS: Mapping[str, Exceptions] = {
    "3.3": _5_2,
    "3.3b": _5_2,
    "4.0": _6_2,
    "5.0": _7_1,
    "5.1": _7_2,
    "5.2": _7_3,
}
"""By data standard, as the version of the ODS/API serves it that first shipped it."""

OTHERS = _7_3
"""For any other data standard."""
