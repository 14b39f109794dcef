"""A small school district in documents written by hand, as a student information system would send them.

Nothing here comes from the catalogue.
"""

from .courses import curriculum, scheduling
from .people import enrolment, people
from .schools import calendar, organizations
from .testing import testing
from .words import Body


def bodies(standard: str) -> list[tuple[str, Body]]:
    """(plural name, document) of everything, for data standard 3.3 or 5.2: what is referred to before what refers."""
    older = standard == "3.3"
    return [
        *organizations(),
        *calendar(older),
        *curriculum(older),
        *scheduling(),
        *people(),
        *enrolment(older),
        *testing(older),
    ]
