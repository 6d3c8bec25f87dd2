"""The pages of one milestone, one payment and one service record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from linli.flow.s4_delivery import evidence
from linli.flow.s4_delivery.actions import milestones, paying, records, requests
from linli.flow.s4_delivery.models import Milestone, Payment, ServiceRecord
from linli.flow.s4_delivery.web import papers, tables
from linli.flow.s4_delivery.web.verb_page import Deed, buttons, way
from linli.flow.thread.web import approvals
from linli.kernel.money import capital
from linli.ui import formats, parts
from linli.ui.due import fact as due_fact
from linli.ui.web.access import ActorRequest, needs, require

MILESTONE_DEEDS = (
    Deed(milestones.accept, "delivery:accept"),
    Deed(milestones.send_back, "delivery:return_report"),
    Deed(milestones.report, "delivery:report"),
    Deed(requests.request, "delivery:request"),
)
PAYMENT_DEEDS = (
    Deed(requests.check, "delivery:check"),
    Deed(requests.send_back, "delivery:return_payment"),
    Deed(requests.resubmit, "delivery:resubmit"),
    Deed(paying.pay, "delivery:pay"),
    Deed(paying.reverse, "delivery:reverse", "danger"),
)


@needs("delivery.delivery:list")
def milestone(request: ActorRequest, pk: int) -> HttpResponse:
    """What was promised, reported and accepted at one milestone."""
    found = get_object_or_404(Milestone.objects.select_related("project"), pk=pk)
    require(request.actor, "delivery.delivery:view", found)
    reports = list(found.reports.prefetch_related("values"))
    for report in reports:
        report.files = evidence.of(report)  # type: ignore[attr-defined]
    left = found.amount - found.claimed_amount
    context = {
        "head": {
            "title": found.title,
            "sub": [found.project.title],
            "actions": [a for a in buttons(request.actor, found, *MILESTONE_DEEDS) if left or "request" not in a.url],
        },
        "crumbs": way(found.project, "delivery", parts.Crumb(found.title)),
        "milestone": found,
        "facts": milestone_facts(found),
        "reports": reports,
    }
    return render(request, "delivery/milestone.html", context)


def milestone_facts(found: Milestone) -> list[parts.Fact]:
    return [
        parts.Fact(_("状态"), status=tables.milestone_status(found)),
        parts.Fact(_("应完成日期"), formats.day_full(found.due_on)),
        parts.Fact(_("比例"), f"{found.percent.normalize():f}%"),
        parts.Fact(_("本期金额"), formats.yuan_unit(found.amount)),
        parts.Fact(_("已申请"), formats.yuan_unit(found.claimed_amount)),
        parts.Fact(_("已支付"), formats.yuan_unit(found.paid_amount)),
    ]


@needs("delivery.delivery:list")
def payment(request: ActorRequest, pk: int) -> HttpResponse:
    """One payment: the request, the approval chain with the form of whose turn it is, and what was paid."""
    rows = Payment.objects.select_related("project", "milestone", "provider", "reverses", "paid_by", "checked_by")
    found = get_object_or_404(rows, pk=pk)
    require(request.actor, "delivery.delivery:view", found)
    context = {
        "head": {
            "title": _("支付 %(number)s") % {"number": found.number},
            "sub": [found.project.title, found.milestone.title],
            "actions": buttons(request.actor, found, *PAYMENT_DEEDS),
        },
        "crumbs": way(found.project, "payments", parts.Crumb(found.number)),
        "payment": found,
        "facts": payment_facts(found),
        "files": evidence.of(found),
        "papers": papers.of_payment(found),
        "approval_panel": approvals.panel(found, request.actor),
    }
    return render(request, "delivery/payment.html", context)


def payment_facts(payment: Payment) -> list[parts.Fact]:
    made = [
        parts.Fact(_("状态"), status=tables.payment_status(payment)),
        parts.Fact(_("收款单位"), str(payment.provider)),
        parts.Fact(_("金额"), formats.yuan_unit(payment.amount), strong=True),
        parts.Fact(_("大写"), capital(abs(payment.amount))),
        parts.Fact(_("发票号码"), payment.invoice_number),
        parts.Fact(_("发票金额"), formats.yuan_unit(payment.invoice_amount)),
        parts.Fact(_("开票日期"), formats.day_full(payment.invoice_on)),
        parts.Fact(_("申请时间"), formats.moment(payment.requested_at)),
        due_fact(_("支付期限"), payment.due_at),
    ]
    if payment.checked_by:
        made.append(parts.Fact(_("核对人"), str(payment.checked_by)))
    if payment.paid_at:
        made += [
            parts.Fact(_("支付时间"), formats.moment(payment.paid_at)),
            parts.Fact(_("支付人"), str(payment.paid_by)),
            parts.Fact(_("支付凭证号"), payment.voucher),
        ]
    if payment.opinion:
        made.append(parts.Fact(_("意见"), payment.opinion))
    return made


@needs("delivery.delivery:list")
def record(request: ActorRequest, pk: int) -> HttpResponse:
    """One service record, with what it corrects or what corrected it."""
    found = get_object_or_404(ServiceRecord.objects.select_related("project", "supersedes"), pk=pk)
    require(request.actor, "delivery.delivery:view", found)
    context = {
        "head": {
            "title": found.activity,
            "sub": [found.project.title],
            "actions": buttons(request.actor, found, Deed(records.correct, "delivery:correct_record")),
        },
        "crumbs": way(found.project, "delivery", parts.Crumb(found.activity)),
        "record": found,
        "newer": ServiceRecord.objects.filter(supersedes=found).first(),
        "facts": record_facts(found),
        "files": evidence.of(found),
    }
    return render(request, "delivery/record.html", context)


def record_facts(found: ServiceRecord) -> list[parts.Fact]:
    made = [
        parts.Fact(_("状态"), status=tables.record_status(found)),
        parts.Fact(_("服务日期"), formats.day_full(found.served_on)),
        parts.Fact(_("服务地点"), found.place),
        parts.Fact(_("时长"), f"{found.minutes:,}", _("分钟")),
        parts.Fact(_("服务人次"), f"{found.participants:,}", _("人次")),
        parts.Fact(_("服务人员"), found.staff),
    ]
    return [*made, parts.Fact(_("备注"), found.note)] if found.note else made
