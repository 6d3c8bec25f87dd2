"""Opening accounts. An account is opened once and then found again by its code."""

from collections.abc import Iterable
from typing import Any

from linli.foundations.funds.models import Account, Earmark, FundSource, Pool, Reservation, Stage
from linli.foundations.funds.models.account import ROOTS, WITHOUT_FLOOR
from linli.foundations.places.models import Place

HELD = (Stage.RESERVED, Stage.COMMITTED, Stage.SPENT)
NAMES: dict[str, str] = {
    Stage.INCOME: "Income",
    Stage.CARRIED_IN: "CarriedIn",
    Stage.AVAILABLE: "Available",
    Stage.TRANSIT: "Transit",
    Stage.RESERVED: "Reserved",
    Stage.COMMITTED: "Committed",
    Stage.SPENT: "Spent",
    Stage.RETURNED: "Returned",
    Stage.CARRIED_OUT: "CarriedOut",
}


def account(source: FundSource, stage: str, *, pool: Pool | None = None, earmark: Earmark | None = None) -> Account:
    """The source's account at a stage, free or of a pool or earmark; opened if it is not there."""
    made = _new(source, stage, pool, earmark)
    return (
        Account.objects.filter(code=made.code).first()
        or Account.objects.get_or_create(code=made.code, defaults=_columns(made))[0]
    )


def free(source: FundSource) -> Account:
    """The account of what anybody in the source's place may still use."""
    return account(source, Stage.AVAILABLE)


def holding(
    origin: Account, project_key: int, *, title: str = "", path: str = "", purpose: str = "", place: Place | None = None
) -> Reservation:
    """The project's holding out of an account of available money, with its three accounts; opened if it is not there."""
    found = Reservation.objects.filter(origin=origin, project_key=project_key).first()
    if found is not None:
        return found
    opened = {stage: _opened(origin, stage, project_key, purpose, place) for stage in HELD}
    made, _new_one = Reservation.objects.get_or_create(
        origin=origin,
        project_key=project_key,
        defaults={
            "source_id": origin.source_id,
            "title": title[:120],
            "path": path,
            "reserved_account": opened[Stage.RESERVED],
            "committed_account": opened[Stage.COMMITTED],
            "spent_account": opened[Stage.SPENT],
        },
    )
    return Reservation.objects.get(pk=made.pk)


def _opened(origin: Account, stage: str, project_key: int, purpose: str, place: Place | None) -> Account:
    made = _new(origin.source, stage, origin.pool, origin.earmark, project_key)
    made.purpose, made.place = purpose or made.purpose, place or made.place
    return Account.objects.get_or_create(code=made.code, defaults=_columns(made))[0]


def _new(
    source: FundSource, stage: str, pool: Pool | None, earmark: Earmark | None, project_key: int | None = None
) -> Account:
    return Account(
        code=code_of(source.pk, stage, pool.pk if pool else None, earmark.pk if earmark else None, project_key),
        root=ROOTS[stage],
        stage=stage,
        source=source,
        owner_id=source.owner_id,
        year=source.year,
        pool=pool,
        earmark=earmark,
        project_key=project_key,
        purpose=earmark.purpose if earmark else "",
        place_id=(earmark.place_id if earmark else None) or (pool.place_id if pool else source.place_id),
        floor=None if stage in WITHOUT_FLOOR else 0,  # type: ignore[misc]
    )


def code_of(source: int, stage: str, pool: int | None, earmark: int | None, project_key: int | None) -> str:
    """Such as Assets:F12:L3:E5:P7:Reserved: source, pool, earmark, project, stage. Every part begins with a capital."""
    parts: Iterable[str] = (
        ROOTS[stage],
        f"F{source}",
        f"L{pool}" if pool else "",
        f"E{earmark}" if earmark else "",
        f"P{project_key}" if project_key is not None else "",
        NAMES[stage],
    )
    return ":".join(part for part in parts if part)


def _columns(made: Account) -> dict[str, Any]:
    return {
        field.attname: getattr(made, field.attname)
        for field in Account._meta.concrete_fields
        if field.name not in ("id", "code", "balance", "sequence")
    }
