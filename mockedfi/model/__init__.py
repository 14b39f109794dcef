"""The data standard as data: facts, the catalogue that finds them, the documents that describe them to clients.

May import: `since`, `errors`. Must not know: the store, HTTP, any resource by name.
"""
