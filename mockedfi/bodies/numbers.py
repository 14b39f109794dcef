"""Values as .NET writes them in texts."""

_FIRST_WITH_EXPONENT = 1e15


def shown(value: object) -> str:
    """A value as an error text prints it (MiscellaneousUtils.ToString of Newtonsoft.Json)."""
    if value is None:
        return "{null}"
    if isinstance(value, str):
        return f'"{value}"'
    return text_of(value)


def text_of(value: object) -> str:
    """A value that is no text, by its ToString()."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _FIRST_WITH_EXPONENT:
            return str(int(value))
        return repr(value).replace("e", "E").replace("inf", "Infinity").replace("nan", "NaN")
    return str(value)
