"""The load order: nothing stands before what it cannot do without."""

from xml.etree import ElementTree as ET

import orjson
import pytest

from mockedfi.model.facts import Child
from mockedfi.problems import Refusal
from mockedfi.render import render

PATH = "/metadata/data/v3/dependencies"
SCHOOL_YEARS = "SchoolYearType"


def created(api):
    return {each["resource"]: each["order"] for each in api.get(PATH) if "Create" in each["operations"]}


def path_of(resource):
    return f"/{resource.namespace}/{resource.plural}"


def required(api, resource):
    """Resources that a minimal document of this one refers to: for an abstract base, all its subtypes."""
    nodes = [resource]
    for node in nodes:
        nodes += [child for child in node.children if isinstance(child, Child) and child.required]
        for reference in node.references:
            if reference.required:
                yield from api.catalogue.concrete(reference.target)
        for value in node.properties:
            if value.descriptor and value.required:
                yield api.catalogue.resources[value.descriptor]


def test_every_required_reference_comes_first(api):
    orders = created(api)
    for resource in api.catalogue.resources.values():
        for target in required(api, resource):
            if SCHOOL_YEARS not in {resource.name, target.name} and target is not resource:
                assert orders[path_of(target)] < orders[path_of(resource)], (target.name, resource.name)


def test_all_but_school_years_are_listed_once(api):
    entries = [each["resource"] for each in api.get(PATH) if "Create" in each["operations"]]
    assert sorted(entries) == sorted(
        path_of(each) for each in api.catalogue.resources.values() if each.name != SCHOOL_YEARS
    )


def test_layers_begin_at_one_and_are_sorted(api):
    entries = [each for each in api.get(PATH) if "Create" in each["operations"]]
    orders = [each["order"] for each in entries]
    assert orders == sorted(orders)
    assert set(orders) == set(range(1, max(orders) + 1))
    for number in set(orders):
        layer = [each["resource"].lower() for each in entries if each["order"] == number]
        assert layer == sorted(layer)
    assert list(entries[0].items())[:2] == [("resource", "/ed-fi/absenceEventCategoryDescriptors"), ("order", 1)]


def test_5_2_tells_one_operation_and_nothing_of_persons(old):
    assert {tuple(each["operations"]) for each in old.get(PATH)} == {("Create",)}


@pytest.mark.parametrize(
    ("person", "after"),
    [
        ("students", ["studentSchoolAssociations"]),
        (
            "staffs",
            ["staffEducationOrganizationAssignmentAssociations", "staffEducationOrganizationEmploymentAssociations"],
        ),
        ("contacts", ["studentContactAssociations", "studentSchoolAssociations"]),
    ],
)
def test_7_3_updates_persons_once_they_can_be_seen(new, person, after):
    entries = new.get(PATH)
    first, second = (each for each in entries if each["resource"] == f"/ed-fi/{person}")
    assert (first["operations"], second["operations"]) == (["Create"], ["Update"])
    assert second["order"] == 1 + max(created(new)[f"/ed-fi/{each}"] for each in after)
    following = entries[entries.index(second) + 1]
    assert following["order"] == second["order"]
    assert entries[entries.index(second) - 1]["order"] <= second["order"]


def test_others_are_created_and_updated_at_one_place(new):
    assert {"resource": "/ed-fi/schools", "order": 5, "operations": ["Create", "Update"]} in new.get(PATH)


def test_what_refers_to_a_student_waits_for_the_enrollment(api):
    orders = created(api)
    assert orders["/ed-fi/studentProgramAssociations"] > orders["/ed-fi/studentSchoolAssociations"]
    assert orders["/ed-fi/staffLeaves"] > orders["/ed-fi/staffEducationOrganizationAssignmentAssociations"]


@pytest.fixture
def graph(api):
    return _graph(api)


