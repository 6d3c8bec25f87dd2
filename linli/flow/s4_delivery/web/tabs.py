"""The project's tabs 实施记录 and 资金支付."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s4_delivery.actions import work
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment, ServiceRecord
from linli.flow.s4_delivery.web import tables
from linli.flow.s4_delivery.web.records import MILESTONE_DEEDS
from linli.flow.s4_delivery.web.verb_page import Deed, buttons
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel.actor import Actor
from linli.kernel.money import share
from linli.ui import formats, parts

ZERO = Decimal(0)
RECENT = 8
"""How many service records the tab shows; the list has them all."""


def delivery(project: Project, actor: Actor) -> dict[str, Any]:
    """Work plan, milestones, service records. Whoever is no party sees milestones and totals only."""
    running = Delivery.objects.filter(project=project).select_related("provider").first()
    if running is None:
        return {"delivery": None}
    inside = actor.may("delivery.delivery:view", running)
    valid = ServiceRecord.objects.filter(project=project)
    totals = valid.valid().totals()
    actions = buttons(actor, running, Deed(work.plan, "delivery:plan"), Deed(work.finish, "delivery:finish"))
    if project.state == State.DELIVERING and actor.may("delivery.record:add", project):
        actions.insert(0, parts.Action(_("登记服务记录"), reverse("delivery:add_record", args=[project.pk]), "plus"))
    return {
        "delivery": running,
        "inside": inside,
        "actions": actions,
        "figures": figures(project, running, totals),
        "milestones": tables.MilestoneTable(tables.dressed(list(project.milestones.all()))),
        "records": tables.ProjectRecordTable(tables.dressed(list(valid[:RECENT])), orderable=False) if inside else None,
        "records_count": totals["records"],
        "has_records": bool(totals["records"]),
    }


def figures(project: Project, running: Delivery, totals: dict[str, int]) -> list[parts.Figure]:
    accepted = sum(m.state == "accepted" for m in project.milestones.all())
    goal = project.beneficiaries
    return [
        parts.Figure(_("已验收节点"), f"{accepted} / {project.milestones.count()}", "", running.get_state_display()),
        parts.Figure(
            _("服务记录"),
            f"{totals['records']:,}",
            _("条"),
            _("合计 %(hours)s 小时") % {"hours": f"{totals['minutes'] // 60:,}"},
        ),
        parts.Figure(
            _("服务人次"),
            f"{totals['participants']:,}",
            _("人次"),
            _("服务对象目标 %(n)s 人") % {"n": f"{goal:,}"} if goal else "",
        ),
        parts.Figure(
            _("投入人员"),
            f"{running.staff_count or 0:,}",
            _("人"),
            _("按工作计划") if running.plan else _("尚未报送工作计划"),
        ),
    ]


def payments(project: Project, actor: Actor) -> dict[str, Any]:
    """The bar and the instalments for everybody who sees the project; requests and invoices for the parties."""
    rows = list(project.milestones.all())
    if not rows:
        return {"instalments": None}
    inside = actor.may("delivery.delivery:view", rows[0])
    made = Payment.objects.filter(project=project).select_related("milestone", "provider", "project")
    return {
        "instalments": tables.InstalmentTable(tables.dressed(rows)),
        "inside": inside,
        "actions": [
            action
            for m in rows
            if m.claimed_amount < m.amount
            for action in buttons(actor, m, *MILESTONE_DEEDS)
            if action.url.endswith("/request/")
        ][:1],
        "payments": tables.ProjectPaymentTable(tables.dressed(list(made)), orderable=False) if inside else None,
        "has_payments": inside and bool(made),
        "money": money_of(rows),
    }


def money(project: Project) -> dict[str, Any] | None:
    """The money panel of the project page; None before there are instalments."""
    rows = list(project.milestones.all())
    return money_of(rows) if rows else None


def money_of(rows: list[Milestone]) -> dict[str, Any]:
    """The bar (paid, claimed, whole; yuan) and a row for each instalment that is not wholly paid, with its share."""
    total = sum((m.amount for m in rows), ZERO)
    claimed = sum((m.claimed_amount for m in rows), ZERO)
    paid = sum((m.paid_amount for m in rows), ZERO)
    slices = [parts.Slice(_("已支付"), formats.wan(paid), f"{share(paid, total)}%")]
    slices += [
        parts.Slice(_slice_label(m), formats.wan(m.amount - m.paid_amount), f"{m.percent.normalize():f}%")
        for m in rows
        if m.paid_amount < m.amount
    ]
    return {
        "unit": _("万元"),
        "paid": paid,
        "planned": claimed,
        "total": total,
        "label": _("已支付 %(paid)s，占合同 %(share)s%%")
        % {"paid": formats.wan_unit(paid), "share": share(paid, total)},
        "rows": [*slices, parts.Slice(_("合计"), formats.wan(total), total=True)],
    }


def _slice_label(milestone: Milestone) -> str:
    words = {"title": milestone.title}
    return _("%(title)s待支付") % words if milestone.claimed_amount > milestone.paid_amount else milestone.title


def count_records(project: Project) -> int:
    return ServiceRecord.objects.valid().filter(project=project).count()


def count_payments(project: Project) -> int:
    return Payment.objects.filter(project=project).count()
