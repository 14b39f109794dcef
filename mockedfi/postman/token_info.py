"""*Token info*: what a token stands for, and how a scope narrows it."""

from mockedfi.dialect import Dialect
from mockedfi.postman.checks import check, equals, keep, nothing, status, told
from mockedfi.postman.notation import BEARER, NOBODY, Auth, Chapter, Step, Story
from mockedfi.postman.scene import DISTRICT, Scene, begin, chapter, token
from mockedfi.problems.oauth import (
    CREDENTIALS_WRONG,
    GRANT_TYPE_UNSUPPORTED,
    SCOPE_NOT_A_NUMBER,
    SCOPE_NOT_OWN,
    TOKEN_INVALID,
    TOKEN_NOT_FOUND,
    TOKEN_OF_ANOTHER,
    TokenError,
)
from mockedfi.since import chosen

OTHER_DISTRICT = 867530
_URL = "{{apiUrl}}/oauth/token_info"
_IDS = "pm.response.json().education_organizations.map(each => each.education_organization_id)"
_UNKNOWN = "0123456789abcdef0123456789abcdef"


def token_info(scene: Scene) -> Story:
    """The story."""
    return Story(
        file="token-info",
        name="Token info",
        says=(
            "What may this client do? `POST /oauth/token_info` tells a client what its own token stands for: the "
            "education organizations that it reaches, its namespace prefixes and profiles and, from 7.3 on, every "
            "resource that its claim set opens."
        ),
        chapters=(_own(scene), _scope(scene.dialect), _refused(scene.dialect)),
    )


def _own(scene: Scene) -> Chapter:
    shown = [
        status(200),
        equals(".active", value=True),
        equals(".client_id", "RvcohKz9zHI4"),
        check("the district is among them", f"pm.expect({_IDS}).to.include({DISTRICT});"),
    ]
    if scene.dialect.security.token_info_resources:
        shown.append(equals(".claim_set.name", "Ed-Fi Sandbox"))
        shown.append(
            check(
                "it says what may be done with students",
                "pm.expect(pm.response.json().resources.find(each => each.resource === '/ed-fi/students').operations)"
                ".to.include('Create');",
            )
        )
    return chapter(
        "What my token stands for",
        "A client asks about itself.",
        begin("", "The default client, of Grand Bend ISD."),
        _ask("As JSON", "The token goes into the body as well as into the header.", shown),
        _ask("As a form", "The same, as a form.", shown, form={"token": "{{accessToken}}"}),
    )


def _scope(dialect: Dialect) -> Chapter:
    both = [check("both districts", f"pm.expect({_IDS}).to.include.members([{DISTRICT}, {OTHER_DISTRICT}]);")]
    one = [
        check("the other district", f"pm.expect({_IDS}).to.include({OTHER_DISTRICT});"),
        check("not Grand Bend", f"pm.expect({_IDS}).to.not.include({DISTRICT});"),
    ]
    return chapter(
        "A scope narrows it",
        "A client of several education organizations can ask for a token of one of them.",
        token("A token of two districts", "everything", "This client holds claims for two districts."),
        _ask("It reaches both", "All schools of both are listed.", [status(200), *both]),
        token("A token of one district", "everything", "`scope` names one of them.", scope=OTHER_DISTRICT),
        _ask("It reaches one", "The other district's schools are gone.", [status(200), *one]),
        _no_token("A scope of others", "256901 is not this client's.", dialect, SCOPE_NOT_OWN, {"scope": "256901"}),
        _no_token("A scope that is no number", "", dialect, SCOPE_NOT_A_NUMBER, {"scope": "Grand Bend"}),
    )


def _refused(dialect: Dialect) -> Chapter:
    return chapter(
        "What is refused",
        "Only one's own live tokens are explained.",
        token("A token of the high school", "highSchool", "Kept for the next but one request."),
        _ask(
            "A token that nobody has",
            "Looking it up fails.",
            [*told(TOKEN_NOT_FOUND, dialect), keep("theirs", "pm.environment.get('accessToken')")],
            body={"token": _UNKNOWN},
        ),
        token("A token of the middle school", "middleSchool", "Another client."),
        _ask("A token of another client", "401.", told(TOKEN_OF_ANOTHER, dialect), body={"token": "{{theirs}}"}),
        _ask("What is no token", "400.", told(TOKEN_INVALID, dialect), body={"token": "no token"}),
        _ask("Nobody asks", "401, and no body.", [status(401), nothing()], auth=NOBODY),
        _no_token(
            "A grant type that is not supported", "", dialect, GRANT_TYPE_UNSUPPORTED, {"grant_type": "password"}
        ),
        _no_token("A wrong secret", "", dialect, CREDENTIALS_WRONG, {"client_id": "{{key}}", "client_secret": "wrong"}),
    )


def _ask(
    name: str,
    says: str,
    checks: "list[str] | tuple[str, ...]",
    *,
    body: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    auth: Auth = BEARER,
) -> Step:
    asked = None if form else body or {"token": "{{accessToken}}"}
    return Step(name=name, says=says, method="POST", url=_URL, body=asked, form=form or {}, auth=auth, checks=checks)


def _no_token(name: str, says: str, dialect: Dialect, error: TokenError, fields: dict[str, str]) -> Step:
    """A request for a token that fails; by the client of both districts unless `fields` name one."""
    version = dialect.version.name
    code, told_as = chosen(error.status, version), chosen(error.error, version)
    own = {"client_id": "{{everythingKey}}", "client_secret": "{{everythingSecret}}"}
    return Step(
        name=name,
        says=says or f"The token endpoint answers in its own form: `{told_as}`.",
        method="POST",
        url="{{apiUrl}}/oauth/token",
        form={"grant_type": "client_credentials"} | own | fields,
        auth=NOBODY,
        checks=(status(code), equals(".error", told_as)),
    )
