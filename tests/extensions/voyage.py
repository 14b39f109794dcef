"""The model of another invented extension, as MetaEd writes it for other servers (``ApiSchema``)."""

from typing import Any

Schema = dict[str, Any]
TEXT = {"type": "string", "maxLength": 60}
DATE = {"type": "string", "format": "date"}
DESCRIPTOR = {"type": "string", "maxLength": 306}
NUMBER = {"type": "integer", "format": "int32"}
ORGANIZATION = {"type": "integer", "format": "int64"}
SWITCH = {"type": "boolean"}


def thing(required: str = "", **members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": required.split()}


def many(required: str = "", **members: Schema) -> Schema:
    return {"type": "array", "items": thing(required, **members)}


def named(name: str, *, items: bool = False) -> Schema:
    """What the OpenAPI part has in place of an object or of a collection."""
    link = {"$ref": f"#/components/schemas/{name}"}
    return {"type": "array", "items": link} if items else link


def resource(name: str, plural: str, schema: Schema, key: str, *, unique: Any = (), **more: Any) -> dict[str, Any]:
    """A resource; `key` names the query parameters of its key, `more` may hold others, and names of classes."""
    parameters = [{"$ref": "#/components/parameters/offset"}]
    parameters += [{"name": each, "in": "query", "schema": TEXT} for each in key.split()]
    parameters += [{"name": each, "in": "query", "schema": type_} for each, type_ in more.get("asked", {}).items()]
    classes = {
        f"Voyage_{name}": {"properties": more.get("names", {})},
        f"Voyage_{name}_Reference": {"properties": dict.fromkeys(key.split(), TEXT)},
    }
    fragment = {
        "components": {"schemas": classes},
        "paths": {f"/voyage/{plural}": {"get": {"parameters": parameters}}},
    }
    return {
        "resourceName": name,
        "isResourceExtension": False,
        "allowIdentityUpdates": more.get("updatable", False),
        "jsonSchemaForInsert": schema,
        "identityJsonPaths": more.get("identity", [f"$.{key}"]),
        "arrayUniquenessConstraints": list(unique),
        "documentPathsMapping": {},
        "openApiFragments": {"resources": fragment},
    }


def extension(
    name: str, schema: Schema, *, shown: Schema, required: str = "", unique: str | None = None
) -> dict[str, Any]:
    """What is added to a resource of the data standard; `required` is the path of a member that must be given."""
    return {
        "resourceName": name,
        "isResourceExtension": True,
        "allowIdentityUpdates": False,
        "jsonSchemaForInsert": schema,
        "identityJsonPaths": [],
        "arrayUniquenessConstraints": [{"paths": [unique]}] if unique else [],
        "documentPathsMapping": {"Needed": {"path": required, "isRequired": True}},
        "openApiFragments": {
            "resources": {"components": {"schemas": {}}, "exts": {f"EdFi_{name}": {"properties": shown}}}
        },
    }


def voyage() -> dict[str, Any]:
    """Ferries, and those who take them."""
    return {
        "apiSchemaVersion": "1.0.0",
        "projectSchema": {
            "projectName": "Voyage",
            "projectVersion": "3.2.1",
            "projectEndpointName": "voyage",
            "description": "All that floats",
            "isExtensionProject": True,
            "resourceSchemas": {
                "ferryTypeDescriptors": _descriptor(),
                "ferries": _ferry(),
                "studentVoyageProgramAssociations": _program(),
                "students": _student(),
                "studentEducationOrganizationAssociations": _residence(),
            },
        },
    }


def _descriptor() -> dict[str, Any]:
    text = {"namespace": TEXT, "codeValue": TEXT, "shortDescription": TEXT}
    schema = thing("namespace codeValue shortDescription", **text)
    return resource("FerryTypeDescriptor", "ferryTypeDescriptors", schema, "namespace")


def _ferry() -> dict[str, Any]:
    doors = {"doors": many("side", side=TEXT, wide=SWITCH)}
    schema = thing(
        "ferryId decks",
        ferryId=TEXT,
        ferryTypeDescriptor=DESCRIPTOR,
        cteProgramServiceDescriptor=DESCRIPTOR,
        departure={"type": "string", "format": "time"},
        decks=many("deckName", deckName=TEXT, **doors),
    )
    unique = {"paths": ["$.decks[*].deckName"]}
    nested = {"basePath": "$.decks[*]", "paths": ["$.doors[*].side"]}
    asked = {each: schema["properties"][each] for each in ("ferryTypeDescriptor", "departure")}
    constraints = [{**unique, "nestedConstraints": [nested]}]
    return resource("Ferry", "ferries", schema, "ferryId", unique=constraints, updatable=True, asked=asked)


_PROGRAM = {"educationOrganizationId": ORGANIZATION, "programName": TEXT, "programTypeDescriptor": DESCRIPTOR}
_KEY = (
    "beginDate educationOrganizationId programEducationOrganizationId programName programTypeDescriptor studentUniqueId"
)
_STATUS = "EdFi_GeneralStudentProgramAssociation_ProgramParticipationStatus"


def _program() -> dict[str, Any]:
    references = {
        "educationOrganizationReference": thing("educationOrganizationId", educationOrganizationId=ORGANIZATION),
        "programReference": thing(" ".join(_PROGRAM), **_PROGRAM),
        "studentReference": thing("studentUniqueId", studentUniqueId=TEXT),
    }
    statuses = many(participationStatusDescriptor=DESCRIPTOR, statusBeginDate=DATE)
    schema = thing(
        "beginDate educationOrganizationReference programReference studentReference",
        beginDate=DATE,
        endDate=DATE,
        seasick=SWITCH,
        programParticipationStatuses=statuses,
        **references,
    )
    names = {
        "programParticipationStatuses": named(_STATUS, items=True),
        **{each: named(f"EdFi_{each[:1].upper()}{each[1:-9]}_Reference") for each in references},
    }
    asked = {"endDate": DATE, "seasick": SWITCH}
    more = {"names": names, "asked": asked, "identity": ["$.beginDate"]}
    return resource("StudentVoyageProgramAssociation", "studentVoyageProgramAssociations", schema, _KEY, **more)


def _student() -> dict[str, Any]:
    attended = {**_PROGRAM, "beginDate": DATE, "programEducationOrganizationId": ORGANIZATION, "studentUniqueId": TEXT}
    added = {
        "swims": SWITCH,
        "favouriteFerryReference": thing("ferryId", ferryId=TEXT),
        "voyages": many(
            "studentProgramAssociationReference",
            studentProgramAssociationReference=thing(" ".join(attended), **attended),
        ),
    }
    shown = {
        "favouriteFerryReference": named("Voyage_Ferry_Reference"),
        "studentProgramAssociationReference": named("EdFi_StudentProgramAssociation_Reference"),
    }
    schema = thing(_ext=thing(voyage=thing(**added)))
    return extension("Student", schema, shown=shown, required="$._ext.voyage.swims")


def _residence() -> dict[str, Any]:
    piers = many("pierName", pierName=TEXT)
    schema = thing(addresses=many(_ext=thing(voyage=thing(piers=piers))))
    unique = "$.addresses[*]._ext.voyage.piers[*].pierName"
    return extension("StudentEducationOrganizationAssociation", schema, shown={}, unique=unique)
