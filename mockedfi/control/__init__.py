"""What steers a running server: which versions it has, their state, their clients.

May import: everything below it. Must not know: HTTP, Flask.
"""