def _graph(api):
    answer = api.ask(PATH, accept="application/xml;q=0.1, application/graphml")
    assert answer.headers == [("Content-Type", "application/graphml; charset=utf-8")]
    root = ET.fromstring(answer.body)
    found = root.find("{*}graph")
    assert found.attrib == {"id": "EdFi Dependencies", "edgedefault": "directed"}
    nodes = [each.attrib["id"] for each in found.iterfind("{*}node")]
    edges = [(each.attrib["source"], each.attrib["target"]) for each in found.iterfind("{*}edge")]
    return nodes, edges


def test_the_graph_has_every_resource_and_no_circle(api, graph):
    nodes, edges = graph
    assert {each for each in nodes if "#" not in each} == set(created(api))
    assert len(nodes) == len(set(nodes))
    assert len(edges) == len(set(edges))
    waiting = {node: {source for source, target in edges if target == node} for node in nodes}
    while waiting:
        ready = {node for node, sources in waiting.items() if not sources}
        assert ready
        waiting = {node: sources - ready for node, sources in waiting.items() if node not in ready}


def test_the_graph_is_sorted(graph):
    nodes, edges = graph
    assert [each.lower() for each in nodes] == sorted(each.lower() for each in nodes)
    assert [source.lower() for source, _ in edges] == sorted(source.lower() for source, _ in edges)


def test_7_3_has_a_second_node_for_each_person(api, graph):
    nodes, edges = graph
    retries = {each for each in nodes if each.endswith("#Retry")}
    if api.version == "5.2":
        assert not retries
        return
    assert retries == {"/ed-fi/students#Retry", "/ed-fi/staffs#Retry", "/ed-fi/contacts#Retry"}
    assert ("/ed-fi/students", "/ed-fi/studentSchoolAssociations") in edges
    assert ("/ed-fi/studentSchoolAssociations", "/ed-fi/students#Retry") in edges
    assert ("/ed-fi/students#Retry", "/ed-fi/studentProgramAssociations") in edges
    assert {target for source, target in edges if source == "/ed-fi/studentSchoolAssociations"} == {
        "/ed-fi/students#Retry"
    }


def test_json_is_what_one_gets_unless_one_asks_for_the_graph(api):
    assert api.ask(PATH, accept="application/json, */*").body == api.ask(PATH).body
    assert api.ask(f"{PATH}/").body == api.ask(PATH).body


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json, application/graphml", "application/json"),
        ("application/graphml;q=0.5, application/json", "application/json"),
        ("application/graphml; q=0.9, text/*; q=0.95", "text/json"),
        ("application/graphml, application/json", "application/graphml"),
        ("application/json;q=0.5, application/graphml", "application/graphml"),
        ("application/json, application/graphml;q=0.1, */*;q=0.1", "application/graphml"),
        ("application/*, application/json, application/graphml", "application/graphml"),
        ("application/json;v=1, application/graphml", "application/graphml"),
        ("application/graphml;v=1", "application/graphml"),
    ],
)
def test_who_also_asks_for_the_graph_has_it_in_the_form_preferred(old, accept, kind):
    """Source: AggregateDependencyController.cs; DefaultOutputFormatterSelector of ASP.NET Core."""
    answer = old.ask(PATH, accept=accept)
    assert answer.headers == [("Content-Type", f"{kind}; charset=utf-8")]
    if kind == "application/graphml":
        assert answer.body == old.ask(PATH, accept=kind).body
    else:
        nodes, edges = _graph(old)
        assert orjson.loads(answer.body) == {
            "id": "EdFi Dependencies",
            "nodes": [{"id": each} for each in nodes],
            "edges": [{"source": source, "target": target} for source, target in edges],
        }
        assert answer.body.startswith(b'{\n  "id": ')


def test_7_3_cannot_write_the_graph_as_json(new):
    """Source: EdFi.Ods.Api/Models/GraphML/GraphMLEdge.cs of 7.3, whose view of an association refers to itself."""
    with pytest.raises(Refusal) as refused:
        new.ask(PATH, accept="application/json, application/graphml")
    answer = render(refused.value, new.dialect, "")
    assert (answer.status, answer.headers, answer.body) == (500, [], b"")
