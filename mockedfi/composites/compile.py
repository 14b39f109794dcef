"""From a composite's definition to its plan.

Source: EdFi.Ods.Features/Composites/CompositeDefinitionProcessor.cs. What a definition names and a class does not have
is left out, as there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mockedfi.composites.definition import COLLECTION, LINKED, OBJECT, PROPERTY, REFERENCE, Composite, Element
from mockedfi.composites.links import by_descriptor, by_reference, linked
from mockedfi.composites.members import ID, members_of
from mockedfi.composites.plan import Flattened, Member, Part, Plan, Shown, Value
from mockedfi.composites.rows import Hop, Inner, Linked, Target, items_of
from mockedfi.composites.shape import Shape, Shapes
from mockedfi.model.build.names import camel
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Property, Reference, Resource
from mockedfi.settings.values import nearest


@dataclass(frozen=True, slots=True)
class _Step:
    """From a class to another one."""

    hop: Hop
    shape: Shape
    name: str
    """What the member is called, unless the definition says otherwise."""
    resource: str = ""
    """Its name, if the class is a resource."""
    subtype: Value | None = None
    """Tells which subtype of an abstract resource a row is."""
    required: bool = False
    """A collection that has at least one item."""

    @property
    def entity(self) -> str:
        """Of the class."""
        return self.shape.node.entity


def resource_of(composite: Composite, catalogue: Catalogue) -> Resource | None:
    """The resource that a composite begins with; None if the data standard does not have it."""
    resource = catalogue.resources.get(composite.base.name)
    return resource if resource is not None and resource.logical_schema == composite.base.schema else None


def compiled(composite: Composite, resource: Resource, catalogue: Catalogue, shapes: Shapes) -> Plan:
    """The plan of a composite for callers who see classes in these shapes.

    Raises:
        NotReadableError: a resource in it is only to be written.
    """
    compiler = _Compiler(catalogue, shapes)
    shape = shapes.of(resource)
    return Plan(
        resource=resource,
        members=members_of(shape),
        shown=compiler.shown(composite.base, shape, resource.name),
        parts=tuple(compiler.parts(composite.base, shape, resource.name)),
        faults=tuple(dict.fromkeys(compiler.faults)),
    )


class _Compiler:
    """One walk through one definition. `owner`: the resource whose documents hold the class."""

    def __init__(self, catalogue: Catalogue, shapes: Shapes) -> None:
        self.faults: list[str] = []
        self._catalogue = catalogue
        self._shapes = shapes

    def shown(self, element: Element, shape: Shape, owner: str, subtype: Value | None = None) -> Shown:
        """The values of a row, and those flattened into it."""
        values = [*self._values(element, shape), *([] if subtype is None else [subtype])]
        flattened = []
        for each in element.of(REFERENCE, OBJECT):
            step = self._step(each, shape, owner) if each.flatten else None
            if step is not None:
                inner = self.shown(each, step.shape, step.resource or owner, step.subtype)
                flattened.append(Flattened(step.hop, step.resource, inner))
        return Shown(tuple(values), tuple(flattened))

    def parts(self, element: Element, shape: Shape, owner: str, through: tuple[_Step, ...] = ()) -> Iterator[Part]:
        """The rows within a row; `through` leads from there to the row that the element is about."""
        for each in element.of(COLLECTION, OBJECT, LINKED, REFERENCE):
            step = self._step(each, shape, owner, complain=True)
            if step is None:
                continue
            inner_owner = step.resource or owner
            if each.flatten and each.kind in (OBJECT, REFERENCE):
                yield from self.parts(each, step.shape, inner_owner, (*through, step))
                continue
            yield Part(
                name=camel(each.display or step.name),
                single=each.kind == REFERENCE,
                hops=(*(one.hop for one in through), step.hop),
                behind=tuple(one.resource for one in through if one.resource),
                resource=step.resource,
                entity=step.entity,
                required=step.required,
                shown=self.shown(each, step.shape, inner_owner, step.subtype),
                parts=tuple(self.parts(each, step.shape, inner_owner)),
            )

    def _values(self, element: Element, shape: Shape) -> Iterator[Value]:
        members = members_of(shape)
        for each in element.of(PROPERTY):
            member = members.get(each.name.lower())
            if member is None:
                self._complain(each, shape.node, [one.name for one in members.values()])
            else:
                yield Value(camel(each.display or member.name), member)

    def _step(self, element: Element, shape: Shape, owner: str, *, complain: bool = False) -> _Step | None:
        """From a class to the one that an element within it is about; None if it is not there to be seen."""
        node = shape.node
        name = element.name.lower()
        if element.kind in (COLLECTION, OBJECT):
            for child in node.children:
                if child.member.lower() == name and child.many is (element.kind == COLLECTION):
                    return _inside(child, shape) if shape.keeps(child.name) else None
        elif element.kind == LINKED and isinstance(node, Resource):
            join = linked(node, self._catalogue).get(name)
            if join is not None:
                return self._resource(Linked(join), join.holder, element.name)
        elif element.kind == REFERENCE:
            for reference in node.references:
                if reference.member.lower() == name:
                    return self._referred(reference, element, owner) if shape.keeps(reference.name) else None
            for value in node.properties:
                if value.member.lower() == name and value.descriptor is not None:
                    seen = shape.keeps(value.name)
                    hop = Target(by_descriptor(owner, value))
                    return self._resource(hop, value.descriptor, value.member) if seen else None
        if complain:
            self._complain(element, node, _known(node, element.kind))
        return None

    def _referred(self, reference: Reference, element: Element, owner: str) -> _Step | None:
        join = by_reference(owner, reference, self._catalogue)
        base = self._catalogue.abstracts.get(reference.target)
        if base is None:
            return self._resource(Target(join), reference.target, reference.member)
        if not element.subtype:
            return None
        keys = tuple(key.value for key in reference.keys)
        seen = Shape(Node(entity=base.name, table=base.table, schema=base.schema, properties=keys))
        names = {name: f"{self._catalogue.resources[name].schema}.{name}" for name in base.subtypes}
        discriminator = Member("Discriminator", ID, kind="subtype", subtypes=names)
        told = Value(f"{camel(base.name)}Type", discriminator)
        return _Step(Target(join, abstract=reference.name), seen, reference.member, subtype=told)

    def _resource(self, hop: Hop, name: str, shown: str) -> _Step:
        return _Step(hop, self._shapes.of(self._catalogue.resources[name]), shown, name)

    def _complain(self, element: Element, node: Node, known: list[str]) -> None:
        self.faults.append(f"{node.entity} has no {element.kind} {element.name}{nearest(element.name, known)}")


def _inside(child: Child, shape: Shape) -> _Step:
    inner = shape.child(child)
    hop = items_of(child, inner.conditions) if child.many else Inner(child.name)
    return _Step(hop, inner, child.member, required=child.many and child.required)


def _known(node: Node, kind: str) -> list[str]:
    """Members of a kind, by their names in the reference's class."""
    if kind == REFERENCE:
        described: list[Reference | Property] = [
            *node.references,
            *(each for each in node.properties if each.descriptor),
        ]
        return [each.member for each in described]
    return [each.member for each in node.children if each.many is (kind == COLLECTION)]
