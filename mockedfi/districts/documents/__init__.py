"""The documents of a district, one module a domain. Each maps plurals of resources to streams of documents.

Documents are written with the members of the newest data standard, and with those that only older ones have; bare code
values stand for descriptors (`districts.shape`).
"""

from collections.abc import Callable, Iterator
from typing import Any

from mockedfi.districts.world import World

Raw = dict[str, Any]
Stream = Callable[[World], Iterator[Raw]]
