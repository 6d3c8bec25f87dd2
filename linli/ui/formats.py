"""Numbers, dates and remaining time as the pages write them, in Chinese and in English."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.kernel import clock

NBSP = "\u00a0"
CENT = Decimal("0.01")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
Number = Decimal | int | float | str


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def yuan(value: Number | None) -> str:
    """An amount in yuan with two decimals and no unit: 298,000.00. Nothing is a dash."""
    return "—" if value in (None, "") else f"{_decimal(value).quantize(CENT, ROUND_HALF_UP):,}"


def wan(value: Number | None) -> str:
    """An amount in yuan written in units of ten thousand, two decimals, no unit: 29.80."""
    return "—" if value in (None, "") else yuan(_decimal(value) / 10000)


def wan_unit(value: Number | None) -> str:
    """An overview amount with its unit: 57.20 万元; English has no such unit and says CNY 572,000."""
    if value in (None, ""):
        return "—"
    if _english():
        return f"CNY{NBSP}{_decimal(value):,.0f}"
    return f"{wan(value)}{NBSP}万元"


def yuan_unit(value: Number | None) -> str:
    """An exact amount with its unit: 298,000.00 元."""
    if value in (None, ""):
        return "—"
    return f"CNY{NBSP}{yuan(value)}" if _english() else f"{yuan(value)}{NBSP}元"


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day_full(value: date | datetime | None) -> str:
    """2026年3月5日."""
    if value is None:
        return "—"
    d = _local(value)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}" if _english() else f"{d.year}年{d.month}月{d.day}日"


def day(value: date | datetime | None) -> str:
    """3月5日 within the current year, with the year otherwise."""
    if value is None:
        return "—"
    d = _local(value)
    if d.year != clock.today().year:
        return day_full(d)
    return f"{d.day} {MONTHS[d.month - 1]}" if _english() else f"{d.month}月{d.day}日"


def moment(value: datetime | None) -> str:
    """3月5日 18:00, 24 hours; with the year outside the current one."""
    return "—" if value is None else f"{day(value)} {_local(value):%H:%M}"


def moment_full(value: datetime | None) -> str:
    """2026年3月5日 18:00, as documents write it, the year always said; nothing is a dash."""
    return "—" if value is None else f"{day_full(value)} {_local(value):%H:%M}"


def day_range(start: date | datetime | None, end: date | datetime | None) -> str:
    """2026年3月9日—2027年3月8日."""
    return f"{day_full(start)}—{day_full(end)}"


def weekday(value: date) -> str:
    """星期四."""
    names = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
    return names[value.weekday()]


def remaining(days: int | None, kind: str = "workday", at: datetime | None = None) -> str:
    """What is left to a deadline, given the days already counted: 剩 4 个工作日, 今天 18:00, 逾期 1 个工作日.

    `kind` is workday or day; negative days are overdue; `at` adds the time of day when the day is today.
    """
    if days is None:
        return ""
    if days == 0:
        return _("今天 %(time)s") % {"time": f"{_local(at):%H:%M}"} if at else _("今天")
    n = abs(days)
    if days > 0:
        text = (
            ngettext("剩 %(n)s 个工作日", "剩 %(n)s 个工作日", n)
            if kind == "workday"
            else ngettext("剩 %(n)s 日", "剩 %(n)s 日", n)
        )
    else:
        text = (
            ngettext("逾期 %(n)s 个工作日", "逾期 %(n)s 个工作日", n)
            if kind == "workday"
            else ngettext("逾期 %(n)s 日", "逾期 %(n)s 日", n)
        )
    return text % {"n": n}


def tone(days: int | None) -> str:
    """The tone that goes with the remaining days: overdue, today or none."""
    if days is None or days > 0:
        return ""
    return "today" if days == 0 else "overdue"
