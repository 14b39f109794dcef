"""Requests that schemathesis invents from the served OpenAPI documents, by the tens of thousands.

    pip install "schemathesis>=4"
    python -m benchmarks.fuzz [--requests N] [--seed N] [VERSION…]

100,000 requests unless told otherwise, shared by the versions 5.2 and 7.3, and by all operations of every document
that a version lists. A request is what the document allows, or just not allows, or a document that is there with some
members replaced. mockedfi itself must not fail; a status of 500 is right only where the reference fails too, for a
reason that mockedfi explains and that is known here (`FAILURES`): these are counted by reason. What succeeds must
conform to the document; what is refused must tell it as its version does. Exit status 1 if not.
"""

import argparse
import contextlib
import itertools
import json
import logging
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import response_schema_conformance

from mockedfi import MockEdFi
from mockedfi.explanations import HEADER
from mockedfi.since import number

VERSIONS = ("5.2", "7.3")
ROUND = 8
"""Requests to an operation before the next one has its turn."""
ITEMS = 25
WITHOUT_HEADERS = 0.8
PROBLEM = {"detail": str, "type": str, "title": str, "status": int, "correlationId": str}
MESSAGE = {"message": str}
FAILURES = {
    "a body that is no text": "body is not text in UTF-8",
    "null for an item": "item of a collection is null in the body",
    "an object for a date": "date is an object or an array in the body",
    "a time that is none": "time is none in the body",
    "a descriptor that is none in a query": "is no value of",
    "fields of a composite that cannot be read": "fields asked for cannot be read",
    "deletes that are not tracked": "are not tracked",
}
"""Over what the reference fails, and what mockedfi's explanation of it has."""
Operation = Any
Case = Any


class Failures(logging.Handler):
    """What mockedfi says of its own failures."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last line of what was logged."""
        self._lines.append(self.format(record).splitlines()[-1])

    def taken(self) -> list[str]:
        """What was said since the last time."""
        lines, self._lines = self._lines, []
        return lines


class Fuzz:
    """One version, and what was found wrong with it."""

    def __init__(self, edfi: MockEdFi) -> None:
        self._edfi = edfi
        self._session = edfi.session("open")
        self._session.headers.pop("Accept", None)
        self._shape: Mapping[str, type] = PROBLEM if number(edfi.version) >= (7, 2) else MESSAGE
        self._failures = Failures()
        logging.getLogger("mockedfi").addHandler(self._failures)
        self.statuses: Counter[str] = Counter()
        """Answers by method and status."""
        self.failures: Counter[str] = Counter()
        """Answers of 500, by reason."""
        self.wrong: dict[tuple[str, str], str] = {}
        """By operation and mistake: the first request that showed it."""
        listed = self._session.get(f"{edfi.url}/metadata/").json()
        self.operations = [(base, each) for one in listed for base, each in self._operations(one["endpointUri"])]

    def _operations(self, document_url: str) -> Iterator[tuple[str, Operation]]:
        document = self._session.get(document_url).json()
        schema = schemathesis.openapi.from_dict(document)
        base = (document["servers"][0]["url"] if "servers" in document else _base(document)).rstrip("/")
        for result in schema.get_all_operations():
            yield base, result.ok()

    def run(self, wanted: int, first: int) -> None:
        """Send so many requests; `first`: the seed of the first turn."""
        for turn in itertools.count(first):
            order = list(self.operations)
            random.Random(turn).shuffle(order)
            for base, operation in order:
                self._some(base, operation, turn)
                if self.statuses.total() >= wanted:
                    return

    def _some(self, base: str, operation: Operation, turn: int) -> None:
        @seed(turn)
        @settings(
            max_examples=ROUND,
            phases=(Phase.generate,),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=_cases(operation, self._items(base, operation)))
        def send(case: Case) -> None:
            answer = case.call(base_url=base, session=self._session)
            self.statuses[f"{case.method} {answer.status_code}"] += 1
            for mistake in self._mistakes(case, answer):
                self.wrong.setdefault((operation.label, mistake), case.as_curl_command())

        with contextlib.suppress(Unsatisfiable):  # nothing can be sent that the document does not allow
            send()

    def _items(self, base: str, operation: Operation) -> list[dict[str, Any]]:
        """Documents of the resource that an operation is about."""
        collection = operation.path.partition("/{")[0].removesuffix("/deletes").removesuffix("/keyChanges")
        answer = self._session.get(f"{base}{collection}", params={"limit": ITEMS})
        items = answer.json() if answer.status_code == requests.codes.ok else []
        return [each for each in items if "id" in each] if isinstance(items, list) else []

    def _mistakes(self, case: Case, answer: Any) -> Iterator[str]:
        if answer.status_code < requests.codes.bad_request:
            if "/composites/" in answer.request.url and (self._shape is MESSAGE or "fields=" in answer.request.url):
                return  # dates with a time, or without members that were not asked for: the document knows neither
            try:
                case.validate_response(answer, checks=[response_schema_conformance])
            except (schemathesis.errors.SchemathesisError, AssertionError, BaseExceptionGroup) as error:
                yield f"{answer.status_code}: {_first_lines(error)}"
        elif answer.status_code == requests.codes.not_implemented:
            return
        elif answer.status_code == requests.codes.internal_server_error and not self._fails_there_too(answer):
            yield str(answer.status_code)
        elif not self._is_refusal(answer):
            yield f"{answer.status_code} of another shape: {answer.text[:100]}"
        yield from self._failures.taken()

    def _fails_there_too(self, answer: Any) -> bool:
        """Whether mockedfi says that the reference fails on a request, and for which known reason; it is counted."""
        named = answer.headers.get(HEADER.lower())
        if not named:
            return False
        why = self._edfi.explain(named[0])
        reason = next((name for name, words in FAILURES.items() if words in why["reason"]), None)
        if why["outcome"] != "failed" or reason is None:
            return False
        self.failures[reason] += 1
        return True

    def _is_refusal(self, answer: Any) -> bool:
        """Whether a refusal tells what it must, in members of their types; before 7.2, composites tell a bare text."""
        try:
            body = json.loads(answer.text)
        except ValueError:
            return False
        if self._shape is MESSAGE and isinstance(body, str):
            return "/composites/" in answer.request.url
        if not isinstance(body, dict) or body.get("status", answer.status_code) != answer.status_code:
            return False
        return all(isinstance(body.get(name), kind) for name, kind in self._shape.items())


