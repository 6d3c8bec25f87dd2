"""Who may be drawn onto a panel, and who may sit there for the purchaser."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.flow.s3_tenders import law
from linli.flow.s3_tenders.models import Bid, Tender, Tie
from linli.foundations.parties.models import Membership, Person
from linli.foundations.parties.roles import Role
from linli.kernel import clock, hooks
from linli.kernel.errors import Refusal


def eligible(tender: Tender) -> dict[int, Membership]:
    """Experts by person, without those who have a tie to a bidder or to the purchaser.

    财库〔2016〕198号 16: employed there within the recusal years, or a tie that was declared and has not ended before them.
    """
    today = clock.today()
    since = _years_before(today, law.number("panel.recusal_years"))
    parties = [*Bid.objects.filter(tender=tender).values_list("organisation_id", flat=True), tender.purchaser_id]
    recent = Q(until__isnull=True) | Q(until__gte=since)
    employed = Membership.objects.filter(recent, organisation_id__in=parties).values("person_id")
    tied = Tie.objects.filter(recent, organisation_id__in=parties).values("person_id")
    experts = (
        Membership.objects.current(today)
        .filter(role=Role.EXPERT, person__is_active=True)
        .exclude(person_id__in=employed)
        .exclude(person_id__in=tied)
        .select_related("organisation", "person")
        .order_by("person_id", "id")
    )
    return {membership.person_id: membership for membership in experts}


@hooks.on("experts.tie")
def declared_tie(*, person_id: int, organisations: Sequence[int], since: date) -> str:
    """The organisation, of these, to which the expert has declared a tie that has not ended before the recusal years; empty
    without one. Of what nature the tie is stays with him. The room of designs, which stands below, asks
    by the hook's name."""
    recent = Q(until__isnull=True) | Q(until__gte=since)
    found = Tie.objects.filter(recent, person_id=person_id, organisation_id__in=organisations)
    tie = found.select_related("organisation").order_by("pk").first()
    return str(tie.organisation) if tie is not None else ""


def representatives_of(tender: Tender, people: Sequence[Person]) -> list[Membership]:
    """The purchaser's representatives as its own members; anybody else is refused."""
    found = []
    for person in people:
        membership = Membership.objects.current().filter(person=person, organisation_id=tender.purchaser_id).first()
        if membership is None:
            raise Refusal(
                _("%(name)s不是采购人的工作人员，不能作为采购人代表。") % {"name": person.name},
                remedy=_("请选择本单位人员。"),
                field="representatives",
            )
        found.append(membership)
    return found


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
