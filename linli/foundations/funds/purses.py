"""Which accounts of available money a project may draw on, and in which order: what is meant for it first."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.funds import posting
from linli.foundations.funds.models import Account, FundSource, Pool, Stage
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal

ZERO = Decimal(0)
Purse = FundSource | Pool


@dataclass(frozen=True, slots=True)
class Reach:
    """The accounts a project may draw on, in order, and those whose earmark keeps it out."""

    open: list[Account]
    barred: list[Account]

    @property
    def available(self) -> Decimal:
        return sum((account.balance for account in self.open), ZERO)


def reach(purse: Purse, purpose: str = "", place_code: str = "") -> Reach:
    """What of a source or pool is there for a catalogue item in a place: earmarked for it first, the narrowest before."""
    found = Account.objects.filter(stage=Stage.AVAILABLE).select_related("earmark__place", "source", "pool")
    if isinstance(purse, Pool):
        found = found.filter(pool=purse)
    else:
        found = found.filter(source=purse, pool__isnull=True)
    accounts = list(found.order_by("source__year", "pk"))
    fitting = [one for one in accounts if one.earmark is None or one.earmark.allows(purpose, place_code)]
    fitting.sort(key=lambda one: -_narrowness(one))
    return Reach(fitting, [one for one in accounts if one not in fitting])


def _narrowness(account: Account) -> int:
    if account.earmark is None:
        return 0
    return len(account.earmark.purpose) + (len(account.earmark.place.code) if account.earmark.place else 0)


def available(purse: Purse, purpose: str = "", place: Place | None = None) -> Decimal:
    """What a project could reserve now (yuan)."""
    return reach(purse, purpose, place.code if place else "").available


def draw(purse: Purse, amount: Decimal, purpose: str, place_code: str) -> list[tuple[Account, Decimal]]:
    """Hold the accounts and divide an amount over them. Raises Refusal when they have less, naming what is earmarked."""
    found = reach(purse, purpose, place_code)
    held = posting.hold(one.pk for one in found.open)
    parts, left = [], amount
    for one in found.open:
        part = min(left, held[one.pk])
        if part > 0:
            parts.append((one, part))
            left -= part
    if left > 0:
        raise _refusal(purse, amount, amount - left, found.barred)
    return parts


def _refusal(purse: Purse, asked: Decimal, left: Decimal, barred: list[Account]) -> Refusal:
    message = _("“%(purse)s”可用余额 %(left)s 元，少于需要的 %(asked)s 元。") % {
        "purse": purse, "left": f"{left:,.2f}", "asked": f"{asked:,.2f}",
    }  # fmt: skip
    clauses = [book.clause_words("budget.first")]
    kept = [one for one in barred if one.balance > 0]
    for one in kept:
        message += _("另有 %(amount)s 元为“%(earmark)s”专用，不能用于本项目。") % {
            "amount": f"{one.balance:,.2f}", "earmark": one.earmark,
        }  # fmt: skip
    if kept:
        clauses.append(book.clause_words("earmark.binding"))
    return Refusal(
        message,
        remedy=_("请减少金额，或另选资金来源、先调整资金总额。"),
        clauses=clauses,
        code="funds_earmarked" if kept else "funds_available",
    )
