"""Names of definitions and operations, and short descriptions made of names.

Source of the names: EdFi.Ods.Features/OpenApiMetadata, Strategies/FactoryStrategies/
OpenApiMetadataDefinitionsFactoryDefaultNamingStrategy.cs and Factories/OpenApiMetadataDocumentHelper.cs.
"""

import re

from mockedfi.model.build.names import camel
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Extension, Node, Property, Reference, Resource

_WORD = re.compile(r"[A-Z]{2,}s?(?![a-z])|[A-Z]+(?=[A-Z][a-z0-9])|[A-Z]?[a-z]+|[A-Z][a-z0-9]*|[0-9]+")


class Naming:
    """Definition names of one catalogue: ``edFi_studentAddress``, ``tpdm_credentialExtension``."""

    def __init__(self, catalogue: Catalogue) -> None:
        resources = catalogue.resources
        self._prefixes = {each.schema: prefix(each.logical_schema) for each in resources.values()}
        self._targets = {name: self._class(each.schema, each.entity) for name, each in resources.items()}
        self._targets |= {name: self._class(each.schema, name) for name, each in catalogue.abstracts.items()}

    def resource(self, resource: Resource) -> str:
        """``edFi_student``."""
        return self._class(resource.schema, resource.entity)

    def tracked(self, resource: Resource) -> str:
        """By which name its tracked changes are told."""
        return self.resource(resource)

    def child(self, child: Child) -> str:
        """``edFi_studentOtherName``."""
        return self._class(child.schema, child.entity)

    def reference(self, reference: Reference) -> str:
        """``edFi_studentReference``, whatever the role."""
        return f"{self._targets[reference.target]}Reference"

    def bridge(self, node: Node) -> str:
        """Of the object ``_ext``, which holds one member an extension."""
        return f"{camel(node.entity)}Extensions"

    def extension(self, node: Node, extension: Extension) -> str:
        """Of one of the members of ``_ext``."""
        return f"{extension.name}_{camel(node.entity)}Extension"

    def _class(self, schema: str, entity: str) -> str:
        return f"{self._prefix(schema)}_{camel(entity)}"

    def _prefix(self, schema: str) -> str:
        return self._prefixes.get(schema) or camel(schema)


def proper(logical_schema: str) -> str:
    """``Ed-Fi`` as ``EdFi``, ``TPDM`` as it is."""
    return "".join(each[:1].upper() + each[1:] for each in re.findall(r"[A-Za-z0-9]+", logical_schema))


def prefix(logical_schema: str) -> str:
    """``Ed-Fi`` as ``edFi``, ``TPDM`` as ``tpdm``."""
    return camel(proper(logical_schema))


def plural_class(resource: Resource) -> str:
    """``studentSchoolAssociations`` as its classes are named: ``StudentSchoolAssociations``."""
    name, plural = resource.entity, resource.plural
    shared = 0
    for left, right in zip(camel(name), plural, strict=False):
        if left != right:
            break
        shared += 1
    return name[:shared] + plural[shared:]


def words(name: str) -> str:
    """``studentCTEProgram`` as ``student CTE program``."""
    found = _WORD.findall(name)
    return " ".join(each if len(each) > 1 and each.isupper() else each.lower() for each in found)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def described_resource(resource: Resource) -> str:
    """A few words on a resource, the first of which says that it is deprecated, if it is."""
    text = sentence(words(resource.plural))
    return f"Deprecated: {text}" if resource.deprecated else text


def described_property(value: Property) -> str:
    """A few words on a scalar member."""
    if value.descriptor:
        return sentence(f"{words(value.name.removesuffix('Descriptor'))}, as namespace#codeValue")
    if value.person:
        return f"Unique id of the {words(value.name.removesuffix('UniqueId'))}."
    return sentence(words(value.name))
