"""The documents of the API versions, their indexes, and where they are kept: TinyDB's interfaces, other insides.

May import: `clock`, `errors`, `model`. Must not know: HTTP, security, how a document is written on the wire.
"""

from mockedfi.store.branch import Branch
from mockedfi.store.changes import Changes
from mockedfi.store.documents import Documents, Mark, Render
from mockedfi.store.filing import held
from mockedfi.store.fixtures import Fixtures, Generated, Nothing, Source
from mockedfi.store.journal import StoreError
from mockedfi.store.memory import MemoryStorage, Meta
from mockedfi.store.places import refuse_unusable
from mockedfi.store.record import Change, Record
from mockedfi.store.storage import JournalStorage, erase
from mockedfi.store.table import Table
from mockedfi.store.traces import Tracked

__all__ = [
    "Branch",
    "Change",
    "Changes",
    "Documents",
    "Fixtures",
    "Generated",
    "JournalStorage",
    "Mark",
    "MemoryStorage",
    "Meta",
    "Nothing",
    "Record",
    "Render",
    "Source",
    "StoreError",
    "Table",
    "Tracked",
    "erase",
    "held",
    "refuse_unusable",
]
