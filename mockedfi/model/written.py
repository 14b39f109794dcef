"""The order in which the reference writes the members of a class.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Resources.mustache, alike in all versions.
"""

from mockedfi.model.facts import Node


def written_order(node: Node) -> list[str]:
    """Member names: references, identity, other scalars, objects, inherited collections, ``_ext``, own collections."""
    identity = [each.name for each in node.properties if each.identity]
    others = [each.name for each in node.properties if not each.identity]
    objects = [child.name for child in node.children if not child.many]
    inherited = [child.name for child in node.children if child.many and child.inherited]
    own = [child.name for child in node.children if child.many and not child.inherited]
    return [*(each.name for each in node.references), *identity, *others, *objects, *inherited, "_ext", *own]
