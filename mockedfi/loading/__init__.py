"""Documents from files into an API, and out of it again, as any client would: through its own rules.

May import: `control` and what is below. Must not know: the command line, how a request is answered.
"""
