"""Calls of the control API that cannot be answered."""


class InvalidCall(Exception):
    """A call with wrong input: which `field`, and what to do about it."""

    status = 400

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class NotThere(InvalidCall):
    """A call for what is not there, or no more."""

    status = 404
