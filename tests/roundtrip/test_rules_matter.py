"""Taking one rule out of the validation does not go unnoticed: some test of `test_refusals` then fails.

The rules are those that the version has (`mockedfi.dialect.rules`); a new one needs a line here, and a mistake in
`faults` that it alone refuses.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mockedfi.dialect import Dialect
from mockedfi.resources.references import References

from .test_refusals import complaint_of, faults_of
from .world import STANDARDS, World

NOTICED_BY = {
    "required": "missing",
    "not-default": "missing",
    "supplied": "missing",
    "not-empty": "empty",
    "length": "too_long",
    "whitespace": "spaced",
    "danger": "dangerous",
    "range": "out_of_range",
    "sql-date": "ancient",
    "descriptor": "unknown_descriptor",
    "descriptor-form": "no_descriptor",
    "readable-descriptor": "unknown_descriptor",
    "required-reference": "reference_missing",
    "required-key": "reference_missing",
    "whole-reference": "reference_partial",
    "known-person": "unresolved",
    "required-object": "object_missing",
    "required-collection": "no_items",
    "distinct-items": "repeated",
    "unified": "disagreeing",
}
"""By rule: the mistake that it refuses."""

RULES = [(version, rule) for version in STANDARDS for rule in Dialect.at(version).rules.texts]


@pytest.mark.parametrize(("version", "rule"), RULES)
def test_a_rule_that_is_gone_is_missed(version: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Dialect.at(version)
    texts = {name: text for name, text in whole.rules.texts.items() if name != rule}
    lacking = replace(whole, rules=replace(whole.rules, texts=texts))
    monkeypatch.setattr(Dialect, "at", lambda _: lacking)

    assert next(complaints(World.of(version), NOTICED_BY[rule]), None), f"nothing needs the rule {rule}"


@pytest.mark.parametrize("version", STANDARDS)
def test_references_that_nobody_follows_are_missed(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(References, "settle", lambda *_: None)
    assert next(complaints(World.of(version), "unresolved"), None)


def complaints(world: World, kind: str) -> Iterator[str]:
    """What the tests of refusals find wrong with one kind of mistake, resource by resource."""
    for name in world.catalogue.resources:
        story = world.maker.maximal(name)
        world.prepare(story)
        for fault in faults_of(world, story):
            complaint = complaint_of(world, story.subject.resource.plural, fault) if fault.kind == kind else ""
            if complaint:
                yield complaint
