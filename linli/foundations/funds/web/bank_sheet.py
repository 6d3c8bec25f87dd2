"""The lists of a bank account as tables: what the bank has and the books have not, what is matched, and the reverse."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.funds.bank import matching


def sheet(view: str, found: Sequence[Any]) -> list[list[Any]]:
    """The whole list of a view (`unmatched`, `matched`, `books`), the head first."""
    return {"unmatched": _of_bank, "matched": _matched, "books": _of_books}[view](found)


def _of_bank(lines: Sequence[Any]) -> list[list[Any]]:
    told = matching.suggestions(lines)
    heads: list[Any] = [_("日期"), _("对方户名"), _("摘要"), _("交易编号"), _("金额（元）"), _("可能是")]
    return [heads] + [
        [
            one.on,
            one.counterparty,
            one.summary,
            one.reference,
            one.amount,
            "；".join(suggestion.candidate.label for suggestion in told.get(one.pk, [])[:3]),
        ]
        for one in lines
    ]


def _matched(matches: Sequence[Any]) -> list[list[Any]]:
    heads: list[Any] = [_("日期"), _("对方户名"), _("摘要"), _("金额（元）"), _("账面事项"), _("匹配人"), _("匹配时间")]
    return [heads] + [
        [
            one.line.on,
            one.line.counterparty,
            one.line.summary,
            one.line.amount,
            one.label,
            str(one.matched_by or ""),
            one.matched_at,
        ]
        for one in matches
    ]


def _of_books(candidates: Sequence[Any]) -> list[list[Any]]:
    heads: list[Any] = [_("日期"), _("对方户名"), _("金额（元）"), _("账面事项")]
    return [heads] + [[one.on, one.counterparty, one.amount, one.label] for one in candidates]
