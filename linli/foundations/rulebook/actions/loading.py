"""Entering what a lawyer wrote in a file: all of it or nothing, never into the past, never looser than the law above."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions.proposals import enter
from linli.foundations.rulebook.deciding import stored
from linli.foundations.rulebook.law import Law
from linli.foundations.rulebook.layers import Entry, on_day
from linli.foundations.rulebook.loading import with_entries
from linli.foundations.rulebook.words import day_words, in_words
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals

Named = tuple[str, Entry]


@action(
    "rulebook.entry:load", gettext_lazy("载入参数取值"), tells=gettext_lazy("%(source)s，%(count)s 项"), public=True
)
def load_entries(*, entries: Sequence[Named], source: str, actor: Actor) -> Any:
    """Enter the file's entries; `source` names the file. Raises Refusals with every entry that may not be."""
    law = book.law()
    stops = [stop for name, entry in entries for stop in _against(law, entries, name, entry)]
    if stops:
        raise Refusals(_("文件有 %(n)d 处不符合规定，没有载入") % {"n": len(stops)}, each=stops)
    for name, entry in entries:
        document, _slash, clause = entry.clause.address.partition("/")
        enter(
            parameter=name, place_code=entry.place, since=entry.since, value=stored(entry.value), document=document,
            clause=clause, verified=entry.verified, assumed=entry.assumed, source=source[:120],
        )  # fmt: skip
    record(source=source, count=len(entries), parameters=sorted({name for name, _entry in entries}))
    return None


def _against(law: Law, entries: Sequence[Named], name: str, entry: Entry) -> list[Refusal]:
    """What stands against one entry, the rest of the file being there already."""
    found = law.parameter(name)
    words = {"title": found.title, "day": day_words(entry.since), "value": in_words(found, entry.value)}
    label = _("%(title)s 自%(day)s起 %(value)s") % words
    stops = []
    if entry.since <= clock.today():
        remedy = _("过去的取值不能改写；最早可自明天起。")
        stops.append(Refusal(_("%(entry)s：不晚于今天。") % {"entry": label}, remedy=remedy, code="parameter"))
    same = on_day(found.layers.get(entry.place, ()), entry.since)
    twice = sum(name == other and entry.place == one.place and entry.since == one.since for other, one in entries) > 1
    if twice or (same is not None and same.since == entry.since):
        remedy = _("请另定日期；尚未开始的取值以修改提议替代。")
        stops.append(Refusal(_("%(entry)s：同一天已有取值。") % {"entry": label}, remedy=remedy, code="parameter"))
    rest = with_entries(law, [one for one in entries if one[1] is not entry]).parameter(name)
    upper = rest.above(entry.since, entry.place)
    if upper is not None and not found.allows(entry.value, upper.value):
        message = _("%(entry)s：宽于上位规定的 %(limit)s。") % {"entry": label, "limit": in_words(found, upper.value)}
        remedy = _("请改为不宽于上位规定的值。")
        stops.append(Refusal(message, remedy=remedy, clauses=[str(upper.clause)], code="parameter"))
    return stops
