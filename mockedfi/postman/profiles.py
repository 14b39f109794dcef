"""*Profiles*: a data policy that narrows what a client reads and writes."""

from typing import Any

from mockedfi.postman.checks import check, equals, keep, keep_location, lacks, only, status, told
from mockedfi.postman.notation import Chapter, Step, Story
from mockedfi.postman.scene import (
    DATA,
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
)
from mockedfi.problems import Problem
from mockedfi.problems import profiles as problems
from mockedfi.problems.data import DATA_INVALID

STUDENT = "profiled-{{run}}"
_FIRST_STUDENT, _FIRST_STAFF = f"{DATA}/students?limit=1", f"{DATA}/staffs?limit=1"
_NARROWED = only("[0]", "studentUniqueId", "firstName", "middleName", "lastSurname", "birthDate")


def profiles(scene: Scene) -> Story:
    """The story of the profiles that come with mockedfi."""
    return Story(
        file="profiles",
        name="Profiles",
        says=(
            "A **profile** is a data policy: it narrows the members of a resource that a client reads and writes. A "
            "request names it in its media type:\n\n"
            "`Accept: application/vnd.ed-fi.student.nutrition.readable+json`\n\n"
            "The clients of this collection have one profile each: *Nutrition*, *Transportation* (it only reads) and "
            "*Staff-Directory* (it changes, but creates nothing). `mockedfi profiles NAME` shows each as a tree."
        ),
        chapters=(_nutrition(scene), _transportation(scene), _staff_directory(scene)),
    )


def _nutrition(scene: Scene) -> Chapter:
    read, write = _type("student", "nutrition", "readable"), _type("student", "nutrition", "writable")
    return chapter(
        "Nutrition",
        "A cafeteria's system: who a student is, and which meals the student is entitled to.",
        begin("nutrition", "A client to which the profile *Nutrition* is assigned."),
        _unnamed(scene),
        get(
            "Name the profile",
            "Names and birth date, and what identifies the student. Nothing else.",
            _FIRST_STUDENT,
            status(200),
            _NARROWED,
            headers={"Accept": read},
        ),
        get(
            "A resource that the profile does not have",
            "Schools are not among its resources, so the profile says nothing about them.",
            f"{DATA}/schools?limit=1",
            status(200),
            check("whole", "pm.expect(pm.response.json()[0]).to.include.keys('gradeLevels', 'addresses');"),
        ),
        post(
            "Create a student through it",
            "The body may say more; what the profile does not have is not written.",
            "students",
            {**student(STUDENT), "birthCity": "Grand Bend"},
            status(201),
            keep_location("student"),
            headers={"Content-Type": write},
        ),
        post(
            "Enrol the student",
            "So that the student may be seen. Enrolments are none of the profile's business.",
            "studentSchoolAssociations",
            enrolment(STUDENT, HIGH_SCHOOL),
            status(201),
        ),
        token("Become a client without a profile", "", "Grand Bend ISD, which sees whole students."),
        get(
            "What was written",
            "There is no birthCity.",
            "{{student}}",
            status(200),
            equals(".firstName", "Ada"),
            lacks("", "birthCity"),
        ),
        *_mistakes(scene, read, write),
    )


def _unnamed(scene: Scene) -> Step:
    """What happens without a media type depends on the version."""
    if scene.dialect.profiles.single_applies:
        says = "The only profile that is assigned applies by itself."
        return get("Do not name the profile", says, _FIRST_STUDENT, status(200), _NARROWED)
    says = "An assigned profile has to be named: 403."
    return get("Do not name the profile", says, _FIRST_STUDENT, *told(problems.NOT_ASSIGNED_FOR_READING, scene.dialect))


def _mistakes(scene: Scene, read: str, write: str) -> tuple[Step, ...]:
    def wrong(name: str, accept: str, problem: Problem, path: str = _FIRST_STUDENT) -> Step:
        says = f"`Accept: {accept}`"
        return get(name, says, path, *told(problem, scene.dialect), headers={"Accept": accept})

    school = _type("school", "nutrition", "readable")
    return (
        wrong("To read, with a type to write", write, problems.WRITABLE_FOR_READING),
        wrong("An unknown profile", _type("student", "unknown", "readable"), problems.UNSUPPORTED_FOR_READING),
        wrong("Another resource's type", read, problems.RESOURCE_MISMATCH, f"{DATA}/schools?limit=1"),
        wrong("A resource that it does not have", school, problems.NOT_COVERED, f"{DATA}/schools?limit=1"),
        post(
            "To write, with a type to read",
            f"`Content-Type: {read}`",
            "students",
            student(STUDENT),
            *told(problems.READABLE_FOR_WRITING, scene.dialect),
            headers={"Content-Type": read},
        ),
    )


