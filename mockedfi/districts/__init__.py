"""Districts: a definition that a person edits, and the documents that follow from it, the same ones every time.

`find` gives a district's folder. What makes documents is imported by those who make some (`generator.generate`,
`files.write`), since a server only serves them.

May import: `since`, `places`, `errors`, `model`. Must not know: the store, security, HTTP.
"""

from mockedfi.districts.find import documents_of, find

__all__ = ["documents_of", "find"]
