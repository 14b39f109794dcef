"""*Errors gallery*: every kind of refusal, with what to do about it."""

from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.postman.checks import keep, keep_explanation, keep_location, same, status, told
from mockedfi.postman.notation import BEARER, NOBODY, Auth, Chapter, Step, Story
from mockedfi.postman.scene import (
    DATA,
    DISTRICT,
    HIGH_SCHOOL,
    Scene,
    begin,
    chapter,
    descriptor,
    enrolment,
    get,
    post,
    student,
    token,
    why,
)
from mockedfi.problems import Problem, data, security

STUDENT = "gallery-{{run}}"
_NO_ITEM = "0123456789abcdef0123456789abcdef"


def errors(scene: Scene) -> Story:
    """The story."""
    era = (
        "Problem Details (RFC 9457): `type` names the problem, `detail` is for people, `correlationId` finds it in the "
        "logs."
        if scene.dialect.errors.problem_details
        else 'mostly `{"message": …}`; some refusals have the web framework\'s own body or none.'
    )
    return Story(
        file="errors-gallery",
        name="Errors gallery",
        says=(
            "Every kind of refusal that an Ed-Fi client meets, from 401 to 415, and what to do about each. A client "
            f"that handles these handles the real thing.\n\nErrors of this version are {era}"
        ),
        chapters=tuple(each(_Hall(scene)) for each in (_callers, _addresses, _bodies, _permissions, _conflicts)),
    )


