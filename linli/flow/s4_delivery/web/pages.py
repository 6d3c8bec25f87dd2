"""The form pages of the implementation: one verb each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery import rules
from linli.flow.s4_delivery.actions import milestones, paying, records, requests, work
from linli.flow.s4_delivery.indicators import of_project
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment, ServiceRecord
from linli.flow.s4_delivery.web import forms
from linli.flow.s4_delivery.web.verb_page import VerbPage
from linli.flow.thread.models import Project
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.due import fact as due_fact
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import act


def milestone_facts(milestone: Milestone) -> list[parts.Fact]:
    """What a form about an instalment has beside it."""
    left = rules.room_left(milestone.amount, milestone.claimed_amount)
    return [
        parts.Fact(_("节点"), milestone.title),
        parts.Fact(_("应完成日期"), formats.day_full(milestone.due_on)),
        parts.Fact(_("本期金额"), formats.yuan_unit(milestone.amount)),
        parts.Fact(_("还可申请"), formats.yuan_unit(left)),
        parts.Fact(_("付款条件"), milestone.conditions),
    ]


def _of_instalment(form: Any, amount: Decimal) -> Any:
    """The form of a request, its amounts held against the instalment's."""
    for name in ("amount", "invoice_amount"):
        form.hold_against(name, amount)
    return form


class Plan(VerbPage):
    model, verb, form_class = Delivery, work.plan, forms.PlanForm
    done = gettext_lazy("工作计划已报送")

    def initial(self, record: Delivery) -> dict[str, Any]:
        return {"text": record.plan, "staff_count": record.staff_count}

    def facts(self, record: Delivery) -> list[parts.Fact]:
        return [
            parts.Fact(_("服务期"), formats.day_range(record.service_from, record.service_to)),
            parts.Fact(_("合同金额"), formats.yuan_unit(record.amount)),
        ]


class Finish(VerbPage):
    model, verb, form_class = Delivery, work.finish, forms.FinishForm
    done = gettext_lazy("已申报完工，等待评估")

    def facts(self, record: Delivery) -> list[parts.Fact]:
        totals = ServiceRecord.objects.filter(project_id=record.project_id).valid().totals()
        return [
            parts.Fact(_("服务记录"), f"{totals['records']:,}", _("条")),
            parts.Fact(_("服务人次"), f"{totals['participants']:,}", _("人次")),
            parts.Fact(_("服务期至"), formats.day_full(record.service_to)),
        ]


class MilestonePage(VerbPage):
    model = Milestone

    def title(self, record: Milestone) -> str:
        return _("%(verb)s：%(title)s") % {"verb": self.verb.label, "title": record.title}

    def facts(self, record: Milestone) -> list[parts.Fact]:
        return milestone_facts(record)


class Report(MilestonePage):
    verb, form_class, done = milestones.report, forms.ReportForm, gettext_lazy("进展报告已提交验收")

    def arguments(self, record: Milestone) -> dict[str, Any]:
        return {"indicators": of_project(record.project)}

    def do(self, record: Milestone, data: Mapping[str, Any]) -> Any:
        form = self.bound
        files = [data["file"]] if data["file"] else []
        return act(self.request, self.verb, record, text=data["text"], values=form.values(), evidence=files)

    def form(self, record: Any, *data: Any) -> forms.ReportForm:
        self.bound: forms.ReportForm = super().form(record, *data)  # type: ignore[assignment]
        return self.bound


class Accept(MilestonePage):
    verb, form_class, done = milestones.accept, forms.AcceptForm, gettext_lazy("验收结果已公开")


class ReturnReport(MilestonePage):
    verb, form_class, done = milestones.send_back, forms.ReasonForm, gettext_lazy("进展报告已退回")


class AddRecord(VerbPage):
    """A new record: the page is about the project."""

    model, verb, form_class, done = Project, records.add, forms.RecordForm, gettext_lazy("服务记录已登记")

    def project(self, record: Project) -> Project:
        return record

    def back(self, record: Project) -> str:
        return record.delivery.get_absolute_url()

    def form(self, record: Any, *data: Any) -> Any:
        return self.form_class(*data, initial={"served_on": clock.today()})

    def do(self, record: Project, data: Mapping[str, Any]) -> Any:
        fields = self.given(record, data)
        upload = fields.pop("file", None)
        return act(self.request, self.verb, project=record, evidence=[upload] if upload else [], **fields)

    def then(self, answer: ServiceRecord) -> str:
        return answer.project.delivery.get_absolute_url()


class CorrectRecord(VerbPage):
    model, verb, form_class = ServiceRecord, records.correct, forms.CorrectForm
    done = gettext_lazy("服务记录已更正")

    def initial(self, record: ServiceRecord) -> dict[str, Any]:
        names = ("served_on", "activity", "place", "minutes", "participants", "staff")
        return {name: getattr(record, name) for name in names}


class PaymentPage(VerbPage):
    model, tab = Payment, "payments"

    def title(self, record: Payment) -> str:
        return _("%(verb)s：%(title)s") % {"verb": self.verb.label, "title": record.number}

    def facts(self, record: Payment) -> list[parts.Fact]:
        return [
            parts.Fact(_("节点"), record.milestone.title),
            parts.Fact(_("申请金额"), formats.yuan_unit(record.amount)),
            parts.Fact(_("发票号码"), record.invoice_number),
            parts.Fact(_("收款单位"), str(record.provider)),
            due_fact(_("支付期限"), record.due_at),
        ]

    def clauses(self, record: Payment) -> list[parts.Clause]:
        found = chip(book.citation("payment.pay_days"))
        return [found] if found else []


class Request(MilestonePage):
    verb, form_class, tab = requests.request, forms.RequestForm, "payments"
    done = gettext_lazy("支付申请已提交")

    def get(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        """Nothing is left to request: back to the milestone."""
        record = self.record()
        if record.claimed_amount >= record.amount:
            messages.info(request, _("本期金额已全部申请。"))
            return redirect(self.back(record))
        return super().get(request, **keys)

    def form(self, record: Milestone, *data: Any) -> Any:
        return _of_instalment(super().form(record, *data), record.amount)

    def initial(self, record: Milestone) -> dict[str, Any]:
        return {"amount": rules.room_left(record.amount, record.claimed_amount), "invoice_on": clock.today()}


class Resubmit(PaymentPage):
    verb, form_class, done = requests.resubmit, forms.RequestForm, gettext_lazy("支付申请已补正")

    def form(self, record: Payment, *data: Any) -> Any:
        return _of_instalment(super().form(record, *data), record.milestone.amount)

    def initial(self, record: Payment) -> dict[str, Any]:
        return {name: getattr(record, name) for name in ("amount", "invoice_number", "invoice_amount", "invoice_on")}


class Check(PaymentPage):
    verb, form_class, done = requests.check, forms.CheckForm, gettext_lazy("已核对，送审批")


class ReturnPayment(PaymentPage):
    verb, form_class, done = requests.send_back, forms.ReasonForm, gettext_lazy("支付申请已退回")


class Pay(PaymentPage):
    verb, form_class, done = paying.pay, forms.PayForm, gettext_lazy("支付已登记")


class Reverse(PaymentPage):
    verb, form_class, done = paying.reverse, forms.ReverseForm, gettext_lazy("支付已冲销")
