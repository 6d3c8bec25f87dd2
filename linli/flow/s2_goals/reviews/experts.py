"""Which experts may be asked for an opinion: none who works for the purchaser or for whoever may bid, nor has a tie to them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import clock, hooks, workdays
from linli.kernel.errors import Refusal

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design


def experts() -> QuerySet[Membership]:
    """Everybody who is an expert today."""
    found = Membership.objects.current().filter(role=Role.EXPERT, person__is_active=True)
    return found.select_related("person", "organisation").order_by("organisation__name", "person__name", "pk")


def partners(design: "Design") -> list[Organisation]:
    """Who may be expected to bid: whoever served this purchaser with the same kind of service, and whose task it is."""
    served = Project.objects.filter(purchaser_id=design.project.purchaser_id, provider__isnull=False)
    same = served.filter(catalogue_code=design.catalogue_code) if design.catalogue_code else served.none()
    near = Q(pk__in=same.values("provider_id")) | Q(pk=design.task_from_id or 0)
    return list(Organisation.objects.filter(near).order_by("pk"))


def conflict(design: "Design", membership: Membership, near: Sequence[Organisation]) -> str:
    """Why this expert may not be asked, in words; empty when he may. Employment counts for the recusal years."""
    purchaser = design.project.purchaser
    since = _recusal_from(clock.today())
    worked = set(
        Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person_id=membership.person_id)
        .exclude(pk=membership.pk)
        .values_list("organisation_id", flat=True)
    ) | {membership.organisation_id}
    if purchaser.pk in worked:
        return _("在采购人“%(name)s”任职，或离职未满规定年限") % {"name": purchaser}
    for one in near:
        if one.pk in worked:
            return _("在可能参加采购的“%(name)s”任职，或离职未满规定年限") % {"name": one}
    told = hooks.call(
        "experts.tie",
        person_id=membership.person_id,
        organisations=[purchaser.pk, *(one.pk for one in near)],
        since=since,
    )
    return next((_("已申报与“%(tie)s”有利害关系") % {"tie": tie} for tie in told if tie), "")


def choose(design: "Design", person_id: int) -> Membership:
    """The expert's membership, if he may be asked. Raises Refusal with the clause; who it is and why stands in the remedy,
    for the journal keeps the message for good."""
    membership = experts().filter(person_id=person_id).first()
    if membership is None:
        raise Refusal(_("这位人员现在不是专家。"), remedy=_("请从专家名单中选择。"), field="people")
    found = conflict(design, membership, partners(design))
    if found:
        raise Refusal(
            _("所选专家须回避，不能邀请论证。"),
            remedy=_("%(name)s%(why)s，请另选专家。") % {"name": membership.person.name, "why": found},
            field="people",
            clauses=[book.clause_words("panel.recusal_years")],
        )
    return membership


def _recusal_from(day: date) -> date:
    return workdays.add_months(day, -12 * int(book.value("panel.recusal_years")))
