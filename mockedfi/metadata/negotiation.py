"""In which form the graph of dependencies is sent to those who ask for it, maybe among others.

Source: DefaultOutputFormatterSelector of ASP.NET Core. EdFi.Ods.Api/Startup/OdsStartupBase.cs puts the formatter of
GraphML before that of JSON.
"""

from collections.abc import Iterator

GRAPHML = "application/graphml"
_JSON_TYPES = {"application/json": "application/json", "text/json": "text/json", "text/*": "text/json"}
"""By what a caller accepts."""


def asks_for_graph(accept: str) -> bool:
    """Whether GraphML is among what a caller accepts, however much it is preferred."""
    return any(each.split(";")[0].strip().lower() == GRAPHML for each in accept.split(","))


def form_of_graph(accept: str) -> str:
    """The media type of the graph: GraphML, unless JSON is preferred and not anything taken."""
    ranges = sorted(_ranges(accept), key=lambda each: -each[1])
    if any(name == "*/*" for name, _ in ranges):
        return GRAPHML
    for name, _ in ranges:
        if name in (GRAPHML, "application/*"):
            return GRAPHML
        if name in _JSON_TYPES:
            return _JSON_TYPES[name]
    return GRAPHML


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Media ranges and their quality. One with parameters of its own keeps them: no formatter has any."""
    for each in accept.split(","):
        name, mark, rest = each.replace(" ", "").lower().partition(";q=")
        try:
            yield name, float(rest.split(";")[0]) if mark else 1.0
        except ValueError:
            yield name, 1.0
