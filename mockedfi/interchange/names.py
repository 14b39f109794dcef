"""What interchange files call the members of documents.

Elements have the names of the model, documents those of the API, which differ by rule: a descriptor's element lacks
``Descriptor``; a collection's element names one item, and carries what the API drops as a repetition of its parent's
name. Source: the XSD files of the Ed-Fi data standard (Schemas/Bulk), compared with its OpenAPI documents.
"""

from collections.abc import Iterator

from mockedfi.model.facts import Child, Property, Reference

_DESCRIPTOR = "Descriptor"
_REFERENCE = "Reference"


def of_property(each: Property) -> Iterator[str]:
    """Elements that hold the value of a property, the likeliest first."""
    for name in dict.fromkeys((_capital(each.name), each.member)):
        if each.descriptor is not None:
            yield name.removesuffix(_DESCRIPTOR)
        yield name


def of_reference(each: Reference) -> Iterator[str]:
    """Elements that hold a reference; some roles are known to the API alone."""
    yield _capital(each.name)
    yield each.role + each.target + _REFERENCE
    yield each.target + _REFERENCE


def of_value(each: Reference) -> Iterator[str]:
    """Elements that stand for a reference by its only value: ``SchoolYear`` for a schoolYearTypeReference."""
    if len(each.keys) == 1:
        (key,) = each.keys
        yield _capital(key.parameter)
        yield each.role + _capital(key.value.name)


def of_child(each: Child, *parents: str) -> Iterator[str]:
    """Elements that hold an embedded object, or one item of a collection.

    An entity has the name of its parent and then its own, of which words that both share are not repeated:
    ``AssessmentScore`` of an ``ObjectiveAssessment`` is ``ObjectiveAssessmentScore``.

    Args:
        each: the collection or object.
        parents: entities that it belongs to.
    """
    whole = each.entity
    own = min((whole.removeprefix(parent) for parent in parents if whole != parent), key=len, default=whole)
    for start, letter in enumerate(whole):
        if letter.isupper() and len(whole) - start >= len(own):
            yield whole[start:]
            yield whole[start:] + _REFERENCE


def within(wrapper: str, name: str) -> Iterator[str]:
    """What the API calls an element of an object that it does not know: its role goes before the name.

    ``CreditType`` in ``EarnedCredits`` is ``EarnedCreditType``.
    """
    for end in range(len(wrapper) - 1, 0, -1):
        if wrapper[end].isupper():
            yield wrapper[:end] + name


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