def _transportation(scene: Scene) -> Chapter:
    addresses = "studenteducationorganizationassociation"
    return chapter(
        "Transportation",
        "A bus company's system: which student lives where. It reads, and writes nothing.",
        token("A token of the bus company", "transportation", "The profile *Transportation* is assigned to it."),
        get(
            "Where students live",
            "Of each address what a driver needs, and only addresses where somebody lives.",
            f"{DATA}/studentEducationOrganizationAssociations?limit=1",
            status(200),
            only("[0]", "educationOrganizationReference", "studentReference", "addresses", "telephones"),
            headers={"Accept": _type(addresses, "transportation", "readable")},
        ),
        post(
            "Write through it",
            "The profile has no content type to write students: 405.",
            "students",
            student(STUDENT),
            *told(problems.NOT_WRITABLE, scene.dialect),
            headers={"Content-Type": _type("student", "transportation", "writable")},
        ),
    )


def _staff_directory(scene: Scene) -> Chapter:
    read, write = _type("staff", "staff-directory", "readable"), _type("staff", "staff-directory", "writable")
    return chapter(
        "Staff-Directory",
        "A website's list of staff: it shows addresses at work, and changes titles; names it does not write.",
        token("A token of the website", "staffDirectory", "The profile *Staff-Directory* is assigned to it."),
        get(
            "A member of the staff",
            "Only addresses at work are shown.",
            _FIRST_STAFF,
            status(200),
            lacks("[0]", "birthDate", "races", "hispanicLatinoEthnicity"),
            keep("staff", f"pm.variables.replaceIn('{DATA}/staffs/') + pm.response.json()[0].id"),
            keep("staffUniqueId", "pm.response.json()[0].staffUniqueId"),
            headers={"Accept": read},
        ),
        _put(
            "Change the title",
            "The names are not written through this profile, so they stay what they are, whatever the body says.",
            {"personalTitlePrefix": "Dr", "firstName": "Nobody", "lastSurname": "Nobody"},
            write,
            status(204),
        ),
        get(
            "What was changed",
            "The title, and no name.",
            "{{staff}}",
            status(200),
            equals(".personalTitlePrefix", "Dr"),
            check("the name stayed", "pm.expect(pm.response.json().firstName).to.not.eql('Nobody');"),
            headers={"Accept": read},
        ),
        *_against_the_directory(scene, write),
    )


def _against_the_directory(scene: Scene, write: str) -> tuple[Step, Step]:
    """What the profile prevents."""
    uncreatable = problems.NOT_CREATABLE if scene.dialect.profiles.creation_checked else DATA_INVALID
    private = {
        "electronicMailTypeDescriptor": descriptor("ElectronicMailTypeDescriptor", "Home/Personal"),
        "electronicMailAddress": "otto@home.example",
    }
    return (
        _put(
            "Write a private address",
            "The profile filters the kinds of addresses: one of another kind is refused.",
            {"personalTitlePrefix": "Dr", "electronicMails": [private]},
            write,
            *told(DATA_INVALID, scene.dialect),
        ),
        post(
            "Create somebody",
            "Nobody can be created without a name, and the profile writes none.",
            "staffs",
            {"staffUniqueId": STUDENT, "firstName": "Otto", "lastSurname": "Lind"},
            *told(uncreatable, scene.dialect),
            headers={"Content-Type": write},
        ),
    )


def _put(name: str, says: str, members: dict[str, Any], media_type: str, *checks: str) -> Step:
    """Replace the member of the staff at hand."""
    return Step(
        name=name,
        says=says,
        method="PUT",
        url="{{staff}}",
        body={"staffUniqueId": "{{staffUniqueId}}", **members},
        headers={"Content-Type": media_type},
        checks=checks,
    )


def _type(resource: str, profile: str, usage: str) -> str:
    return f"application/vnd.ed-fi.{resource}.{profile}.{usage}+json"
