"""Calls that put documents into a state, as a test wants them to be there."""

from typing import Any

import orjson

from mockedfi.control.answers import a, several
from mockedfi.control.fields import Field
from mockedfi.control.filling import Filler, resource_of
from mockedfi.control.posting import builder, posted
from mockedfi.control.routes import API_VERSION, Asked, Route

MOST = 10_000


def show(asked: Asked) -> list[dict[str, Any]]:
    """The documents of a resource, as GET by id shows them, whoever may read them."""
    given = asked.parameters
    instance = asked.instance(given.get("apiVersion"))
    documents = instance.documents
    table = documents.table(resource_of(instance, given["resource"]).name)
    return [orjson.loads(documents.wire(record)) for record in table.records()]


def add(asked: Asked) -> list[dict[str, Any]]:
    """Add documents; what is required and not given is filled in."""
    given = asked.body
    instance = asked.instance(given.get("apiVersion"))
    resource = resource_of(instance, given["resource"])
    filler, caller = Filler(instance), builder(instance)
    made = []
    with instance.documents.lock:
        for _ in range(given.get("count", 1)):
            for each in filler.filled(resource, given.get("members", {})):
                document = posted(instance, each, caller)
            made.append(document)
    return made


ROUTES = (
    Route(
        method="GET",
        path="/documents",
        purpose="The documents of a resource, whoever may read them.",
        act=show,
        answer=several(a("document")),
        parameters=(
            Field(name="resource", kind="text", required=True, purpose="Plural of a resource, as students."),
            API_VERSION,
        ),
    ),
    Route(
        method="POST",
        path="/documents",
        purpose="Add documents to a resource, whoever may do so. Members that are required and not given are filled "
        "in from the model and the district; what they refer to is made if it is not there.",
        act=add,
        answer=several(a("document")),
        fields=(
            Field(name="resource", kind="text", required=True, purpose="Plural of a resource, as students."),
            Field(
                name="members",
                kind="object",
                purpose="What matters of the document. student stands for studentReference and takes the document "
                "that is referred to, or its key if that is one value; a descriptor may be its code value.",
            ),
            Field(name="count", kind="whole", minimum=1, maximum=MOST, purpose="How many; one if it is not given."),
            API_VERSION,
        ),
        status=201,
        example={"resource": "students", "members": {"firstName": "Ada"}},
    ),
)
