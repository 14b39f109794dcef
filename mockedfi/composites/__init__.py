"""Composites: resources joined into larger answers, as XML definitions say.

May import: `resources`, `metadata`, `profiles`, `security`, `store`, `model` and all below. Must not know: HTTP, Flask.

A definition (`definition`) is compiled against the catalogue (`compile`) into a plan (`plan`) that follows references
and linked collections (`hops`, `links`); a request (`query`, `fields`) reads rows through it (`reader`) as far as the
caller may see them (`access`); `surface` knows the routes, `openapi` describes them.
"""
