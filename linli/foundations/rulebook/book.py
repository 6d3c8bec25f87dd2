"""The rule book's door. Reading a value inside an action cites it in the action's event by itself.

    book.value("tender.bid_days")                       # 20
    book.at_least("tender.bid_days", 15, what=_("投标截止距公告"), field="bids_due")      # raises Refusal
    book.due("award.announce_days", confirmed_at)       # the end of the last day

Days of a period are counted from the day after its first day, working days by the calendar (kernel.workdays).
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundations.rulebook import deciding, situation
from linli.foundations.rulebook.law import Law, LawError
from linli.foundations.rulebook.layers import Entry, Parameter
from linli.foundations.rulebook.loading import load, with_entries
from linli.foundations.rulebook.situation import at as at
from linli.foundations.rulebook.situation import of as of
from linli.foundations.rulebook.words import day_words, in_words
from linli.kernel import actions, clock, workdays
from linli.kernel.deadline import Deadline
from linli.kernel.errors import ClauseWords, Refusal
from linli.kernel.stamped import Stamped

Number = int | Decimal | Fraction


@cache
def base() -> Law:
    """The shipped rule book, read once a process; `base.cache_clear()` reads it anew."""
    return load(settings.LAW_DIR, settings.DISTRICT)


def law() -> Law:
    """The rule book of this deployment: the shipped base and what was decided here. In memory; sends no statement."""
    return kept.value()


def _read() -> Law:
    return with_entries(base(), deciding.entries(base()))


kept = Stamped("rulebook", _read)
"""`kept.edited()` is called by whoever decides an entry, in its transaction."""


def parameter(name: str) -> Parameter:
    """A parameter with its time line. Raises LawError when there is none of that name."""
    return law().parameter(name)


def applying(name: str, on: date | None = None, place: str = "") -> tuple[Parameter, Entry]:
    """A parameter and its entry for a day and a place; unsaid, the situation's (situation.py), else today in the district."""
    found = parameter(name)
    where = (place or situation.place()) if found.is_local else ""
    return found, found.entry(on or situation.law_day() or clock.today(), where)


def value(name: str, on: date | None = None, place: str = "") -> Any:
    """What applies on a day (default today): int, Decimal, Fraction, str, list or dict by the unit. Cites itself."""
    found, entry = applying(name, on, place)
    actions.cite(_citation(found, entry))
    return entry.value


def citation(name: str, used: Any = None, on: date | None = None) -> dict[str, Any]:
    """The legal ground as tasks and events keep it; `used` is the value that the case came to, where it differs."""
    made = dict(_citation(*applying(name, on)))
    return made if used is None else {**made, "used": jsonable(used)}


def _citation(found: Parameter, entry: Entry) -> dict[str, Any]:
    """Made once for each entry: nobody may change it."""
    if not entry.cited:
        entry.cited.update(
            parameter=found.name,
            title=found.title,
            document=entry.clause.document.short,
            clause=entry.clause.label,
            address=entry.clause.address,
            value=jsonable(entry.value),
            unit=found.unit,
            verified=entry.verified,
            assumed=entry.assumed,
            level=entry.level,
        )
        entry.cited["from"] = entry.since.isoformat()
    return entry.cited


