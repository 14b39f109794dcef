"""The model of an invented extension, as MetaEd writes it; it has every shape by which one adds to a data standard."""

import re
from typing import Any

_COLUMN = re.compile(r"(\w+):(\w+?)(?:\((?:(\d+)-)?(\d+)\))?(\?)?")
"""``BusId:String(3-20)``, ``Seats:Int32?``."""


def columns(notation: str, *, key: bool = False) -> list[dict[str, Any]]:
    """Properties in the notation above."""
    return [_column(*found.groups(), key) for found in map(_COLUMN.fullmatch, notation.split()) if found]


def _column(
    name: str, kind: str, least: str | None, most: str | None, optional: str | None, key: bool
) -> dict[str, Any]:
    sizes = {"minLength": int(least or 0), "maxLength": int(most or 0), "precision": 0, "scale": 0}
    kind_of = {"dbType": kind, **sizes, "isNullable": optional is not None}
    return {"propertyName": name, "propertyType": kind_of, "isIdentifying": key, "isServerAssigned": False}


class Model:
    """Collects entities and associations."""

    def __init__(self, logical: str) -> None:
        self.schema = logical.lower()
        self.logical = logical
        self._entities: list[dict[str, Any]] = []
        self._associations: list[dict[str, Any]] = []
        self._roots: list[str] = []

    def entity(self, name: str, key: str, own: str = "", *, root: bool = True, updatable: bool = False) -> None:
        """A class with these columns besides those of its associations; `key` names its primary key."""
        if root:
            self._roots.append(name)
        identifier = {"identifyingPropertyNames": key.split(), "isPrimary": True, "isUpdatable": updatable}
        kept = columns("Id:Guid CreateDate:DateTime2")
        shown = {"locallyDefinedProperties": [*columns(own), *kept], "identifiers": [identifier]}
        self._entities.append({"schema": self.schema, "name": name, "isAbstract": False, **shown})

    def link(self, cardinality: str, primary: str, above: str, secondary: str, own: str = "") -> None:
        """An association; `primary` is ``edfi.School`` or one of the extension, `own` the columns, if renamed."""
        schema, _, name = primary.rpartition(".")
        identifying = not own.endswith("?")
        self._associations.append({
            "cardinality": cardinality,
            "primaryEntityFullName": {"schema": schema or self.schema, "name": name},
            "primaryEntityProperties": columns(above, key=True),
            "secondaryEntityFullName": {"schema": self.schema, "name": secondary},
            "secondaryEntityProperties": columns(own or above, key=identifying),
            "isIdentifying": identifying,
            "isRequired": identifying,
        })  # fmt: skip

    def json(self) -> dict[str, Any]:
        """What the file holds."""
        return {
            "schemaDefinition": {
                "logicalName": self.logical,
                "physicalName": self.schema,
                "version": "2.1.0",
                "description": "All that moves",
            },
            "aggregateDefinitions": [
                {"aggregateRootEntityName": {"schema": self.schema, "name": name}} for name in self._roots
            ],
            "entityDefinitions": self._entities,
            "associationDefinitions": self._associations,
        }


_PROGRAM = (
    "BeginDate:Date EducationOrganizationId:Int64 ProgramEducationOrganizationId:Int64 ProgramName:String(60)"
    " ProgramTypeDescriptorId:Int32 StudentUSI:Int32"
)
_ADDRESS = (
    "EducationOrganizationId:Int64 StudentUSI:Int32 AddressTypeDescriptorId:Int32 City:String(30) PostalCode:String(17)"
    " StateAbbreviationDescriptorId:Int32 StreetNumberName:String(150)"
)


def names_of(notation: str) -> str:
    return " ".join(each.partition(":")[0] for each in notation.split())


def fleet() -> Model:
    """Buses, those who ride in them, and a class that is called as one of the data standard."""
    model = Model("Fleet")
    _buses(model)
    _extensions(model)
    model.entity("StudentRidingProgramAssociation", names_of(_PROGRAM), "Stop:String(3-20)?")
    model.link(
        "OneToOneInheritance", "edfi.GeneralStudentProgramAssociation", _PROGRAM, "StudentRidingProgramAssociation"
    )
    model.entity("School", "SchoolName", "SchoolName:String(60)")
    model.entity("SchoolAddress", "SchoolName City", "City:String(30)", root=False)
    model.link("OneToZeroOrMore", "School", "SchoolName:String(60)", "SchoolAddress")
    model.link("OneToZeroOrMore", "School", "SchoolName:String(60)", "Bus", "SchoolName:String(60)?")
    return model


def _buses(model: Model) -> None:
    model.entity("BusTypeDescriptor", "BusTypeDescriptorId")
    model.link(
        "OneToOneInheritance", "edfi.Descriptor", "DescriptorId:Int32", "BusTypeDescriptor", "BusTypeDescriptorId:Int32"
    )
    model.entity("Bus", "BusId", "BusId:String(20) Seats:Int32?", updatable=True)
    model.link("OneToZeroOrMore", "BusTypeDescriptor", "BusTypeDescriptorId:Int32", "Bus", "BusTypeDescriptorId:Int32?")
    model.entity("BusMirror", "BusId Place", "Place:String(3-20)", root=False)
    model.link("OneToOneOrMore", "Bus", "BusId:String(20)", "BusMirror")


def _extensions(model: Model) -> None:
    student, school = "StudentUSI:Int32", "SchoolId:Int64"
    model.entity("StudentExtension", "StudentUSI", "RidesAlone:Boolean Remark:String(20)?", root=False)
    model.link("OneToOneExtension", "edfi.Student", student, "StudentExtension")
    model.link("OneToZeroOrMore", "Bus", "BusId:String(20)", "StudentExtension", "FavouriteBusId:String(20)?")
    model.entity("StudentPickup", "StudentUSI Place", "Place:String(40)", root=False)
    model.link("OneToZeroOrMore", "edfi.Student", student, "StudentPickup")
    model.entity("SchoolBay", "SchoolId Number", "Number:Int32", root=False)
    model.link("OneToZeroOrMore", "edfi.School", school, "SchoolBay")
    owner = "StudentEducationOrganizationAssociationAddress"
    model.entity(f"{owner}Stop", f"{names_of(_ADDRESS)} BusId", root=False)
    model.link("OneToZeroOrMore", f"edfi.{owner}", _ADDRESS, f"{owner}Stop")
    model.link("OneToZeroOrMore", "Bus", "BusId:String(20)", f"{owner}Stop")
