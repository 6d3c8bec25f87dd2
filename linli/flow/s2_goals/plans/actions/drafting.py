"""Beginning a plan, giving a draft up, and beginning the next edition of a published one."""

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.plans.states import OPEN, UNDER_WAY, PlanState
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

SHORTEST = 5
COPIED = [f.attname for f in PlanRow._meta.concrete_fields if f.attname not in ("id", "plan_id")]


@action("goals.plan:draft", gettext_lazy("编制年度购买计划"), tells=gettext_lazy("%(year)s 年度"))
def draft(*, actor: Actor, year: int, note: str = "") -> PurchasePlan:
    """Begin the actor's own organisation's plan of this year or the next."""
    assert actor.organisation_id is not None
    now = clock.today().year
    if year not in (now, now + 1):
        raise Refusal(
            _("不能编制 %(year)s 年度的计划。") % {"year": year},
            remedy=_("请选择 %(now)s 或 %(next)s 年度。") % {"now": now, "next": now + 1},
            field="year",
        )
    _none_other(actor.organisation_id, year)
    edition = _next(actor.organisation_id, year)
    made = PurchasePlan.objects.create(
        organisation_id=actor.organisation_id,
        year=year,
        edition=edition,
        note=note.strip(),
        reason=_("前一版未通过或已撤销") if edition > 1 else "",
    )
    _ask(made)
    record(year=str(year))
    return made


def _none_other(office: int, year: int) -> None:
    other = PurchasePlan.objects.filter(organisation_id=office, year=year, state__in=[*UNDER_WAY, "published"]).first()
    if other is not None:
        remedy = _("请调整已公开的计划。") if other.state == PlanState.PUBLISHED else _("请继续办理那一份。")
        words = {"year": year, "state": other.get_state_display()}
        raise Refusal(_("%(year)s 年度已有计划（%(state)s）。") % words, remedy=remedy, field="year")


def _next(office: int, year: int) -> int:
    found = PurchasePlan.objects.filter(organisation_id=office, year=year).aggregate(last=Max("edition"))["last"]
    return (found or 0) + 1


def _ask(plan: PurchasePlan) -> None:
    inbox.open_task(
        plan,
        "goals.plan:submit",
        title=_("提交%(plan)s") % {"plan": plan},
        organisation_id=plan.organisation_id,
        role="clerk",
    )


@action(
    "goals.plan:revise",
    gettext_lazy("调整计划"),
    short=pgettext_lazy("待办", "调整"),
    subject=PurchasePlan,
    moves=({str(PlanState.PUBLISHED)}, None),
    tells=gettext_lazy("理由：%(reason)s"),
    public=True,
)
def revise(plan: PurchasePlan, *, actor: Actor, reason: str) -> PurchasePlan:
    """Begin the next edition with the rows of this one, for a public reason. This one stays in force until then."""
    if len(reason.strip()) < SHORTEST:
        raise Refusal(_("没有写明调整理由。"), remedy=_("请写明理由，至少 5 个字；理由公开。"), field="reason")
    under_way = PurchasePlan.objects.filter(organisation=plan.organisation, year=plan.year, state__in=UNDER_WAY).first()
    if under_way is not None:
        words = {"edition": under_way.edition, "state": under_way.get_state_display()}
        raise Refusal(_("第 %(edition)s 版正在办理（%(state)s）。") % words, remedy=_("请先办结，或撤销那一版。"))
    made = PurchasePlan.objects.create(
        organisation=plan.organisation,
        year=plan.year,
        edition=_next(plan.organisation_id, plan.year),
        note=plan.note,
        reason=reason.strip(),
    )
    rows = [PlanRow(plan=made, **{name: getattr(row, name) for name in COPIED}) for row in plan.rows.all()]
    PlanRow.objects.bulk_create(rows)
    _ask(made)
    record(reason=made.reason, edition=made.edition)
    return made


@action("goals.plan:drop", gettext_lazy("撤销计划草稿"), subject=PurchasePlan, moves=(OPEN, PlanState.DROPPED))
def drop(plan: PurchasePlan, *, actor: Actor) -> PurchasePlan:
    """Give a draft up; its number of edition is not used again."""
    inbox.cancel(plan)
    return plan