def _base(document: Mapping[str, Any]) -> str:
    return f"{document['schemes'][0]}://{document['host']}{document['basePath']}"


def _first_lines(error: BaseException) -> str:
    nested = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
    return " ".join(str(nested).split())[:200]


def _cases(operation: Operation, items: list[dict[str, Any]]) -> st.SearchStrategy[Case]:
    """Requests that the document allows, others that it does not, and some near to what is there."""
    allowed = operation.as_strategy()
    refused = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    if not items:
        return allowed | refused
    return allowed | refused | st.builds(_near, allowed, st.sampled_from(items), st.randoms(use_true_random=False))


def _near(case: Case, item: dict[str, Any], chance: random.Random) -> Case:
    """The request about an item that is there: its id in the path, its members but for some in the body.

    Of its headers none is left, or all: most conditions and snapshots hide what the item itself would answer.
    """
    if case.headers and chance.random() < WITHOUT_HEADERS:
        case.headers.clear()
    if "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = item["id"]
    if isinstance(case.body, dict):
        others = [name for name in case.body if name != "id"]
        replaced = chance.sample(others, min(len(others), chance.randrange(3)))
        case.body = {**item, **{name: case.body[name] for name in replaced}}
        if case.method == "POST":
            del case.body["id"]
    return case


def main() -> int:
    """Run, and tell what was found."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--requests", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("versions", nargs="*", default=VERSIONS)
    chosen = options.parse_args()
    found = False
    for version in chosen.versions:
        settings_of_server = {"identities": "synchronous"}
        with MockEdFi(api_version=version, settings=settings_of_server) as edfi:
            fuzz = Fuzz(edfi)
            fuzz.run(chosen.requests // len(chosen.versions), chosen.seed)
        counts = ", ".join(f"{what}: {count:,}" for what, count in sorted(fuzz.statuses.items()))
        print(f"{version}: {fuzz.statuses.total():,} requests to {len(fuzz.operations):,} operations\n  {counts}")
        for reason, count in fuzz.failures.most_common():
            print(f"  500 as the reference, over {reason}: {count:,}")
        for (operation, mistake), request in sorted(fuzz.wrong.items()):
            print(f"  {operation}: {mistake}\n    {request}")
        found = found or bool(fuzz.wrong)
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
