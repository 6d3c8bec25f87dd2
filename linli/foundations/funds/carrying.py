"""Moving what is left of a source into the next year: earmarks and projects go with the money."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.funds import accounts, posting
from linli.foundations.funds.models import Account, Earmark, FundSource, FundYear, PostingKind, Reservation, Stage
from linli.kernel import clock
from linli.kernel.actions import record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

LEFT = (Stage.AVAILABLE, Stage.TRANSIT, Stage.RESERVED, Stage.COMMITTED)
"""What has still to be spent: nothing of it may be in a year that is closed."""
ZERO = Decimal(0)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def is_over(year: int) -> bool:
    """The year's last day has come: what is left is carried over or taken back."""
    return clock.today() >= last_day(year)


def carry(source: FundSource, actor: Actor) -> FundSource:
    """Carry everything that is left into the source's successor, in one posting of the year's last day."""
    posting.hold(source.accounts.filter(stage__in=LEFT).values_list("pk", flat=True))
    left = list(source.accounts.filter(stage__in=LEFT, balance__gt=0).select_related("earmark", "source", "place"))
    if not left:
        raise Refusal(_("“%(source)s”没有可以结转的资金。") % {"source": source}, remedy=_("不需要办理结转。"))
    into = successor(source)
    holdings = {
        key: held for held in _holdings(source) for key in (held.reserved_account_id, held.committed_account_id)
    }
    legs: dict[int, Decimal] = {}
    for one in left:
        held = holdings.get(one.pk)
        target = _target(into, one.earmark).pk if held is None else _held_target(into, held, one)
        legs[one.pk] = -one.balance
        legs[target] = legs.get(target, ZERO) + one.balance
    total = sum((one.balance for one in left), ZERO)
    legs[accounts.account(source, Stage.CARRIED_OUT).pk] = total
    legs[accounts.account(into, Stage.CARRIED_IN).pk] = -total
    posting.post(
        PostingKind.CARRY, legs, actor=actor, subject=source, note=into.name, effective_on=last_day(source.year)
    )
    record(amount=f"{total:.2f}", into=into.name)
    return into


def successor(source: FundSource) -> FundSource:
    """The source that what is left of this one is carried into; entered if it is not there."""
    found = FundSource.objects.filter(carried_from=source).first()
    if found is not None:
        return found
    return FundSource.objects.create(
        name=_("%(name)s·%(year)s结转") % {"name": source.name[:66], "year": source.year},
        kind=source.kind,
        year=source.year + 1,
        place_id=source.place_id,
        owner_id=source.owner_id,
        document_number=source.document_number,
        donor=source.donor,
        donor_withheld=source.donor_withheld,
        carried_from=source,
    )


def heir(held: Reservation) -> Reservation | None:
    """The same project's holding in the year into which a closed year's source was carried; None without one."""
    into = FundSource.objects.filter(carried_from=held.source_id).first()
    if into is None:
        return None
    origin = _target(into, held.origin.earmark)
    made = accounts.holding(origin, held.project_key, title=held.title, path=held.path)
    return heir(made) if is_closed(into.year) else made


def is_closed(year: int) -> bool:
    return FundYear.objects.filter(year=year, closed_at__isnull=False).exists()


def _holdings(source: FundSource) -> list[Reservation]:
    return list(Reservation.objects.filter(source=source).select_related("origin__earmark"))


def _target(into: FundSource, earmark: Earmark | None) -> Account:
    """The account of available money that carries the same earmark there. A pool is of one year: its money leaves it."""
    kept = None
    if earmark is not None:
        kept, _made = Earmark.objects.get_or_create(
            source=into,
            purpose=earmark.purpose,
            place=earmark.place,
            defaults={"kind": earmark.kind, "title": earmark.title},
        )
    return accounts.account(into, Stage.AVAILABLE, earmark=kept)


def _held_target(into: FundSource, held: Reservation, account: Account) -> int:
    origin = _target(into, held.origin.earmark)
    made = accounts.holding(
        origin, held.project_key, title=held.title, path=held.path, purpose=account.purpose, place=account.place
    )
    return made.reserved_account_id if account.stage == Stage.RESERVED else made.committed_account_id
