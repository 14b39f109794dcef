"""What every caller may read, without a token: discovery, OpenAPI documents, dependencies, XSD list, health.

`surface.Surface.answer` is the one door. All of it is made at its first use; nothing is made at start-up.
May import: `exchange`, `problems`, `dialect`, `model`. Must not know: any web framework, documents, security.
"""

from mockedfi.metadata.discovery import DataModel
from mockedfi.metadata.documents import Entry
from mockedfi.metadata.surface import Surface

__all__ = ["DataModel", "Entry", "Surface"]
