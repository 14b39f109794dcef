"""OpenAPI documents of an invented standard and of an extension to it."""

from typing import Any


def text(length: int = 30, **more: Any) -> dict[str, Any]:
    return {"type": "string", "maxLength": length, **more}


def identity(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"x-Ed-Fi-isIdentity": True}


def link(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def many(name: str) -> dict[str, Any]:
    return {"type": "array", "items": link(name)}


def schema(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"required": required.split(), "properties": {"id": {"type": "string"}, **properties}}


def path(class_name: str, **parameters: dict[str, Any]) -> dict[str, Any]:
    """The operations of a resource; parameters in the way of version 3, the first one shared."""
    shown = [{"name": name, "in": "query", "schema": each, **each} for name, each in parameters.items()]
    answer = {"200": {"content": {"application/json": {"schema": many(class_name)}}}}
    return {"get": {"parameters": [{"$ref": "#/components/parameters/offset"}, *shown], "responses": answer}}


def document(paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    shared = {"offset": {"name": "offset", "in": "query", "schema": {"type": "integer"}}}
    return {"openapi": "3.0.1", "paths": paths, "components": {"schemas": schemas, "parameters": shared}}


DESCRIPTOR = schema("codeValue namespace shortDescription", codeValue=text(50), namespace=text(255))
INTEGER = {"type": "integer", "format": "int32"}

HARBOUR = document(
    {
        "/ed-fi/ports": path("edFi_port", portCode=identity(text(9)), name=text()),
        "/ed-fi/berths": path("edFi_berth", berthNo=identity(INTEGER), portCode=identity(text(9))),
        "/ed-fi/sailors": path("edFi_sailor", sailorUniqueId=identity(text(32)), nickname=text()),
        "/ed-fi/boats": path(
            "edFi_boat",
            name=identity(text()),
            hullDescriptor=text(306),
            homePortCode=text(9),
            mateSailorUniqueId=text(32),
        ),
        "/ed-fi/ferries": path("edFi_ferry", ferryId=identity(INTEGER), cars=INTEGER),
        "/ed-fi/tugs": path("edFi_tug", tugId=identity(INTEGER)),
        "/ed-fi/tows": path("edFi_tow", towNo=identity(INTEGER), vesselId=INTEGER),
        "/ed-fi/hullDescriptors": path("edFi_hullDescriptor"),
    },
    edFi_hullDescriptor=DESCRIPTOR,
    edFi_port=schema("portCode", portCode=identity(text(9)), name=text()),
    edFi_portReference=schema("portCode", portCode=text(9), link=link("link")),
    edFi_berth=schema("berthNo portReference", berthNo=identity(INTEGER), portReference=link("edFi_portReference")),
    edFi_berthReference=schema("berthNo portCode", berthNo=INTEGER, portCode=text(9)),
    edFi_sailor=schema("sailorUniqueId", sailorUniqueId=identity(text(32)), nickname=text()),
    edFi_sailorReference=schema("sailorUniqueId", sailorUniqueId=text(32)),
    edFi_boat=schema(
        "name sails",
        name=identity(text(minLength=2)),
        innerHullDescriptor=text(306),
        hullDescriptor=text(306),
        tide={"type": "string"},
        homePortReference=link("edFi_portReference"),
        mateSailorReference=link("edFi_sailorReference"),
        sails=many("edFi_boatSail"),
        engine=link("edFi_boatEngine"),
    ),
    edFi_boatReference=schema("name", name=text()),
    edFi_boatSail=schema("no", no=identity(INTEGER), area=INTEGER, spareBerthReference=link("edFi_berthReference")),
    edFi_boatEngine=schema("power", power=INTEGER),
    edFi_vesselReference=schema("vesselId", vesselId=INTEGER),
    edFi_vesselFlag=schema("flag", flag=identity(text(9))),
    edFi_ferry=schema("ferryId", ferryId=identity(INTEGER), cars=INTEGER, flags=many("edFi_vesselFlag")),
    edFi_tug=schema("tugId", tugId=identity(INTEGER), flags=many("edFi_vesselFlag")),
    edFi_tow=schema("towNo vesselReference", towNo=identity(INTEGER), vesselReference=link("edFi_vesselReference")),
)
"""A whole standard; ``vessel`` is abstract."""

RACING = document(
    {
        "/racing/regattas": path(
            "racing_regatta", title=identity(text()), portCode=identity(text(9)), vesselId=INTEGER
        ),
        "/racing/hovercrafts": path("racing_hovercraft", hovercraftId=identity(INTEGER), fans=INTEGER),
        "/racing/hullDescriptors": path("racing_hullDescriptor"),
        "/racing/prizeDescriptors": path("racing_prizeDescriptor"),
    },
    racing_hullDescriptor=DESCRIPTOR,
    racing_prizeDescriptor=DESCRIPTOR,
    racing_regatta=schema(
        "title portReference",
        title=identity(text()),
        portReference=link("edFi_portReference"),
        vesselReference=link("edFi_vesselReference"),
        entrants=many("racing_regattaEntrant"),
    ),
    racing_regattaEntrant=schema(
        "boatReference",
        boatReference=link("edFi_boatReference"),
        firstPrizeDescriptor=text(306),
        portReference=link("edFi_portReference"),
    ),
    racing_hovercraft=schema(
        "hovercraftId", hovercraftId=identity(INTEGER), fans=INTEGER, flags=many("edFi_vesselFlag")
    ),
    edFi_portReference=schema("portCode", portCode=text(9)),
    edFi_boatReference=schema("name", name=text()),
    edFi_vesselReference=schema("vesselId", vesselId=INTEGER),
    edFi_vesselFlag=schema("flag", flag=identity(text(9))),
    boatExtensions=schema("", racing=link("racing_boatExtension")),
    boatSailExtensions=schema("", racing=link("racing_boatSailExtension")),
    racing_boatExtension=schema(
        "handicap", handicap=INTEGER, rivalBoatReference=link("edFi_boatReference"), crews=many("racing_boatCrew")
    ),
    racing_boatCrew=schema("seat", seat=identity(INTEGER)),
    racing_boatSailExtension=schema("", colour=text(9)),
)
"""An extension of it: a resource, a subtype, descriptors, and objects for ``_ext``."""
