"""Numbers that remember how they were written in JSON: a text is made of that, and error texts print it."""

import json


class WrittenInt(int):
    """A whole number that is not written as its plain digits."""

    text: str


class WrittenFloat(float):
    """A number with a fraction or an exponent."""

    text: str


def written_int(text: str, base: int) -> WrittenInt:
    """A whole number by its text. Raises `ValueError`."""
    number = WrittenInt(text, base)
    number.text = text
    return number


def written_float(text: str) -> WrittenFloat:
    """A number by its text. Raises `ValueError`."""
    number = WrittenFloat(text)
    number.text = text
    return number


def text_of(number: float) -> str:
    """How a number was written, as far as it knows."""
    known: str | None = getattr(number, "text", None)
    return json.dumps(number) if known is None else known
