"""Results by groups on the page, and every kind of results as a table."""

from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s1_needs.campaigns import groups
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.results import Report, Result

Rows = list[list[Any]]


def shown(campaign: Campaign, found: Report, by: str, path: str, *, kept: bool = False) -> dict[str, Any]:
    """What groups are offered; where one kind of them is chosen, one question by these groups."""
    offers = groups.offered(campaign, found, kept=kept)
    if by not in dict(offers):
        return {"offers": offers, "by": ""}
    comparison = groups.Comparison(campaign, found, by)
    asked = comparison.questions()
    chosen = [one for one in asked if one.path == path] or asked[:1]
    return {
        "offers": offers,
        "by": by,
        "by_label": dict(offers)[by],
        "asked": [(one.path, found.words.label(one)) for one in asked],
        "q": chosen[0].path if chosen else "",
        "compared": comparison.of(chosen),
    }


def sheet(campaign: Campaign, found: Report, by: str) -> Rows:
    """A row an option, of each group if groups were chosen."""
    grouped = by in dict(groups.offered(campaign, found))
    head = [
        _("题目"), *([_("组")] if grouped else []), _("选项"), _("份数"), _("比例或均值"), _("区间下限"), _("区间上限"),
        _("推算户数或总量"), _("区间下限"), _("区间上限"), _("答题份数"), _("说明"),
    ]  # fmt: skip
    if not grouped:
        return [head, *(row for one in found.results for row in _rows([one.label], one, found))]
    comparison = groups.Comparison(campaign, found, by)
    every = comparison.of(comparison.questions())
    return [
        head,
        *(
            row
            for one in every
            for name, result in [(_("全部"), one.whole), *one.parts]
            for row in _rows([one.whole.label, name], result, found)
        ),
    ]  # fmt: skip


def _rows(names: list[str], one: Result, found: Report) -> Rows:
    if not one.enough:
        thin = one.n < found.limits.least
        note = _("答案不足") if thin else _("可由其他组推出，不显示")
        return [[*names, *[""] * 8, "" if thin and len(names) > 1 else one.n, note]]
    if one.is_number:
        return [[*names, "", one.n, *_three(one.mean), *_three(one.total), one.n, ""]]
    return [
        [
            *names, line.label, line.count, *_three(line.share), *_three(line.total), one.n,
            _("选择过少，不显示") if line.count is None else "",
        ]
        for line in one.lines
    ]  # fmt: skip


def _three(one: Any) -> list[Any]:
    return ["", "", ""] if one is None else [round(one.value, 4), round(one.low, 4), round(one.high, 4)]
