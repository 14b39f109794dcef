"""mockedfi's own errors: what a person did to the program, not what a client did to the API."""


class UserError(Exception):
    """A mistake the user can mend. Its text is one line that names the place and the remedy; exit status 2."""
