"""*Relationship-based authorization*: what one creates cannot be read until something connects it to the caller."""

from mockedfi.postman.checks import (
    equals,
    includes,
    keep,
    keep_explanation,
    keep_location,
    length,
    same,
    status,
    told,
)
from mockedfi.postman.notation import Chapter, Step, Story
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
from mockedfi.problems.security import UNRELATED_SUBJECT

STUDENT, STAFF, OTHER_STAFF, GUARDIAN = "student-{{run}}", "staff-{{run}}", "staff-{{run}}-2", "guardian-{{run}}"
_RUN = "pm.collectionVariables.get('run')"


def relationships(scene: Scene) -> Story:
    """The story, from the refusal to the remedy, of a student, of staff and of a parent or contact."""
    return Story(
        file="relationship-based-authorization",
        name="Relationship-based authorization",
        says=(
            "Why does GET of a student that I have just created answer 403?\n\n"
            f"The client holds a claim for one education organization, Grand Bend ISD ({DISTRICT}). It may create any "
            "student, but it sees only students who are **connected** with that district: by an enrolment in one of "
            "its schools. Staff are connected by employment or assignment, "
            f"{scene.words.guardians} through a student.\n\n"
            "Choose the environment beside this collection, then click through from the top, or run it."
        ),
        chapters=(_student(scene), _staff(scene), _guardian(scene), _schools(scene)),
    )


def _student(scene: Scene) -> Chapter:
    return chapter(
        "A student",
        "Created, refused, enrolled, seen.",
        begin("", "The client is Grand Bend ISD's; its claim set is *Ed-Fi Sandbox*."),
        post(
            "Create a student",
            "Creating a person needs no relationship: there can be none yet. The answer is 201, and `Location` says "
            "where the student is.",
            "students",
            student(STUDENT),
            status(201),
            keep_location("student"),
        ),
        _refused(scene, "Read the student", "student", "Nothing connects the student with the caller: 403."),
        why(
            same(".strategies[0].subjects[0].value", f"'student-' + {_RUN}"),
            includes(".remedies[0].posts[0].path", "studentSchoolAssociations"),
        ),
        get(
            "List the students",
            "A list does not refuse. It leaves out what the caller may not see.",
            f"{DATA}/students?studentUniqueId={STUDENT}",
            status(200),
            equals("", []),
        ),
        post(
            "Post the student again",
            "The same `studentUniqueId` again is an **update**, and an update needs the relationship.",
            "students",
            student(STUDENT),
            *told(UNRELATED_SUBJECT, scene.dialect),
        ),
        post(
            "Enrol the student",
            f"A studentSchoolAssociation with a school of the district, {HIGH_SCHOOL}, is what connects them.",
            "studentSchoolAssociations",
            enrolment(STUDENT, HIGH_SCHOOL),
            status(201),
        ),
        _seen("Read the student now", "student", "The same request as before: 200."),
        post("Update the student", "And updating works: 200.", "students", student(STUDENT), status(200)),
    )


def _staff(scene: Scene) -> Chapter:
    connects = {
        "staffReference": {"staffUniqueId": STAFF},
        "educationOrganizationReference": {"educationOrganizationId": HIGH_SCHOOL},
        "employmentStatusDescriptor": descriptor("EmploymentStatusDescriptor", "Tenured or permanent"),
        "hireDate": "2020-08-01",
    }
    return chapter(
        "Staff",
        "Connected by an employment, or by an assignment: either will do.",
        _person("Create a teacher", "staffs", "staffUniqueId", STAFF, "staff"),
        _refused(scene, "Read the teacher", "staff", "Nobody employs this teacher: 403."),
        why(includes(".remedies[0].posts[0].path", "Associations")),
        post(
            "Employ the teacher",
            "A staffEducationOrganizationEmploymentAssociation with the high school.",
            "staffEducationOrganizationEmploymentAssociations",
            connects,
            status(201),
        ),
        _seen("Read the teacher now", "staff", "200."),
        _person("Create another teacher", "staffs", "staffUniqueId", OTHER_STAFF, "staff"),
        _refused(scene, "Read the other teacher", "staff", "403 again."),
        why(
            keep("opening", "JSON.stringify(pm.response.json().remedies[1].posts[0].body)"),
            keep("openingPath", "pm.response.json().remedies[1].posts[0].path"),
        ),
        Step(
            name="Post what the explanation proposes",
            says=(
                "The explanation holds the missing document, ready to be posted: here the second way, an assignment."
            ),
            method="POST",
            url="{{apiUrl}}{{openingPath}}",
            body="{{opening}}",
            checks=(status(201),),
        ),
        _seen("Read the other teacher now", "staff", "200."),
    )


def _guardian(scene: Scene) -> Chapter:
    word = scene.words.guardian
    association = {
        "studentReference": {"studentUniqueId": STUDENT},
        f"{word}Reference": {f"{word}UniqueId": GUARDIAN},
    }
    return chapter(
        word.capitalize(),
        "Connected through a student whom the caller sees.",
        _person(f"Create a {word}", scene.words.guardians, f"{word}UniqueId", GUARDIAN, "guardian"),
        _refused(scene, f"Read the {word}", "guardian", f"This {word} belongs to no student: 403."),
        why(includes(".remedies[0].posts[0].path", scene.words.guardianship)),
        post(
            f"Connect the {word} with the student",
            f"A {scene.words.guardianship} with the student enrolled above.",
            f"{scene.words.guardianship}s",
            association,
            status(201),
        ),
        _seen(f"Read the {word} now", "guardian", "200."),
    )


def _schools(scene: Scene) -> Chapter:
    found = f"{DATA}/students?studentUniqueId={STUDENT}"
    return chapter(
        "Two schools",
        "A claim for a school reaches less than a claim for the district.",
        token("Become the high school", "highSchool", "Its claim is for the high school alone."),
        _seen("The high school reads the student", "student", "The student is enrolled there: 200."),
        token("Become the middle school", "middleSchool", "Another school of the same district."),
        _refused(scene, "The middle school reads the student", "student", "Not enrolled there: 403."),
        get("The middle school lists the student", "An empty list.", found, status(200), equals("", [])),
        token("Become the district again", "", "So that the collection can be run once more."),
        get("The district lists the student", "One student.", found, status(200), length("", 1)),
    )


def _person(name: str, plural: str, key: str, unique_id: str, variable: str) -> Step:
    person = {key: unique_id, "firstName": "Otto", "lastSurname": "Lind"}
    return post(name, "201: anybody may create a person.", plural, person, status(201), keep_location(variable))


def _refused(scene: Scene, name: str, variable: str, says: str) -> Step:
    checks = (*told(UNRELATED_SUBJECT, scene.dialect), keep_explanation())
    return get(name, says, f"{{{{{variable}}}}}", *checks)


def _seen(name: str, variable: str, says: str) -> Step:
    return get(name, says, f"{{{{{variable}}}}}", status(200))
