"""What contracts bind stays within the year's budget of whoever owns the money (预算法 13, 57).

Where an owner has a budget for the year, every contract counts in the narrowest line that fits it. One that goes beyond its
line is stopped or said, and so is one that no line foresees, as the rule book has it (`budget.overspending`,
`budget.unbudgeted`). A payment only turns what is bound into what is paid, so it cannot go beyond a line that the contract
kept to; lowering a line below what is bound is stopped the same way (actions/budgets.py).

Budgets are locked before they are read, so that two contracts after the last yuan of a line come one after the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.foundations.funds import purses
from linli.foundations.funds.models import Account, Budget, Reservation
from linli.foundations.funds.queries.budgets import BudgetRow, Key, against_actual, narrowest
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import inbox
from linli.kernel.actions import current_run, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

ZERO = Decimal(0)
OVERSPENDING, UNBUDGETED = "budget.overspending", "budget.unbudgeted"
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Part:
    """An amount (yuan) that counts against the budgets of an owner and year."""

    owner: int
    year: int
    key: Key
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Excess:
    """What goes beyond a budget: `row` is its line, None where none foresees it."""

    budget: Budget
    row: BudgetRow | None
    used: Decimal
    asked: Decimal

    @property
    def parameter(self) -> str:
        return OVERSPENDING if self.row else UNBUDGETED

    @property
    def words(self) -> str:
        """What is approved, in use and asked for."""
        if self.row is None:
            return _("“%(budget)s”没有列入这项服务，%(asked)s 元属于预算外") % {
                "budget": self.budget, "asked": f"{self.asked:,.2f}",
            }  # fmt: skip
        return _("预算项目“%(line)s”批准 %(amount)s 元，已占用 %(used)s 元，加上 %(asked)s 元，超出 %(over)s 元") % {
            "line": self.row.title,
            "amount": f"{self.row.amount:,.2f}",
            "used": f"{self.used:,.2f}",
            "asked": f"{self.asked:,.2f}",
            "over": f"{self.used + self.asked - self.row.amount:,.2f}",
        }


def before_commit(held: Sequence[Reservation], amount: Decimal, *, actor: Actor) -> None:
    """Stop, or say, what a contract takes beyond its budget. Raises Refusal with the clause."""
    parts = _of_holdings(held, amount)
    for excess in _excesses(parts, bound=True, lock=True):
        settle(excess)


def before_contract(project_key: int, amount: Decimal) -> None:
    """The same for a contract that is only drawn up, so that its author hears it, not who signs last. Raises Refusal."""
    held = list(Reservation.objects.filter(project_key=project_key).select_related("source").order_by("pk"))
    for excess in _excesses(_of_holdings(held, amount), bound=True, lock=False):
        stop(excess)


def outlook(purse: purses.Purse, amount: Decimal, purpose: str, place: Place) -> list[Excess]:
    """What a purchase would take beyond the budgets, with everything that is reserved counted: for whoever plans it."""
    parts, rest = [], amount
    for account in purses.reach(purse, purpose, place.code).open:
        part = min(rest, account.balance)
        if part > 0:
            key = (account.source.kind, account.pool_id, purpose, place.code)
            parts.append(Part(account.owner_id, account.year, key, part))
            rest -= part
    return _excesses(parts, bound=False, lock=False)


def stop(excess: Excess) -> None:
    """Refuse; or keep it in the running action's event, with the clause."""
    if book.value(excess.parameter) == STOP:
        raise Refusal(
            _("%(what)s。") % {"what": excess.words},
            remedy=_("请减少金额，或由预算单位按法定程序调整预算后再办理。"),
            clauses=[book.clause_words(excess.parameter)],
            field="amount",
            code="over_budget" if excess.row else "unbudgeted",
        )
    if current_run() is not None:
        record(beyond_budget=excess.words)


def settle(excess: Excess) -> None:
    """Refuse; or keep it, and ask the budget's owner to look at it."""
    stop(excess)
    inbox.open_task(
        excess.budget,
        "funds.budget:amend",
        title=_("核对预算：%(budget)s") % {"budget": excess.budget},
        context=excess.words,
        organisation_id=excess.budget.owner_id,
        role="leader",
        clause=book.citation(excess.parameter),
    )


def below_what_is_bound(budget: Budget) -> list[Excess]:
    """The lines that allow less than contracts already bind."""
    return [
        Excess(budget, row, row.committed + row.spent, ZERO)
        for row in against_actual(budget)
        if row.line is not None and row.committed + row.spent > row.amount
    ]


def _of_holdings(held: Sequence[Reservation], amount: Decimal) -> list[Part]:
    """The amount over the holdings' reserved money, in their order, as the ledger binds it."""
    accounts = Account.objects.in_bulk([one.reserved_account_id for one in held])
    parts, rest = [], amount
    for number, one in enumerate(held, start=1):
        account = accounts[one.reserved_account_id]
        part = rest if number == len(held) else min(rest, account.balance)
        if part > 0:
            key = (one.source.kind, account.pool_id, account.purpose, account.place.code if account.place else "")
            parts.append(Part(account.owner_id, account.year, key, part))
            rest -= part
    return parts


def _excesses(parts: Sequence[Part], *, bound: bool, lock: bool) -> list[Excess]:
    """What of the parts goes beyond a budget. `bound`: against contracts alone, else with what is only reserved."""
    wanted = Q(pk__in=[])
    for owner, year in {(part.owner, part.year) for part in parts}:
        wanted |= Q(owner_id=owner, year=year)
    budgets = Budget.objects.filter(wanted).order_by("pk") if parts else Budget.objects.none()
    found = list(budgets.select_for_update(no_key=True, of=("self",)) if lock else budgets)
    told: list[Excess] = []
    for owner, year in dict.fromkeys((budget.owner_id, budget.year) for budget in found):
        mine = [part for part in parts if (part.owner, part.year) == (owner, year)]
        told += _of_owner([one for one in found if (one.owner_id, one.year) == (owner, year)], mine, bound)
    return told


def _of_owner(budgets: Sequence[Budget], parts: Iterable[Part], bound: bool) -> list[Excess]:
    """Against each of an owner's budgets that foresees the part; what none foresees is told of the first."""
    asked: dict[tuple[int, int | None], Decimal] = {}
    rows: dict[tuple[int, int | None], tuple[Budget, BudgetRow | None]] = {}
    tables = [(budget, against_actual(budget)) for budget in budgets]
    for part in parts:
        fitting: list[tuple[Budget, BudgetRow | None]] = []
        for budget, table in tables:
            line = narrowest([row.line for row in table if row.line is not None], part.key)
            fitting += [(budget, row) for row in table if line is not None and row.line == line]
        for budget, row in fitting or [(budgets[0], None)]:
            place = (budget.pk, row.line.pk if row and row.line else None)
            rows[place] = (budget, row)
            asked[place] = asked.get(place, ZERO) + part.amount
    found = []
    for place, (budget, row) in rows.items():
        used = ZERO if row is None else row.committed + row.spent if bound else row.used
        if row is None or used + asked[place] > row.amount:
            found.append(Excess(budget, row, used, asked[place]))
    return found
