"""Postman collections that a presenter clicks through, without the internet: stories about one API version.

May import: what states facts (`dialect`, `problems`, `since`, `settings`, `profiles`). Must not know: a running server,
any HTTP client, how the facts are enforced.
"""
