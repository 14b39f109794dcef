"""mockedfi in tests: a pytest plugin, `MockEdFi` for unittest and plain Python, and a client of the control API.

May import: everything below it. `requests` and `httpx` are imported when they are asked for. Importing the package or
its plugin costs nothing: what is needed comes with the first use.
"""
