"""Texts as moments, as .NET reads them: ISO 8601, and what people write, month before day.

Source: DateTime.Parse of .NET with the invariant culture; TryParseDateTime of Newtonsoft.Json's DateTimeUtils, which
comes first where a member holds a moment.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))}
_DAY = {name[:length]: number for number, name in enumerate(_DAYS) for length in (3, len(name))}
_SPACE = " \t\n\r\v\f\0"
_EPOCH = re.compile(r"/Date\((-?[0-9]{1,15})(?:[-+][0-9]{4})?\)/")
_TIME = re.compile(
    r"(?:^|[\s,]|(?<=[0-9])T)\s*(?P<hour>[0-9]{1,2})"
    r"(?:\s*:\s*(?P<minute>[0-9]{1,2})(?:\s*:\s*(?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]+))?)?)?"
    r"\s*(?P<half>[AP]M?)?\s*(?P<zone>Z|GMT|[-+][0-9]{1,2}(?::?[0-9]{2})?)?$",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"([0-9]{1,4})(?:\s*[-/.]\s*|\s+)([0-9]{1,4})(?:(?:\s*[-/.]\s*|\s+)([0-9]{1,4}))?")
_DATE_WITH_ZONE = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(Z|[-+][0-9]{2}:[0-9]{2})", re.IGNORECASE)
_PIECES = re.compile(r"[0-9]+|[a-z]+")
_WORDY = re.compile(r"(?:[0-9]{1,4}|[a-z]+|[-\s,/.])+")
_LAST_SHORT_YEAR = 49


def moment_of(text: str) -> datetime | None:
    """The moment in UTC that a text says; None if it says none."""
    match = _EPOCH.fullmatch(text)
    if match is not None:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(match[1]))
    found = parsed(text)
    try:
        return None if found is None else found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def parsed(text: str) -> datetime | None:
    """Date and time as written, with a zone if there is one; what is missing of the date is today's."""
    text = text.strip(_SPACE)
    if not text.isascii() or not text:
        return None
    zoned = _DATE_WITH_ZONE.fullmatch(text)
    if zoned is not None:
        text = f"{zoned[1]}T00:00{zoned[2]}"
    clock = _TIME.search(text)
    if clock is not None and not (clock["minute"] or clock["half"]):
        clock = None
    day = text if clock is None else text[: clock.start()]
    try:
        found = _date_of(day.strip(_SPACE + ",").lower())
        return datetime.combine(found, time()) if clock is None else _at(found, clock)
    except (ValueError, OverflowError):
        return None


def _date_of(text: str) -> date:
    """A day. Raises `ValueError`."""
    today = datetime.now(UTC).date()
    if not text:
        return today
    numeric = _NUMERIC.fullmatch(text)
    if numeric is not None:
        first, second, third = numeric.groups()
        return date(*_year_month_day(first, second, third, today.year))
    if not _WORDY.fullmatch(text):
        raise ValueError(text)
    return _in_words(_PIECES.findall(text), today.year)


def _in_words(pieces: list[str], year: int) -> date:
    """A day whose month is named, and perhaps that of the week. Raises `ValueError`."""
    weekdays = [_DAY[each] for each in pieces if each in _DAY]
    (month,) = (_MONTH[each] for each in pieces if each in _MONTH)
    numbers = [each for each in pieces if each.isdigit()]
    if len(weekdays) > 1 or len(numbers) not in (1, 2) or len(numbers) + len(weekdays) + 1 != len(pieces):
        raise ValueError(pieces)
    years = [each for each in numbers if len(each) > 2]
    days = [each for each in numbers if len(each) <= 2]
    if len(days) == 2:
        years, days = days[1:], days[:1]
    elif days == numbers and pieces[-1] in _MONTH:
        years, days = days, []
    found = date(_year(years[0]) if years else year, month, int(days[0]) if days else 1)
    if weekdays and found.weekday() != weekdays[0]:
        raise ValueError(pieces)
    return found


def _year_month_day(first: str, second: str, third: str | None, year: int) -> tuple[int, int, int]:
    if len(first) > 2:
        return int(first), _short(second), _short(third or "1")
    if third is not None:
        return _year(third), _short(first), _short(second)
    if len(second) > 2:
        return int(second), int(first), 1
    return year, int(first), int(second)


def _short(digits: str) -> int:
    """A month or a day. Raises `ValueError`."""
    if len(digits) > 2:
        raise ValueError(digits)
    return int(digits)


def _year(digits: str) -> int:
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= _LAST_SHORT_YEAR else 1900)


def _at(day: date, clock: re.Match[str]) -> datetime:
    """A time of the day. Raises `ValueError`."""
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    if clock["half"]:
        late = clock["half"][0] in "pP"
        if hour > 12 and not late:
            raise ValueError(clock[0])
        hour = hour % 12 + 12 * late if hour <= 12 else hour
    fraction = int((clock["fraction"] or "0")[:7].ljust(7, "0")) // 10
    return datetime.combine(day, time(hour, minute, second, fraction, _zone(clock["zone"])))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if not text[1:].replace(":", "").isdigit():
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
