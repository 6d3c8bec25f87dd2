"""What was set aside for a place out of others' money: quotas and earmarks that only it may use, and what became of them."""

from django.db.models import Q, QuerySet

from linli.foundations.funds.models import Account, Earmark
from linli.foundations.funds.queries.groups import TOWN_DIGITS, Row, by_stage
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel.actor import Actor

LOCAL = (OrganisationKind.TOWN, OrganisationKind.COMMUNITY)


def quotas(actor: Actor, year: int) -> list[tuple[Earmark, Row]]:
    """The year's earmarks for a town and its communities, or for a community and the town around it, with what is free,
    held and paid of each; none for other offices, which see the sources themselves. Two statements."""
    if actor.organisation_kind not in LOCAL or not actor.place_code:
        return []
    earmarks = _bound_to(actor.place_code).filter(source__year=year).select_related("source", "place")
    rows = by_stage(Account.objects.filter(earmark__in=earmarks), "earmark_id")
    return [(one, rows[str(one.pk)]) for one in earmarks.order_by("place__code", "pk") if str(one.pk) in rows]


def _bound_to(code: str) -> "QuerySet[Earmark]":
    return Earmark.objects.filter(Q(place__code__startswith=code) | Q(place__code=code[:TOWN_DIGITS]))
