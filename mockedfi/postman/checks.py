"""What a request's tests say, as JavaScript: small snippets, so that a presenter can read them in Postman."""

import json
import re
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.problems import Problem
from mockedfi.render import TYPE_PREFIX
from mockedfi.since import chosen

_FACT = re.compile(r"\{\w+\}")
_SPECIAL = re.compile(r"[.*+?^${}()|[\]\\/]")
_BODY = "pm.response.json()"
_ADDED = ("id", "_etag", "_lastModifiedDate")
"""What the server adds to a document."""


def status(code: int) -> str:
    """The answer's status."""
    return check(f"answers {code}", f"pm.response.to.have.status({code});")


def equals(path: str, value: Any) -> str:
    """A value within the answer's JSON; `path` as JavaScript writes it, ``[0].firstName``."""
    return check(
        f"{path.lstrip('.') or 'the body'} is {_json(value)}", f"pm.expect({_BODY}{path}).to.eql({_json(value)});"
    )


def same(path: str, expression: str) -> str:
    """A value within the answer's JSON is that of a JavaScript expression."""
    return check(f"{path.lstrip('.')} is what it should be", f"pm.expect({_BODY}{path}).to.eql({expression});")


def includes(path: str, text: str) -> str:
    """A text within the answer's JSON has a part."""
    return check(f"{path.lstrip('.')} names {text}", f"pm.expect({_BODY}{path}).to.include({_json(text)});")


def length(path: str, count: int) -> str:
    """So many items in a list within the answer's JSON."""
    return check(f"{count} items", f"pm.expect({_BODY}{path}).to.have.lengthOf({count});")


def only(path: str, *names: str) -> str:
    """An object within the answer's JSON has no other members than these, and what the server adds."""
    shown = _json([*_ADDED, *names])
    line = f"pm.expect({shown}).to.include.members(Object.keys({_BODY}{path}));"
    return check(f"shows nothing but {', '.join(names)}", line)


def lacks(path: str, *names: str) -> str:
    """Members that an object within the answer's JSON does not have."""
    return check(f"hides {', '.join(names)}", f"pm.expect({_BODY}{path}).to.not.have.any.keys({_json(names)});")


def keep(variable: str, expression: str) -> str:
    """Remember something for later requests: the value of a JavaScript expression."""
    return f"pm.collectionVariables.set({_json(variable)}, {expression});"


def keep_location(variable: str) -> str:
    """Remember where the new item is."""
    return keep(variable, "pm.response.headers.get('Location')")


def keep_explanation() -> str:
    """Remember which explanation belongs to the refusal."""
    return keep("explanation", "pm.response.headers.get('Mockedfi-Explanation')")


def told(problem: Problem, dialect: Dialect) -> tuple[str, ...]:
    """The answer is this refusal, in the words of the version."""
    version = dialect.version.name
    code = chosen(problem.status, version)
    first = status(code)
    if not dialect.errors.problem_details:
        message = chosen(problem.message, version)
        if message:
            return (first, _says("message", message))
        link = dialect.errors.status_links.get(code) if problem.bare_status else None
        return (first, equals(".type", link) if link else nothing())
    title = chosen(problem.title, version)
    if not title:
        return (first, nothing())
    detail = _says("detail", chosen(problem.detail, version))
    kind = TYPE_PREFIX + chosen(problem.type, version)
    return (first, equals(".type", kind), equals(".title", title), detail)


def token_checks(own: str) -> tuple[str, ...]:
    """There is a token, kept in the environment as `own` and as the one at hand; a client may have only so many."""
    return (
        f"if (pm.response.code === 200) pm.environment.set('{own}', pm.response.json().access_token);",
        check(
            "a token; where the client has too many (429), the one of before",
            f"pm.expect(pm.response.code).to.be.oneOf(pm.environment.get('{own}') ? [200, 429] : [200]);",
        ),
        f"pm.environment.set('accessToken', pm.environment.get('{own}'));",
    )


def nothing() -> str:
    """The answer has no body."""
    return check("there is no body", "pm.expect(pm.response.text()).to.eql('');")


def check(name: str, line: str) -> str:
    """One test of one line."""
    return f"pm.test({_json(name)}, () => {{\n  {line}\n}});"


def _says(name: str, template: str) -> str:
    """A text of which only the facts may differ."""
    parts = (_SPECIAL.sub(r"\\\g<0>", part).replace("\n", "\\n") for part in _FACT.split(template))
    pattern = "[^]*".join(parts)
    return check(f"{name} says what is wrong", f"pm.expect({_BODY}.{name}).to.match(/^{pattern}$/);")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
