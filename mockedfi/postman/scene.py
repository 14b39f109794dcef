"""Where the stories play: Grand Bend ISD, and what an API version calls people and things."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.postman import checks
from mockedfi.postman.notation import NOBODY, Basic, Chapter, Step
from mockedfi.since import resolve, since

DISTRICT, HIGH_SCHOOL = 255901, 255901001
DATA = "{{apiUrl}}/data/v3/ed-fi"
CLIENTS = {
    "": "RvcohKz9zHI4",
    "highSchool": "grand-bend-high-school",
    "middleSchool": "grand-bend-middle-school",
    "roster": "roster-vendor",
    "everything": "open",
    "nutrition": "nutrition",
    "transportation": "transportation",
    "staffDirectory": "staff-directory",
}
"""What the environment calls a client, to its key among the packaged clients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What differs between versions in the documents that are posted."""

    guardian: str = since({"5.2": "parent", "7.1": "contact"})

    @property
    def guardians(self) -> str:
        """Plural, as in the URL."""
        return f"{self.guardian}s"

    @property
    def guardianship(self) -> str:
        """What connects a student with such a person."""
        return f"student{self.guardian.capitalize()}Association"


@dataclass(frozen=True, slots=True)
class Scene:
    """One API version, as far as stories tell of it."""

    dialect: Dialect
    words: Words

    @classmethod
    def of(cls, dialect: Dialect) -> "Scene":
        """The scene of a version."""
        return cls(dialect, resolve(Words, dialect.version.name))


def credentials(client: str) -> Basic:
    """The names of the variables with a client's key and secret."""
    return Basic(key=_variable(client, "key"), secret=_variable(client, "secret"))


def environment_values(url: str, root: str, secrets: dict[str, str]) -> dict[str, str]:
    """The variables of an environment; `secrets` are those of the packaged clients by key."""
    values = {"baseUrl": url, "apiUrl": f"{{{{baseUrl}}}}{root}", "accessToken": ""}
    for client, key in CLIENTS.items():
        values[_variable(client, "key")] = key
        values[_variable(client, "secret")] = secrets[key]
    return values


def descriptor(kind: str, code: str) -> str:
    """A standard descriptor value."""
    return f"uri://ed-fi.org/{kind}#{code}"


def begin(client: str, says: str) -> Step:
    """The first request of a collection: a token, and a new number for what this run creates."""
    fresh = checks.keep("run", "Date.now().toString(36)")
    return token("Get a token", client, f"{says}\n\nEach run creates items of its own, so begin here.", before=(fresh,))


def token(name: str, client: str, says: str, *, scope: int | None = None, before: Sequence[str] = ()) -> Step:
    """A token for a client, which the following requests carry."""
    own = _variable(client, f"token{scope or ''}")
    form = {"grant_type": "client_credentials"} | ({"scope": str(scope)} if scope else {})
    return Step(
        name=name,
        says=says,
        method="POST",
        url="{{apiUrl}}/oauth/token",
        form=form,
        auth=credentials(client),
        before=before,
        checks=checks.token_checks(own),
    )


def get(name: str, says: str, url: str, *expected: str, **more: Any) -> Step:
    """Read something."""
    return Step(name=name, says=says, method="GET", url=url, checks=expected, **more)


def post(name: str, says: str, plural: str, body: Any, *expected: str, **more: Any) -> Step:
    """Post a document of a resource."""
    return Step(name=name, says=says, method="POST", url=f"{DATA}/{plural}", body=body, checks=expected, **more)


def why(*expected: str) -> Step:
    """Ask mockedfi why it refused the request before."""
    return get(
        "Why?",
        "The reference's answer stops at the refusal. mockedfi keeps an **explanation** of each: the claim, the "
        "authorization strategy, what was looked for, and the documents that would open the item.\n\n"
        "This is mockedfi's own: another server has no such address.",
        "{{baseUrl}}/mockedfi/explanations/{{explanation}}",
        checks.status(200),
        checks.equals(".outcome", "denied"),
        *expected,
        auth=NOBODY,
    )


def chapter(name: str, says: str, *steps: Step) -> Chapter:
    """A folder."""
    return Chapter(name=name, says=says, steps=steps)


def student(unique_id: str) -> dict[str, Any]:
    """The smallest student."""
    return {"studentUniqueId": unique_id, "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


def enrolment(unique_id: str, school: int) -> dict[str, Any]:
    """What connects a student with a school."""
    return {
        "studentReference": {"studentUniqueId": unique_id},
        "schoolReference": {"schoolId": school},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": descriptor("GradeLevelDescriptor", "Ninth grade"),
    }


def _variable(client: str, what: str) -> str:
    return client + what.capitalize() if client else what
