"""What the rooms of the six steps do with money, inside their own actions:

    ledger.reserve(source, project.pk, budget, actor=actor, title=str(project), path=project.get_absolute_url())  # approval
    ledger.commit_for(project.pk, contract_amount, actor=actor)      # contract signed
    ledger.release_for(project.pk, actor=actor)                      # what the contract did not need goes back
    ledger.spend_for(project.pk, payment, actor=actor)               # paid
    ledger.reverse_for(project.pk, payment, actor=actor)             # a payment came back: bound to the contract again

Each locks the source's row first, in the order of keys where there are several, so that fifty people after the last yuan come one
after another; the table's constraint holds even if this file were wrong.
"""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.foundations.funds.models import Entry, EntryKind, FundSource, Reservation
from linli.foundations.rulebook import book
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

Balance = dict[str, Decimal]
ZERO = Decimal(0)


def reserve(
    source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor, title: str = "", path: str = ""
) -> Reservation:
    """Set money of a source aside for a project. Refuses more than is available (没有预算不得购买)."""
    book.value("budget.first")
    row = _locked(source)
    if amount > row.available:
        raise _too_much(_("“%(source)s”可用余额") % {"source": row}, amount, row.available, "funds_available")
    held, _made = Reservation.objects.get_or_create(
        source=row, project_key=project_key, defaults={"title": title[:120], "path": path}
    )
    return _move(row, held, EntryKind.RESERVE, amount, actor, reserved=amount)


def commit(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> Reservation:
    """Bind reserved money to a signed contract."""
    row, held = _held(source, project_key)
    if amount > held.reserved:
        raise _too_much(_("项目在“%(source)s”的预留") % {"source": row}, amount, held.reserved, "funds_reserved")
    return _move(row, held, EntryKind.COMMIT, amount, actor, reserved=-amount, committed=amount)


def spend(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> Reservation:
    """Pay committed money out."""
    row, held = _held(source, project_key)
    if amount > held.committed:
        raise _too_much(_("项目在“%(source)s”的签约余额") % {"source": row}, amount, held.committed, "funds_committed")
    return _move(row, held, EntryKind.SPEND, amount, actor, committed=-amount, spent=amount)


def reverse(source: FundSource | int, project_key: int, amount: Decimal, *, actor: Actor) -> Reservation:
    """Take a payment back: what was spent is committed again. Both entries stay."""
    row, held = _held(source, project_key)
    if amount > held.spent:
        raise _too_much(_("项目在“%(source)s”的已付资金") % {"source": row}, amount, held.spent, "funds_spent")
    return _move(row, held, EntryKind.REVERSE, amount, actor, committed=amount, spent=-amount)


def release(
    source: FundSource | int, project_key: int, *, actor: Actor, amount: Decimal | None = None, committed: bool = False
) -> Reservation:
    """Give reserved (or, at a contract's end, committed) money back; all that is left when no amount is named."""
    row, held = _held(source, project_key)
    column = "committed" if committed else "reserved"
    left: Decimal = getattr(held, column)
    given = left if amount is None else amount
    if given > left:
        raise _too_much(_("项目在“%(source)s”的余额") % {"source": row}, given, left, "funds_left")
    return _move(row, held, EntryKind.RELEASE, given, actor, **{column: -given}) if given else held


def commit_for(project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Bind a project's reserved money to its contract, from its sources in the order in which they were reserved."""
    _each(project_key, amount, "reserved", lambda key, part: commit(key, project_key, part, actor=actor))


def spend_for(project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Pay a project's committed money out, from its sources in the order in which they were reserved."""
    _each(project_key, amount, "committed", lambda key, part: spend(key, project_key, part, actor=actor))


def reverse_for(project_key: int, amount: Decimal, *, actor: Actor) -> None:
    """Take a project's payment back, to its sources in the order in which they were reserved."""
    _each(project_key, amount, "spent", lambda key, part: reverse(key, project_key, part, actor=actor))


def release_for(project_key: int, *, actor: Actor, committed: bool = False) -> None:
    """Give back what a project still holds: what is reserved, or with `committed` what its contract did not use."""
    for held in of_project(project_key):
        release(held.source_id, project_key, actor=actor, committed=committed)


def of_project(project_key: int) -> list[Reservation]:
    """What a project holds, by source, in the order of the sources' keys."""
    return list(Reservation.objects.filter(project_key=project_key).select_related("source").order_by("source_id"))


def balance(project_key: int) -> Balance:
    """What a project holds over all its sources: reserved, committed, spent."""
    sums = Reservation.objects.filter(project_key=project_key).aggregate(
        reserved=Sum("reserved", default=ZERO),
        committed=Sum("committed", default=ZERO),
        spent=Sum("spent", default=ZERO),
    )
    return {name: Decimal(value) for name, value in sums.items()}


def _each(project_key: int, amount: Decimal, column: str, move: Callable[[int, Decimal], object]) -> None:
    keys = [held.source_id for held in of_project(project_key)]
    list(FundSource.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    left = amount
    for held in sorted(of_project(project_key), key=lambda r: r.pk):
        part = min(left, getattr(held, column))
        if part > 0:
            move(held.source_id, part)
            left -= part
    if left:
        what = {"reserved": _("项目预留的资金"), "committed": _("项目签约未付的资金"), "spent": _("项目已付的资金")}[
            column
        ]
        raise _too_much(what, amount, amount - left, f"funds_{column}")


def _locked(source: FundSource | int) -> FundSource:
    key = source if isinstance(source, int) else source.pk
    return FundSource.objects.select_for_update(no_key=True).get(pk=key)


def _held(source: FundSource | int, project_key: int) -> tuple[FundSource, Reservation]:
    row = _locked(source)
    held = Reservation.objects.filter(source=row, project_key=project_key).first()
    if held is None:
        raise Refusal(
            _("项目没有在“%(source)s”中预留资金。") % {"source": row},
            remedy=_("请先在项目立项时预留资金。"),
            clauses=[book.clause_words("budget.first")],
            code="funds_not_reserved",
        )
    return row, held


def _move(
    row: FundSource, held: Reservation, kind: str, amount: Decimal, actor: Actor, **changes: Decimal
) -> Reservation:
    """Change both balances and note the movement; the source's row is locked."""
    if amount <= 0:
        raise Refusal(_("金额应大于 0 元。"), remedy=_("请填写大于 0 元的金额。"), code="amount_not_positive")
    for column, change in changes.items():
        setattr(row, column, getattr(row, column) + change)
        setattr(held, column, getattr(held, column) + change)
    row.save(update_fields=list(changes))
    held.save(update_fields=list(changes))
    note(row, kind, amount, actor, held)
    return held


def note(
    row: FundSource, kind: str, amount: Decimal, actor: Actor, held: Reservation | None = None, words: str = ""
) -> None:
    """Add an entry; the source's row is locked and changed already."""
    Entry.objects.create(
        source=row,
        reservation=held,
        kind=kind,
        amount=amount,
        available=row.available,
        note=words[:200],
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
    )


def _too_much(what: str, asked: Decimal, left: Decimal, code: str) -> Refusal:
    return Refusal(
        _("%(what)s %(left)s 元，少于需要的 %(asked)s 元。")
        % {"what": what, "left": f"{left:,.2f}", "asked": f"{asked:,.2f}"},
        remedy=_("请减少金额，或另选资金来源、先调整资金总额。"),
        clauses=[book.clause_words("budget.first")],
        code=code,
    )
