"""What the rooms of the six steps do with money, inside their own actions:

    ledger.reserve(source, project.pk, budget, actor=actor, title=…, path=…, purpose="A0102", place=place)   # approved
    ledger.commit_for(project.pk, contract_amount, actor=actor)      # contract signed
    ledger.release_for(project.pk, actor=actor)                      # what the contract did not need goes back
    ledger.spend_for(project.pk, payment, actor=actor)               # paid
    ledger.reverse_for(project.pk, payment, actor=actor)             # a payment was a mistake: bound to the contract again
    ledger.refund_for(project.pk, amount, actor=actor)               # the provider paid back: free again

Each is one balanced posting. A project that stands on several purses draws on them in the order in which they were
reserved. Accounts are locked in the order of their keys, so that fifty people after the last yuan come one after another;
the accounts' own floor holds even if this file were wrong.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.foundations.funds import accounts, budgeting, former_years, posting, purses
from linli.foundations.funds.models import FundSource, PostingKind, Reservation, Stage
from linli.foundations.funds.purses import Purse, available
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

__all__ = ["available", "balance", "commit", "commit_for", "of_project", "refund_for", "release", "release_for", "reserve", "reverse", "reverse_for", "spend", "spend_for"]  # fmt: skip

Balance = dict[str, Decimal]
Held = list[Reservation] | None
Part = tuple[Reservation, Decimal]
ZERO = Decimal(0)


def reserve(
    purse: Purse | int,
    project_key: int,
    amount: Decimal,
    *,
    actor: Actor,
    title: str = "",
    path: str = "",
    purpose: str = "",
    place: Place | None = None,
) -> None:
    """Set money of a source or pool aside for a project (没有预算不得购买). What is earmarked for its purpose and place is
    used first, what is earmarked for others never. Refuses more than is available to it."""
    book.value("budget.first")
    _positive(amount)
    found = FundSource.objects.get(pk=purse) if isinstance(purse, int) else purse
    legs: dict[int, Decimal] = {}
    for origin, part in purses.draw(found, amount, purpose, place.code if place else ""):
        if origin.earmark is not None:
            book.value("earmark.binding")
        held = accounts.holding(origin, project_key, title=title, path=path, purpose=purpose, place=place)
        legs[origin.pk] = -part
        legs[held.reserved_account_id] = part
    posting.post(PostingKind.RESERVE, legs, actor=actor, project_key=project_key, note=title)


def commit(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Bind reserved money to a signed contract."""
    _commit(_held(source, project_key), amount, actor)


@transaction.atomic
def _commit(held: list[Reservation], amount: Decimal, actor: Actor) -> None:
    budgeting.before_commit(held, amount, actor=actor)
    _move(PostingKind.COMMIT, held, Stage.RESERVED, Stage.COMMITTED, amount, actor)


