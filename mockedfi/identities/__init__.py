"""Identities: unique ids of people, from a system beside the data, if one is switched on.

May import: `resources`, `security`, `store`, `model` and all below. Must not know: HTTP, Flask.
"""
