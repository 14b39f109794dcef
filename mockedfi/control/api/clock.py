"""Calls about time."""

from datetime import timedelta
from typing import Any

from mockedfi.clock import iso_of, ticks_of
from mockedfi.control.answers import a
from mockedfi.control.calls import InvalidCall
from mockedfi.control.fields import Field
from mockedfi.control.routes import Asked, Route

_FARTHEST_SECONDS = 100 * 366 * 86_400


def show(asked: Asked) -> dict[str, Any]:
    """What time it is."""
    clock = asked.workspace.clock
    return {"now": iso_of(ticks_of(clock.now())), "runs": clock.runs, "real": clock.real}


def change(asked: Asked) -> dict[str, Any]:
    """Set the clock, or move it."""
    given, clock = asked.body, asked.workspace.clock
    ways = [name for name in ("now", "advanceSeconds", "real") if name in given]
    if len(ways) != 1:
        text = f"{ways[1]} does not go with {ways[0]}" if ways else "say one of now, advanceSeconds and real"
        raise InvalidCall(text, ways[1] if ways else "now")
    if "runs" in given and "now" not in given:
        raise InvalidCall("runs goes with now only", "runs")
    if "now" in given:
        clock.set(given["now"], runs=given.get("runs", False))
    elif "advanceSeconds" in given:
        clock.advance(timedelta(seconds=given["advanceSeconds"]))
    elif given["real"]:
        clock.set(None)
    return show(asked)


ROUTES = (
    Route(method="GET", path="/clock", purpose="What time it is here.", act=show, answer=a("clock")),
    Route(
        method="PUT",
        path="/clock",
        purpose="Set the clock or move it: tokens expire by it, documents are dated by it.",
        act=change,
        answer=a("clock"),
        fields=(
            Field(name="now", kind="moment", purpose="The moment at which it stands still."),
            Field(name="runs", kind="flag", purpose="With now: go on from there."),
            Field(
                name="advanceSeconds",
                kind="number",
                minimum=-_FARTHEST_SECONDS,
                maximum=_FARTHEST_SECONDS,
                purpose="Move on by so much, or back.",
            ),
            Field(name="real", kind="flag", purpose="Show the real time again."),
        ),
        example={"advanceSeconds": 1800},
    ),
)
