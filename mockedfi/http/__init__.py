"""HTTP: what arrives becomes an `exchange.Request`, what goes back comes from an `exchange.Answer`.

May import: everything below it, Flask, the server. Must not know: how a resource or a right is judged.
"""
