"""The page of one plan: its rows, what is still wrong with them, its chain; and plan against actual once it is public."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s2_goals.plans import actions, actual, checks
from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.flow.s2_goals.plans.states import FAMILY, PUBLIC
from linli.flow.s2_goals.web import pages
from linli.flow.thread.badges import badge_of
from linli.foundations.parties import offices
from linli.kernel import hooks
from linli.kernel.errors import Refusal
from linli.ui import excel, formats
from linli.ui.parts import Action, Crumb, Fact, Figure, Tab
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.verb_page import may_now


def way(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("年度购买计划"), reverse("goals:plans")), *more]


def seen(request: ActorRequest, pk: int) -> PurchasePlan:
    """The plan, if the actor may see it."""
    found = PurchasePlan.objects.visible_to(request.actor).select_related("organisation__place")
    return get_object_or_404(found, pk=pk)


@needs("goals.plan:list")
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """The plan; `?tab=actual` compares it with what became of it; `?export=xlsx` gives either as a table."""
    plan = seen(request, pk)
    compared = plan.state in PUBLIC and request.GET.get("tab") == "actual"
    found = actual.compare(plan)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(found), str(plan))
    panels = hooks.call("approvals.panel", plan, request.actor)
    context = {
        "crumbs": way(Crumb(str(plan))),
        "head": {"title": str(plan), "sub": _sub(plan), "actions": _buttons(request, plan)},
        "plan": plan,
        "facts": _facts(plan),
        "figures": _figures(plan, found),
        "found": found,
        "rows": [(one, _project_badge(one.project)) for one in found.rows],
        "compared": compared,
        "tabs": [Tab(_("计划项目"), "?", not compared, len(found.rows)), Tab(_("计划与实际"), "?tab=actual", compared)]
        if plan.state in PUBLIC
        else [],
        "checks": pages.checks(checks.of_plan(plan)) if plan.is_editable else [],
        "may_edit": may_now(actions.put_row, request.actor, plan),
        "may_link": may_now(actions.link, request.actor, plan),
        "buttons": _presses(request, plan),
        "chain": _chain(plan) if plan.is_editable else "",
        "approval_panel": next((one for one in panels if one), None),
        "editions": PurchasePlan.objects.visible_to(request.actor)
        .filter(organisation=plan.organisation, year=plan.year)
        .exclude(pk=plan.pk)
        .order_by("-edition"),
    }
    return render(request, "plans/plan.html", context)


def _chain(plan: PurchasePlan) -> str:
    """The offices that will decide, in order; nothing while one is missing, which submitting refuses in words."""
    try:
        return "、".join(str(one.title) for one in offices.of_chain(checks.CHAIN, plan.organisation, plan.total))
    except Refusal:
        return ""


def _sub(plan: PurchasePlan) -> list[str]:
    edition = _("第 %(edition)d 版") % {"edition": plan.edition}
    return [str(plan.organisation), edition, str(plan.get_state_display())]


def _facts(plan: PurchasePlan) -> list[Fact]:
    made = [
        Fact(_("状态"), status=Status(FAMILY[plan.state], plan.get_state_display())),
        Fact(_("购买主体"), str(plan.organisation)),
        Fact(_("提交时间"), formats.day_full(plan.submitted_at) if plan.submitted_at else ""),
        Fact(_("公开时间"), formats.day_full(plan.published_at) if plan.published_at else ""),
        Fact(_("编制说明"), plan.note),
    ]
    return [*made, Fact(_("调整理由"), plan.reason)] if plan.reason else made


def _figures(plan: PurchasePlan, found: actual.Comparison) -> list[Figure]:
    made = [
        Figure(_("计划项目"), str(len(found.rows)), _("个")),
        Figure(_("计划金额"), formats.wan(found.planned), _("万元")),
    ]
    if plan.state not in PUBLIC:
        return made
    outside = _("计划外 %(n)d 个") % {"n": len(found.outside)} if found.outside else ""
    return [
        *made,
        Figure(_("已立项"), str(len(found.projects)), _("个"), outside),
        Figure(
            _("合同金额"),
            formats.wan(found.contracted),
            _("万元"),
            _("已支付 %(paid)s") % {"paid": formats.wan_unit(found.paid)},
        ),
    ]


def _project_badge(project: Any) -> Status | None:
    return badge_of(project) if project is not None else None


def _buttons(request: ActorRequest, plan: PurchasePlan) -> list[Action]:
    made = [Action(_("导出 Excel"), "?export=xlsx", "file-spreadsheet")]
    for verb, label, name, icon in (
        (actions.describe, _("修改说明"), "plan_describe", "pencil"),
        (actions.take_needs, _("从需求清单列入"), "plan_needs", "list-search"),
        (actions.take_lines, _("从预算项目列入"), "plan_lines", "list-details"),
        (actions.put_row, _("增加项目"), "plan_row_new", "plus"),
        (actions.revise, _("调整计划"), "plan_revise", "edit"),
    ):
        if may_now(verb, request.actor, plan):
            made.append(Action(label, reverse(f"goals:{name}", args=[plan.pk]), icon))
    return made


def _presses(request: ActorRequest, plan: PurchasePlan) -> list[tuple[str, str, str]]:
    """Buttons that need no form: (address, label, variant)."""
    offered = (
        (actions.submit, _("提交计划"), "plan_submit", "primary"),
        (actions.publish, _("公开年度购买计划"), "plan_publish", "primary"),
        (actions.drop, _("撤销草稿"), "plan_drop", "danger"),
    )
    return [
        (reverse(f"goals:{name}", args=[plan.pk]), label, variant)
        for verb, label, name, variant in offered
        if may_now(verb, request.actor, plan)
    ]


def _sheet(found: actual.Comparison) -> list[list[Any]]:
    heads = [
        _("序号"), _("项目名称"), _("实施区域"), _("对应需求"), _("目录编号"), _("目录名称"), _("服务对象（人）"), _("计划金额（元）"),
        _("预算项目"), _("采购方式"), _("计划实施"), _("备注"), _("项目编号"), _("项目预算（元）"), _("合同金额（元）"), _("已支付（元）"),
    ]  # fmt: skip
    made: list[list[Any]] = [heads]
    for one in found.rows:
        row, project = one.row, one.project
        actuals = (
            [project.number, project.budget, project.contract_amount, project.paid_amount] if project else [""] * 4
        )
        made.append(
            [row.key, row.title, str(row.place), str(row.need or ""), row.catalogue_code, row.catalogue_name, row.beneficiaries,
             row.amount, row.line_title, row.get_method_display() if row.method else "",
             row.get_quarter_display() if row.quarter else "", row.note, *actuals]
        )  # fmt: skip
    return made
