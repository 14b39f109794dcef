"""Ed-Fi interchange files: XML as the data standard's schemas describe it, as documents of the API.

The names of elements follow from the catalogue, so nothing here knows a resource by name.
May import: `model`, `errors`. Must not know: what becomes of the documents.
"""