class _Hall:
    """Makes requests that are refused."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.dialect = scene.dialect

    def refused(
        self,
        name: str,
        problem: Problem,
        says: str,
        path: str,
        *,
        method: str = "GET",
        body: Any = None,
        headers: dict[str, str] | None = None,
        auth: Auth = BEARER,
    ) -> Step:
        """A request and the refusal that answers it."""
        checks = told(problem, self.dialect)
        url = path if path.startswith("{{") else f"{DATA}/{path}"
        return Step(
            name=name, says=says, method=method, url=url, body=body, headers=headers or {}, auth=auth, checks=checks
        )


def _callers(hall: _Hall) -> Chapter:
    def asked(name: str, problem: Problem, says: str, header: str | None) -> Step:
        headers = {} if header is None else {"Authorization": header}
        return hall.refused(name, problem, says, "students", auth=NOBODY, headers=headers)

    return chapter(
        "401: who are you?",
        "Get a token at `POST /oauth/token`, and send it as `Authorization: Bearer <token>`.",
        asked("No header", security.HEADER_MISSING, "There is no Authorization header.", None),
        asked("Another scheme", security.SCHEME_UNKNOWN, "The scheme must be Bearer.", "Basic a2V5OnNlY3JldA=="),
        asked(
            "An unknown token", security.TOKEN_UNKNOWN, "Nobody issued it, or it is long gone.", f"Bearer {_NO_ITEM}"
        ),
    )


def _addresses(hall: _Hall) -> Chapter:
    return chapter(
        "404, 405, 415: where to, and how?",
        "The address, the method or the media type is wrong.",
        begin("", "The default client, of Grand Bend ISD."),
        hall.refused("No such resource", data.ROUTE_NOT_FOUND, "Mind the plural, and the schema.", "studentz"),
        hall.refused("No such item", data.ITEM_NOT_FOUND, "It was deleted, or never there.", f"students/{_NO_ITEM}"),
        hall.refused(
            "Replace a collection",
            data.COLLECTION_PUT,
            "PUT needs an id; POST creates or updates by natural key.",
            "students",
            method="PUT",
            body=student(STUDENT),
        ),
        hall.refused("Delete a collection", data.COLLECTION_DELETE, "DELETE needs an id.", "students", method="DELETE"),
        hall.refused(
            "Post to an item",
            data.ITEM_POST,
            "POST goes to the collection.",
            f"students/{_NO_ITEM}",
            method="POST",
            body=student(STUDENT),
        ),
        hall.refused(
            "Another media type",
            data.MEDIA_TYPE_UNSUPPORTED,
            "Bodies are JSON.",
            "students",
            method="POST",
            body="hello",
            headers={"Content-Type": "text/plain"},
        ),
        hall.refused("A limit that is none", data.PARAMETER_INVALID, "Limits are not negative.", "students?limit=-1"),
    )


def _bodies(hall: _Hall) -> Chapter:
    def posted(name: str, problem: Problem, says: str, body: Any, plural: str = "students") -> Step:
        return hall.refused(name, problem, says, plural, method="POST", body=body)

    whole = student(STUDENT)
    nameless = {name: value for name, value in whole.items() if name != "firstName"}
    return chapter(
        "400: what do you mean?",
        "The document breaks the rules of its resource; the answer says which and where.",
        posted("No JSON", data.BODY_UNREADABLE, "Mind the quotation marks.", "Ada, Novak"),
        posted("A value of another type", data.BODY_INVALID, "Dates are `yyyy-MM-dd`.", {**whole, "birthDate": "soon"}),
        posted("A member is missing", data.DATA_INVALID, "Students have a first name.", nameless),
        posted("A text is too long", data.DATA_INVALID, "75 characters at most.", {**whole, "firstName": "A" * 76}),
        posted(
            "An unknown descriptor value",
            _unknown_descriptor(hall.dialect),
            "Descriptor values have to be there first; this one is spelt wrong.",
            {**whole, "birthSexDescriptor": descriptor("SexDescriptor", "Femal")},
        ),
        posted(
            "An id of one's own", data.ID_ASSIGNED, "The server gives ids: leave it out.", {**whole, "id": _NO_ITEM}
        ),
    )


def _unknown_descriptor(dialect: Dialect) -> Problem:
    """Versions notice it while they read the body, when they validate it, or not before the database does."""
    if dialect.rules.descriptors_by_cache:
        return data.DESCRIPTOR_UNRESOLVED
    return data.DATA_INVALID if "descriptor" in dialect.rules.texts else data.REFERENCE_UNRESOLVED


def _permissions(hall: _Hall) -> Chapter:
    explained = why()
    refused = hall.refused(
        "No relationship",
        security.UNRELATED_SUBJECT,
        "Nothing connects the student with the caller: enrol the student.",
        "{{student}}",
    )
    elsewhere = {
        "codeValue": STUDENT,
        "shortDescription": STUDENT,
        "namespace": "uri://elsewhere.example/AccommodationDescriptor",
    }
    return chapter(
        "403: may you?",
        "The token is good, but the claim set, the namespace prefixes or the relationships do not reach so far.",
        post(
            "Create a student",
            "The student of this chapter: 201.",
            "students",
            student(STUDENT),
            status(201),
            keep_location("student"),
        ),
        Step(
            name=refused.name,
            says=refused.says,
            method=refused.method,
            url=refused.url,
            checks=(*refused.checks, keep_explanation()),
        ),
        explained,
        hall.refused(
            "A namespace of others",
            security.NAMESPACE_MISMATCH,
            "The namespace must begin with one of the client's prefixes.",
            "accommodationDescriptors",
            method="POST",
            body=elsewhere,
        ),
        token("Become a roster vendor", "roster", "Its claim set reads rosters, and little else."),
        hall.refused(
            "An action that is not granted",
            security.ACTION_DENIED,
            "The claim set lets the client read rooms, not create them.",
            "locations",
            method="POST",
            body={"classroomIdentificationCode": STUDENT, "schoolReference": {"schoolId": HIGH_SCHOOL}},
        ),
        hall.refused(
            "A resource that is not granted",
            security.RESOURCE_DENIED,
            "The claim set has no claim for grades.",
            "grades",
        ),
        token("Become Grand Bend ISD again", "", "For the next chapter."),
    )


def _conflicts(hall: _Hall) -> Chapter:
    school = {"schoolId": HIGH_SCHOOL}
    calendar = {"calendarReference": {"calendarCode": STUDENT, "schoolYear": 2022, **school}}
    return chapter(
        "409, 412, 400: not like this, not now",
        "The document is right, but it does not fit with what is there.",
        hall.refused(
            "A reference to nothing",
            data.REFERENCE_UNRESOLVED,
            "The calendar does not exist. Post what a document refers to before the document.",
            "studentSchoolAssociations",
            method="POST",
            body={**enrolment(STUDENT, HIGH_SCHOOL), **calendar},
        ),
        post(
            "Enrol the student",
            "Now something refers to the student: 201.",
            "studentSchoolAssociations",
            enrolment(STUDENT, HIGH_SCHOOL),
            status(201),
        ),
        hall.refused(
            "Others refer to it",
            data.DEPENDENT_ROOT,
            "The enrolment refers to the student. Delete what refers before what is referred to.",
            "{{student}}",
            method="DELETE",
        ),
        Step(
            name="Read its ETag",
            says="Every answer carries the item's version.",
            method="GET",
            url="{{student}}",
            checks=(status(200), keep("etag", "pm.response.headers.get('ETag')")),
        ),
        Step(
            name="Update it",
            says="`If-Match` with the ETag just read: 204.",
            method="PUT",
            url="{{student}}",
            body={**student(STUDENT), "middleName": "Io"},
            headers={"If-Match": "{{etag}}"},
            checks=(status(204),),
        ),
        hall.refused(
            "Somebody was faster",
            data.MODIFIED,
            "The same ETag again: the item has changed since. Read it again, and decide.",
            "{{student}}",
            method="PUT",
            body=student(STUDENT),
            headers={"If-Match": "{{etag}}"},
        ),
        post(
            "Create a program",
            "It is identified by organization, name and type: 201.",
            "programs",
            _program(STUDENT),
            status(201),
            keep_location("program"),
        ),
        *_another_key(hall),
    )


def _another_key(hall: _Hall) -> tuple[Step, ...]:
    body = _program("other-{{run}}")
    name = "Another key"
    if hall.dialect.data.key_change_refused:
        says = "What identifies a program does not change: delete, and create anew."
        return (hall.refused(name, data.KEY_CHANGE, says, "{{program}}", method="PUT", body=body),)
    says = "What identifies a program does not change. This version does not even say so: 204 …"
    kept = same(".programName", f"pm.variables.replaceIn('{STUDENT}')")
    return (
        Step(name=name, says=says, method="PUT", url="{{program}}", body=body, checks=(status(204),)),
        get("The key is what it was", "… and nothing changed.", "{{program}}", status(200), kept),
    )


def _program(name: str) -> dict[str, Any]:
    return {
        "educationOrganizationReference": {"educationOrganizationId": DISTRICT},
        "programName": name,
        "programTypeDescriptor": descriptor("ProgramTypeDescriptor", "Bilingual"),
    }
