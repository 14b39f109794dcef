"""The model compiler: table facts and OpenAPI documents in, a catalogue out.

May import: `model.facts`, `model.catalogue`, `errors`. Must not know: the store, HTTP, a resource by name (but for
`exceptions`, whose rows name their source).
"""
