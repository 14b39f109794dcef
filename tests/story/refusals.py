"""Refusals of every kind, drawn at random from the documents of a district."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mockedfi.model.facts import Resource
from tests.api import Api, Caller

KINDS = {
    # the ten that are drawn, by what decides over them
    "Student": 1,
    "Staff": 1,
    "Parent or Contact": 1,
    "program association": 2,
    "student and education organization": 2,
    "education organization": 1,
    "namespace": 2,
}


def ten_refusals(api: Api, seed: int) -> Iterator[tuple[Caller, str, Any]]:
    """A client, the path of an item that it may not read, and the refusal; each kind as often as `KINDS` says."""
    chance = random.Random(seed)
    wanted = Counter(KINDS)
    resources = [each for each in api.instance.catalogue.resources.values() if not each.descriptor]
    chance.shuffle(resources)
    for resource in resources:
        if not wanted[_kind_of(resource)]:
            continue
        client = api.new_caller(
            "Ed-Fi Sandbox", chance.choice((255901107, 867530)), namespace_prefixes=("uri://x.org",)
        )
        records = api.instance.documents.table(resource.name).records()
        for record in chance.sample(list(records), min(len(records), 8)):
            item = f"/data/v3/{resource.namespace}/{resource.plural}/{record.id}"
            answer = client.get(item)
            if answer.status_code == 403:
                wanted[_kind_of(resource)] -= 1
                yield client, item, answer
                break
    assert not +wanted


def _kind_of(resource: Resource) -> str:
    kinds = {subject.kind for subject in resource.subjects}
    if resource.person:
        return resource.name if resource.name in KINDS else "Parent or Contact"
    if resource.base == "GeneralStudentProgramAssociation":
        return "program association"
    if "Student" in kinds:
        return "student and education organization"
    if kinds:
        return "education organization" if kinds == {"EducationOrganization"} else ""
    return "namespace"
