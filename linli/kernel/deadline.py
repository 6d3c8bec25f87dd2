"""A deadline that remembers how it was counted, so that it can be counted again when a year's calendar becomes known."""

from datetime import date, datetime
from typing import Any

from linli.kernel import workdays


class Deadline(datetime):
    """The end of a period's last day. `counted` says from which day, how long and by which parameter; it is empty again
    once the moment was changed (`replace`, `+`): what a person fixed is not counted anew."""

    counted: dict[str, Any] | None = None

    @classmethod
    def of(cls, last: date, *, parameter: str, start: date, length: int, unit: str) -> "Deadline":
        """The end of `last`, the last day of a period of `length` units (days, working_days …) that began on `start`."""
        end = workdays.due_end(last)
        made = cls(end.year, end.month, end.day, end.hour, end.minute, end.second, tzinfo=end.tzinfo)
        made.counted = {"parameter": parameter, "from": start.isoformat(), "length": length, "unit": unit}
        return made


def counted_again(counted: dict[str, Any]) -> Deadline | None:
    """The deadline by the calendar as it is now; None where working days play no part and nothing can have moved."""
    if counted["unit"] != "working_days":
        return None
    start = date.fromisoformat(counted["from"])
    last = workdays.add_working_days(start, counted["length"])
    return Deadline.of(
        last, parameter=counted["parameter"], start=start, length=counted["length"], unit=counted["unit"]
    )
