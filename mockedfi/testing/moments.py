"""Moments as the server writes them."""

from datetime import datetime

_DIGITS = 6
"""Behind the second; the server has one more."""


def moment_of(text: str) -> datetime:
    """``2024-01-13T02:11:20.5566791Z`` as Python has it."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction[:_DIGITS].ljust(_DIGITS, '0')}+00:00")