def jsonable(value: Any) -> Any:
    """A value in JSON's types; amounts and shares as their text."""
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [jsonable(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, Fraction) else value


def at_least(name: str, asked: Number, what: Any, field: str = "") -> Any:
    """Refuse what is less than the parameter; returns the parameter's value. `what` names the thing measured."""
    limit = value(name)
    if asked < limit:
        raise _refusal(name, asked, limit, what, field, _("%(what)s为 %(asked)s，少于规定的 %(limit)s。"), _("最少"))
    return limit


def at_most(name: str, asked: Number, what: Any, field: str = "") -> Any:
    """Refuse what is more than the parameter; returns the parameter's value."""
    limit = value(name)
    if asked > limit:
        raise _refusal(name, asked, limit, what, field, _("%(what)s为 %(asked)s，超过规定的 %(limit)s。"), _("最多"))
    return limit


def _refusal(name: str, asked: Number, limit: Number, what: Any, field: str, message: str, bound: str) -> Refusal:
    found = parameter(name)
    words = {"what": what, "asked": in_words(found, asked), "limit": in_words(found, limit)}
    remedy = _("%(bound)s %(limit)s。") % {"bound": bound, "limit": words["limit"]}
    return Refusal(message % words, remedy=remedy, field=field, clauses=[clause_words(name)], code=name)


def clause_words(name: str, on: date | None = None) -> str:
    """Short name and article, as refusals and documents cite it: 政府采购法 第三十五条（待核对）. A refusal that cites it is
    counted as the parameter's."""
    entry = applying(name, on)[1]
    return ClauseWords(str(entry.clause) + ("" if entry.verified else _("（待核对）")), name)


def last_day(name: str, start: date | datetime) -> date:
    """The last day of a period that begins on `start`; the first day does not count."""
    first = _local_day(start)
    return _last(parameter(name), first, value(name, on=_period_day(first)))


def _last(found: Parameter, first: date, length: int) -> date:
    if found.unit == "working_days":
        return workdays.add_working_days(first, length)
    if found.unit == "days":
        return first + timedelta(days=length)
    if found.unit in ("months", "years"):
        return workdays.add_months(first, length * (12 if found.unit == "years" else 1))
    raise LawError(f"{found.name} is no period: its unit is {found.unit}")


def due(name: str, start: date | datetime) -> Deadline:
    """The end of the last day of a period, which remembers how it was counted (kernel/deadline.py). The value is that of
    the day on which the period begins."""
    found, first = parameter(name), _local_day(start)
    length = value(name, on=_period_day(first))
    return Deadline.of(_last(found, first, length), parameter=name, start=first, length=length, unit=found.unit)


def not_before(name: str, start: date | datetime, asked: date | datetime, what: Any, field: str = "") -> date:
    """Refuse a day earlier than the last day of the period; returns the earliest day allowed."""
    earliest = last_day(name, start)
    if _local_day(asked) < earliest:
        raise _day_refusal(name, start, asked, what, field, _("%(what)s为 %(asked)s，距 %(start)s不足 %(limit)s。"),
                           _("最早可定 %(day)s。") % {"day": day_words(earliest)})  # fmt: skip
    return earliest


def not_after(name: str, start: date | datetime, asked: date | datetime, what: Any, field: str = "") -> date:
    """Refuse a day later than the last day of the period; returns the latest day allowed."""
    latest = last_day(name, start)
    if _local_day(asked) > latest:
        raise _day_refusal(name, start, asked, what, field, _("%(what)s为 %(asked)s，距 %(start)s超过 %(limit)s。"),
                           _("最晚可定 %(day)s。") % {"day": day_words(latest)})  # fmt: skip
    return latest


def _day_refusal(
    name: str, start: date | datetime, asked: date | datetime, what: Any, field: str, message: str, remedy: str
) -> Refusal:
    first = _local_day(start)
    words = {
        "what": what,
        "asked": day_words(_local_day(asked)),
        "start": day_words(first),
        "limit": in_words(parameter(name), value(name, on=_period_day(first))),
    }
    clauses = [clause_words(name, _period_day(first))]
    return Refusal(message % words, remedy=remedy, field=field, clauses=clauses, code=name)


def chain(name: str, amount: Decimal) -> list[dict[str, Any]]:
    """The steps of an approval chain that an amount needs, in order; `kind` and `role` say whose they are."""
    return [step for step in value(name) if amount >= step.get("from", 0)]


def words(name: str, on: date | None = None) -> str:
    """The value in words, for hints on pages: 20 日."""
    found, entry = applying(name, on)
    return in_words(found, entry.value)


def version() -> date:
    """The day from which the newest part of the rule book applies: shown at the foot of every page."""
    return law().latest(clock.today())


def _period_day(first: date) -> date:
    """Whose law a period follows: that of the day on which it begins; within a running tender that of its notice."""
    return situation.law_day() or first


def _local_day(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment
