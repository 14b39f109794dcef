"""API profiles: which members of a resource a client reads and writes.

`definition` reads the XML, `validity` compares it with a data standard, `scope` compiles what it keeps, `projection`
and `merging` apply that to documents, `choice` finds out which profile a request uses, `registry` holds them all.

May import: `model`, `dialect`, `problems`. Must not know: `resources`, HTTP, the store.
"""