def spend(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Pay committed money out."""
    _move(PostingKind.SPEND, _held(source, project_key), Stage.COMMITTED, Stage.SPENT, amount, actor)


def reverse(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Take a payment back: what was spent is committed again. Both postings stay."""
    _move(PostingKind.REVERSE, _held(source, project_key), Stage.SPENT, Stage.COMMITTED, amount, actor)


def release(
    source: FundSource | int, project_key: int, *, actor: Actor, amount: Decimal | None = None, committed: bool = False
) -> None:
    """Give reserved (or, at a contract's end, committed) money back; all that is left when no amount is named."""
    stage = Stage.COMMITTED if committed else Stage.RESERVED
    _move(PostingKind.RELEASE, _held(source, project_key), stage, Stage.AVAILABLE, amount, actor)


def commit_for(project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Bind a project's reserved money to its contract, within the year's budget."""
    _commit(of_project(project_key), amount, actor)


def spend_for(project_key: int, amount: Decimal, *, actor: Actor, held: Held = None) -> None:
    """Pay a project's committed money out. `held` spares reading the holdings again."""
    _move(PostingKind.SPEND, held or of_project(project_key), Stage.COMMITTED, Stage.SPENT, amount, actor)


def reverse_for(project_key: int, amount: Decimal, *, actor: Actor, held: Held = None) -> None:
    """Take a project's payment back, to its purses in the order in which they were reserved."""
    _move(PostingKind.REVERSE, held or of_project(project_key), Stage.SPENT, Stage.COMMITTED, amount, actor)


def refund_for(project_key: int, amount: Decimal, *, actor: Actor, note: str = "") -> None:
    """Take in what a provider paid back: it is available again where it came from."""
    _move(PostingKind.REFUND, of_project(project_key), Stage.SPENT, Stage.AVAILABLE, amount, actor, note)


def release_for(project_key: int, *, actor: Actor, committed: bool = False) -> None:
    """Give back what a project still holds: what is reserved, or with `committed` what its contract did not use."""
    stage = Stage.COMMITTED if committed else Stage.RESERVED
    _move(PostingKind.RELEASE, of_project(project_key), stage, Stage.AVAILABLE, None, actor)


def of_project(project_key: int) -> list[Reservation]:
    """What a project holds, by purse, in the order in which it was reserved."""
    return list(Reservation.objects.filter(project_key=project_key).select_related("source").order_by("pk"))


def balance(project_key: int) -> Balance:
    """What a project holds over all its purses: reserved, committed, spent."""
    sums = Reservation.objects.filter(project_key=project_key).aggregate(
        **{name: Sum(f"{name}_account__balance", default=ZERO) for name in accounts.HELD}
    )
    return {name: Decimal(value) for name, value in sums.items()}


def _held(source: FundSource | int, project_key: int) -> list[Reservation]:
    """What a project holds of one source. Raises Refusal when it holds nothing there."""
    key = source if isinstance(source, int) else source.pk
    found = [held for held in of_project(project_key) if held.source_id == key]
    if not found:
        raise Refusal(
            _("项目没有在“%(source)s”中预留资金。") % {"source": FundSource.objects.get(pk=key)},
            remedy=_("请先在项目立项时预留资金。"),
            clauses=[book.clause_words("budget.first")],
            code="funds_not_reserved",
        )
    return found


def _move(
    kind: str,
    held: list[Reservation],
    out_of: Stage,
    into: Stage,
    amount: Decimal | None,
    actor: Actor,
    note: str = "",
) -> None:
    """Move an amount (all that is there, for None) from one stage to another, over the holdings in their order."""
    if amount is not None:
        _positive(amount)
    if len(held) == 1 and amount is not None and out_of != Stage.SPENT:
        parts = [(held[0], amount)]
    else:
        parts = _parts(held, out_of, amount)
    if not parts:
        return
    legs: dict[int, Decimal] = {}
    for one, part in parts:
        for key, change in _legs(one, part, out_of, into).items():
            legs[key] = legs.get(key, ZERO) + change
    try:
        posting.post(kind, legs, actor=actor, project_key=held[0].project_key, note=note or held[0].title)
    except posting.Short as short:
        raise _too_little(held, out_of, amount or ZERO, short.balance) from None


def _legs(held: Reservation, part: Decimal, out_of: Stage, into: Stage) -> dict[int, Decimal]:
    heir = former_years.taker(held) if out_of == Stage.SPENT else None
    if heir is not None:
        return former_years.legs(heir, part, _at(heir, into))
    return {_at(held, out_of): -part, _at(held, into): part}


def _parts(held: list[Reservation], stage: Stage, amount: Decimal | None) -> list[Part]:
    """Divide an amount (all that is there, for None) over the holdings in their order; their accounts are held."""
    balances = posting.hold(_at(one, stage) for one in held)
    there = {one.pk: _there(one, stage, balances) for one in held}
    wanted = sum(there.values(), ZERO) if amount is None else amount
    parts, left = [], wanted
    for one in held:
        part = min(left, there[one.pk])
        if part > 0:
            parts.append((one, part))
            left -= part
    if left:
        raise _too_little(held, stage, wanted, wanted - left)
    return parts


def _there(held: Reservation, stage: Stage, balances: dict[int, Decimal]) -> Decimal:
    heir = former_years.taker(held) if stage == Stage.SPENT else None
    return balances[_at(held, stage)] if heir is None else former_years.left_to_return(held, heir)


_ACCOUNT: dict[str, Callable[[Reservation], int]] = {
    Stage.AVAILABLE: lambda one: one.origin_id,
    Stage.RESERVED: lambda one: one.reserved_account_id,
    Stage.COMMITTED: lambda one: one.committed_account_id,
    Stage.SPENT: lambda one: one.spent_account_id,
}


def _at(held: Reservation, stage: str) -> int:
    return _ACCOUNT[stage](held)


def _positive(amount: Decimal) -> None:
    if amount <= 0:
        raise Refusal(_("金额应大于 0 元。"), remedy=_("请填写大于 0 元的金额。"), code="amount_not_positive")


def _too_little(held: Iterable[Reservation], stage: Stage, asked: Decimal, left: Decimal) -> Refusal:
    names = "、".join(sorted({str(one.source) for one in held}))
    what = {
        Stage.RESERVED: _("项目在“%(source)s”预留的资金"),
        Stage.COMMITTED: _("项目在“%(source)s”签约未付的资金"),
        Stage.SPENT: _("项目在“%(source)s”已付的资金"),
    }[stage] % {"source": names}
    return Refusal(
        _("%(what)s %(left)s 元，少于需要的 %(asked)s 元。")
        % {"what": what, "left": f"{left:,.2f}", "asked": f"{asked:,.2f}"},
        remedy=_("请减少金额，或另选资金来源、先调整资金总额。"),
        clauses=[book.clause_words("budget.first")],
        code=f"funds_{stage}",
    )
