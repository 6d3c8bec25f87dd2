"""Submitting a plan, what its chain decides, and publishing it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.actions.submission import refusal_of
from linli.flow.s2_goals.plans import checks
from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.flow.s2_goals.plans.states import OPEN, PlanState
from linli.foundations.parties import offices
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusals

CHAIN = "purchase_plan"
WAITING = {str(PlanState.IN_APPROVAL)}
WORDS = gettext_lazy("%(office)s：%(opinion)s")


@action(
    "goals.plan:submit",
    gettext_lazy("提交计划"),
    short=pgettext_lazy("待办", "提交"),
    subject=PurchasePlan,
    moves=(OPEN, PlanState.IN_APPROVAL),
    tells=gettext_lazy("%(rows)s 个项目，合计 %(total)s 元，送%(first)s"),
)
def submit(plan: PurchasePlan, *, actor: Actor) -> PurchasePlan:
    """Check every row and start the chain."""
    stops = [one for one in checks.of_plan(plan) if one.level == "stop"]
    if stops:
        refusal = refusal_of(stops)
        raise Refusals(_("计划有 %(count)d 处需要修改，未能提交") % {"count": len(stops)}, each=refusal.each)
    total = plan.total
    chain = offices.of_chain(checks.CHAIN, plan.organisation, total)
    words = {"plan": plan, "total": f"{total:,.2f}"}
    approvals.start(plan, CHAIN, chain, title=_("%(plan)s（%(total)s 元）") % words, actor=actor)
    plan.submitted_at = clock.now()
    record(rows=plan.rows.count(), total=total, first=chain[0].title)
    return plan


@action("goals.plan:approve", gettext_lazy("批准计划"), subject=PurchasePlan, moves=(WAITING, PlanState.APPROVED))
def approve(plan: PurchasePlan, *, actor: Actor) -> PurchasePlan:
    """Every office agreed: the purchaser's clerk publishes it."""
    inbox.open_task(
        plan,
        "goals.plan:publish",
        title=_("公开%(plan)s") % {"plan": plan},
        context=_("审批已通过"),
        organisation_id=plan.organisation_id,
        role="clerk",
        clause=book.citation(checks.CHAIN),
    )
    return plan


@action(
    "goals.plan:return",
    gettext_lazy("退回计划"),
    subject=PurchasePlan,
    moves=(WAITING, PlanState.RETURNED),
    tells=WORDS,
)
def send_back(plan: PurchasePlan, *, actor: Actor, office: str = "", opinion: str = "") -> PurchasePlan:
    """An office returned it: the purchaser's clerk corrects and submits again."""
    title, office_id = _("补正%(plan)s") % {"plan": plan}, plan.organisation_id
    approvals.ask_again(plan, "goals.plan:submit", title, organisation_id=office_id, office=office, opinion=opinion)
    return plan


@action(
    "goals.plan:refuse",
    gettext_lazy("不同意计划"),
    subject=PurchasePlan,
    moves=(WAITING, PlanState.REFUSED),
    tells=WORDS,
)
def refuse(plan: PurchasePlan, *, actor: Actor, office: str = "", opinion: str = "") -> PurchasePlan:
    """An office refused it for good: another edition may be begun."""
    record(office=office, opinion=opinion)
    return plan


@action(
    "goals.plan:publish",
    gettext_lazy("公开年度购买计划"),
    short=pgettext_lazy("待办", "公开"),
    subject=PurchasePlan,
    moves=({str(PlanState.APPROVED)}, PlanState.PUBLISHED),
    tells=gettext_lazy("%(rows)s 个项目，合计 %(total)s 元"),
    public=True,
)
def publish(plan: PurchasePlan, *, actor: Actor) -> PurchasePlan:
    """From now on in force and public; the edition before it is replaced. What came of its rows is taken over."""
    in_force = PurchasePlan.objects.published().filter(organisation=plan.organisation, year=plan.year)
    before = in_force.select_for_update().first()
    if before is not None:
        for key, project in before.rows.exclude(project=None).values_list("key", "project_id"):
            plan.rows.filter(key=key).update(project_id=project)
        PurchasePlan.objects.filter(pk=before.pk).update(state=PlanState.REPLACED)
    plan.published_at = clock.now()
    record(rows=plan.rows.count(), total=plan.total)
    return plan


approvals.when_ended(CHAIN, approved=approve, returned=send_back, refused=refuse)
