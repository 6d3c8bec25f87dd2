"""What must hold before a parameter may get a new value: the page shows it live, proposing and deciding refuse on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.places.models import Place
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.layers import Entry, Parameter, on_day
from linli.foundations.rulebook.words import day_words, in_words
from linli.kernel.errors import ClauseWords, Refusal

WHOLE = Decimal(100)
REASON = 10
"""Shortest reason, in characters: it is published with the change."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish as typed: the parameter, for which place, from when, what, on which ground; `supersedes` an entry to come."""

    parameter: Parameter
    place: str
    since: date | None
    value: Any
    clause: str
    reason: str = ""
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `state` as on pages: passed, failed, warning."""

    state: str
    title: str
    note: str = ""
    field: str = ""
    clauses: tuple[str, ...] = ()

    @property
    def refusal(self) -> Refusal:
        return Refusal(f"{self.title}。", remedy=self.note, field=self.field, clauses=self.clauses, code="parameter")


def examine(asked: Asked, today: date) -> list[Finding]:
    """Every check, in the order of the form."""
    found = [*_day(asked, today), *_ground(asked)]
    if asked.since is not None and asked.value is not None:
        found += [*_value(asked, asked.since), *_above(asked, asked.since), *_below(asked, asked.since)]
        found += _scheduled(asked, asked.since, today)
    if len(asked.reason.strip()) < REASON:
        note = _("理由随修改一并公开，请至少写 %(n)s 个字。") % {"n": REASON}
        found.append(Finding("failed", _("没有写明修改理由"), note, "reason"))
    return found


def _day(asked: Asked, today: date) -> Iterator[Finding]:
    """Not in the past and not before the decision: what was decided today under today's value stays as it was."""
    earliest = today + timedelta(days=1)
    if asked.since is None:
        yield Finding("failed", _("没有填写适用日期"), _("最早可自%(day)s起。") % {"day": day_words(earliest)}, "since")
    elif asked.since < earliest:
        title = _("自%(day)s起适用，不晚于决定之日") % {"day": day_words(asked.since)}
        yield Finding("failed", title, _("最早可自%(day)s起。") % {"day": day_words(earliest)}, "since")
    else:
        yield Finding("passed", _("自%(day)s起适用") % {"day": day_words(asked.since)}, _("此前公告的项目不受影响。"))


def _ground(asked: Asked) -> Iterator[Finding]:
    """The clause stands in a document that is in force on the first day, and speaks for the place."""
    key, _slash, clause = asked.clause.partition("/")
    if not clause:
        yield Finding("failed", _("没有选择依据的条款"), _("请从现行有效的文件中选择条款。"), "clause")
        return
    try:
        found = shelf.citable(key, clause, on=asked.since)
    except Refusal as refusal:
        yield Finding(
            "failed", str(refusal.message).rstrip("。"), str(refusal.remedy), "clause", tuple(refusal.clauses)
        )
        return
    held = shelf.find(key)
    if held is not None and not asked.place.startswith(held.place_code):
        title = _("“%(clause)s”不是本地的规定") % {"clause": found}
        yield Finding("failed", title, _("请改引上级或本地的文件。"), "clause", (str(found),))
        return
    yield Finding("passed", _("依据有效：%(clause)s") % {"clause": found})


def _value(asked: Asked, since: date) -> Iterator[Finding]:
    parameter, total = asked.parameter, _total(asked.value)
    present = parameter.line(asked.place)
    if not present.days or since < present.days[0]:
        return
    now = parameter.entry(since, asked.place)
    words = in_words(parameter, asked.value)
    if now.value == asked.value and now.place == asked.place:
        yield Finding("failed", _("届时适用的本来就是 %(value)s") % {"value": words}, _("不需要修改。"), "value")
    if _total(now.value) == WHOLE and total != WHOLE:
        title = _("各项合计 %(total)s，应为 100") % {"total": total}
        yield Finding("failed", title, _("请调整各项，使合计为 100。"), "value")


def _total(value: Any) -> Decimal | None:
    """The sum of a table of shares; None for anything else."""
    numbers = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not numbers or not all(isinstance(one, int | Decimal) for one in numbers):
        return None
    return sum((Decimal(one) for one in numbers), Decimal(0))


def allowed(parameter: Parameter, upper: Entry) -> str:
    """What an upper entry leaves to those below, in words."""
    words = {"value": in_words(parameter, upper.value)}
    if parameter.free:
        return _("上位规定为 %(value)s，允许另定") % words
    if parameter.direction == "min":
        return _("上位规定为 %(value)s，只能等于或高于它") % words
    if parameter.direction == "max":
        return _("上位规定为 %(value)s，只能等于或低于它") % words
    return _("上位规定为 %(value)s，不得改变") % words


def _above(asked: Asked, since: date) -> Iterator[Finding]:
    """No looser than the law above it on its first day; a stricter upper value that is to come will overtake it."""
    parameter = asked.parameter
    upper = parameter.above(since, asked.place)
    if upper is not None:
        if parameter.allows(asked.value, upper.value):
            yield Finding("passed", allowed(parameter, upper), str(upper.clause))
        else:
            title = _("%(asked)s 宽于上位规定的 %(limit)s") % {
                "asked": in_words(parameter, asked.value),
                "limit": in_words(parameter, upper.value),
            }
            yield Finding(
                "failed",
                title,
                f"{allowed(parameter, upper)}。",
                "value",
                (ClauseWords(str(upper.clause), parameter.name),),
            )
    for layer in parameter.chain(asked.place):
        for later in layer:
            if layer[0].place != asked.place and later.since > since and not parameter.allows(asked.value, later.value):
                title = _("%(day)s起上位规定改为 %(value)s，届时本取值让位") % {
                    "day": day_words(later.since),
                    "value": in_words(parameter, later.value),
                }
                yield Finding("warning", title, str(later.clause))


def _below(asked: Asked, since: date) -> Iterator[Finding]:
    """Streets whose own value becomes looser than this one give way."""
    parameter = asked.parameter
    for code, layer in parameter.layers.items():
        own = on_day(layer, since)
        if not code.startswith(asked.place) or code == asked.place or own is None:
            continue
        if not parameter.allows(own.value, asked.value):
            street = Place.objects.filter(code=code).first()
            words = {"place": street or code, "value": in_words(parameter, own.value)}
            yield Finding("warning", _("%(place)s的 %(value)s 届时让位") % words, str(own.clause))


def _scheduled(asked: Asked, since: date, today: date) -> Iterator[Finding]:
    """Another value that has not begun: named to be superseded, or it begins on its day all the same."""
    waiting = [entry for entry in asked.parameter.layers.get(asked.place, ()) if entry.since > today]
    named = [entry for entry in waiting if entry.decided and entry.decided == asked.supersedes]
    if asked.supersedes and not named:
        yield Finding("failed", _("要替代的取值已经开始适用"), _("请刷新页面后重新选择。"), "supersedes")
    for entry in waiting:
        words = {"day": day_words(entry.since), "value": in_words(asked.parameter, entry.value)}
        if entry in named:
            yield Finding("passed", _("替代尚未开始的取值：自%(day)s起 %(value)s") % words)
        elif entry.since == since:
            yield Finding(
                "failed", _("自%(day)s起已定为 %(value)s") % words, _("请选择替代它，或另定日期。"), "supersedes"
            )
        elif entry.since > since:
            yield Finding("warning", _("自%(day)s起已定为 %(value)s，届时接替本取值") % words)
