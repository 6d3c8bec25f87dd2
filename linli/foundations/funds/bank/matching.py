"""Which payment or refund a bank line is: the same amount within some days, the likelier the more agrees."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.funds.bank import candidates
from linli.foundations.funds.bank.candidates import Candidate
from linli.foundations.funds.models import BankAccount, BankLine, BankMatch

DAYS = 10
"""How far the bank's day may lie from ours: a payment order is carried out on one of the next working days."""
LEAST_REFERENCE = 4
_NOISE = re.compile(r"[\s()（）\[\]·,，.。-]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with its likelihood in points of 100 and the reasons for it."""

    candidate: Candidate
    score: int
    reasons: tuple[str, ...]


def suggestions(lines: Iterable[BankLine]) -> dict[int, list[Suggestion]]:
    """For each line (by key) what it may be, the likeliest first; what is matched already is not offered again."""
    asked = list(lines)
    if not asked:
        return {}
    margin = timedelta(days=DAYS)
    found = candidates.between(min(one.on for one in asked) - margin, max(one.on for one in asked) + margin)
    by_amount: dict[Decimal, list[Candidate]] = defaultdict(list)
    for one in without_matched(found):
        by_amount[one.amount].append(one)
    return {
        line.pk: sorted(
            (weigh(line, one) for one in by_amount[line.amount] if abs(one.on - line.on) <= margin),
            key=lambda told: (-told.score, told.candidate.key),
        )
        for line in asked
    }


def weigh(line: BankLine, one: Candidate) -> Suggestion:
    """Points: 50 for the amount, up to 20 for the day, 15 for the payee, 15 for a number that both name."""
    score, reasons = 50, [_("金额一致")]
    days = abs((one.on - line.on).days)
    score += max(0, 20 - 2 * days)
    reasons.append(_("同一天") if not days else _("相差 %(days)d 天") % {"days": days})
    bank, ours = _plain(line.counterparty), _plain(one.counterparty)
    if bank and bank == ours:
        score, reasons = score + 15, [*reasons, _("户名一致")]
    elif bank and ours and (bank in ours or ours in bank):
        score, reasons = score + 10, [*reasons, _("户名相近")]
    told = _plain(f"{line.summary}{line.reference}")
    named = [r for r in one.references if len(r) >= LEAST_REFERENCE and _plain(r) in told]
    if named:
        score, reasons = score + 15, [*reasons, _("附言中有 %(number)s") % {"number": named[0]}]
    return Suggestion(one, score, tuple(reasons))


def without_matched(found: Iterable[Candidate]) -> list[Candidate]:
    """Those that no line is matched to."""
    taken = set(BankMatch.objects.filter(undone_at__isnull=True).values_list("subject_type", "subject_id"))
    return [one for one in found if one.key not in taken]


def unmatched_lines(account: BankAccount) -> "list[BankLine]":
    """The bank's lines that our books do not have yet, oldest first."""
    matched = BankMatch.objects.filter(undone_at__isnull=True).values("line")
    return list(BankLine.objects.filter(account=account).exclude(pk__in=matched).order_by("on", "pk"))


def unmatched_candidates(account: BankAccount) -> list[Candidate]:
    """What our books have and the bank's lines do not, within the time that the account's statements cover."""
    covered = account.statements.order_by().values_list("since", "until")
    if not covered:
        return []
    since, until = min(first for first, _last in covered), max(last for _first, last in covered)
    return without_matched(candidates.between(since, until))


def _plain(text: str) -> str:
    """Without blanks, brackets and width: names and numbers as both sides may write them."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
