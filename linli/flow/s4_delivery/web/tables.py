"""Tables of the implementation, in lists and on the project's tabs."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.models import Milestone, Payment, ServiceRecord
from linli.flow.s4_delivery.states import (
    MILESTONE_FAMILY,
    PAYMENT_FAMILY,
    RECORD_FAMILY,
    MilestoneState,
    PaymentState,
    RecordState,
)
from linli.kernel import workdays
from linli.ui import formats, tables
from linli.ui.due import due_of
from linli.ui.status import Status

ICONS = {MilestoneState.RETURNED: "arrow-back-up", PaymentState.RETURNED: "arrow-back-up", PaymentState.REVERSED: "ban"}


def milestone_status(milestone: Milestone) -> Status:
    """The badge of a milestone: overdue when its day has passed and its report is owed."""
    owed = milestone.state in (MilestoneState.PLANNED, MilestoneState.RETURNED)
    if owed and due_of(workdays.due_end(milestone.due_on)).tone == "overdue":
        return Status("danger", _("已逾期"))
    icon = ICONS.get(MilestoneState(milestone.state), "")
    return Status(MILESTONE_FAMILY[milestone.state], milestone.get_state_display(), icon)


def payment_status(payment: Payment) -> Status:
    if payment.reverses_id is not None:
        return Status("none", _("冲销"), "ban")
    icon = ICONS.get(PaymentState(payment.state), "")
    return Status(PAYMENT_FAMILY[payment.state], payment.get_state_display(), icon)


def record_status(record: ServiceRecord) -> Status:
    icon = "" if record.state == RecordState.VALID else "arrow-back-up"
    return Status(RECORD_FAMILY[record.state], record.get_state_display(), icon)


class MilestoneTable(tables.Table):
    title = tables.TitleColumn(_("节点"), note="conditions", orderable=False)
    due_on = tables.DayColumn(_("应完成"), orderable=False, tone="due_tone")
    status = tables.StatusColumn(_("状态"), orderable=False)
    percent = tables.TextColumn(_("比例"), accessor="percent_text", orderable=False)
    amount = tables.MoneyColumn(_("本期金额（元）"), exact=True, orderable=False)

    caption = _("里程碑")


class InstalmentTable(tables.Table):
    title = tables.TitleColumn(_("节点"), note="percent_text", orderable=False)
    status = tables.StatusColumn(_("验收"), orderable=False)
    amount = tables.MoneyColumn(_("本期金额（元）"), exact=True, orderable=False)
    claimed_amount = tables.MoneyColumn(_("已申请（元）"), exact=True, orderable=False, card="pair")
    paid_amount = tables.MoneyColumn(_("已支付（元）"), exact=True, orderable=False, card="pair")

    caption = _("各期款项")


class PaymentTable(tables.Table):
    number = tables.TitleColumn(_("支付编号"), note="milestone_title", note_name=_("节点"))
    project = tables.TextColumn(
        _("项目"), accessor="project__title", note="provider__name", note_name=_("收款单位"), orderable=False
    )
    status = tables.StatusColumn(_("状态"), order_by="state")
    amount = tables.MoneyColumn(_("金额（元）"), exact=True, total=True)
    invoice_number = tables.TextColumn(_("发票号码"), note="invoice_day")
    due_at = tables.DayColumn(_("支付期限"), tone="due_tone", note="paid_day", note_name=_("支付情况"))

    caption = _("支付申请")


class ProjectPaymentTable(PaymentTable):
    class Meta(PaymentTable.Meta):
        exclude = ("project",)


class RecordTable(tables.Table):
    activity = tables.TitleColumn(_("服务内容"), note="place", note_name=_("地点"))
    project = tables.TextColumn(_("项目"), accessor="project__title", orderable=False)
    served_on = tables.DayColumn(_("日期"))
    participants = tables.TextColumn(_("服务人次"))
    minutes = tables.TextColumn(_("时长（分钟）"))
    staff = tables.TextColumn(_("服务人员"), orderable=False)
    status = tables.StatusColumn(_("状态"), orderable=False)

    caption = _("服务记录")


class ProjectRecordTable(RecordTable):
    class Meta(RecordTable.Meta):
        exclude = ("project",)


class DeliveryTable(tables.Table):
    title = tables.TitleColumn(
        _("项目"),
        accessor="project__title",
        note="project__number",
        note_name=_("项目编号"),
        order_by="project__number",
    )
    provider = tables.TextColumn(
        _("承接主体"), note="project__purchaser__name", note_name=_("采购人"), order_by="provider__pinyin"
    )
    status = tables.StatusColumn(_("状态"), order_by="state")
    service_to = tables.DayColumn(_("服务期至"), note="milestone_note", note_name=_("里程碑"))
    records = tables.TextColumn(_("服务记录"), note="people_note", orderable=False)
    amount = tables.MoneyColumn(_("合同金额（万元）"), total=True)
    paid = tables.MoneyColumn(
        _("已支付（万元）"), accessor="project__paid_amount", total=True, order_by="project__paid_amount", card="pair"
    )

    caption = _("实施中的项目")


def dressed(rows: list[Any]) -> list[Any]:
    """Give milestones, payments and records what their rows show."""
    for row in rows:
        if isinstance(row, Milestone):
            row.status = milestone_status(row)  # type: ignore[attr-defined]
            row.percent_text = f"{row.percent.normalize():f}%"  # type: ignore[attr-defined]
            row.due_tone = "overdue" if row.status.family == "danger" else ""  # type: ignore[attr-defined]
        if isinstance(row, Payment):
            row.status = payment_status(row)  # type: ignore[attr-defined]
            row.milestone_title = row.milestone.title  # type: ignore[attr-defined]
            row.invoice_day = formats.day_full(row.invoice_on)  # type: ignore[attr-defined]
            paid = {"day": formats.day(row.paid_at)}
            row.paid_day = gettext("%(day)s 支付") % paid if row.paid_at else ""  # type: ignore[attr-defined]
            open_now = row.state not in (PaymentState.PAID, PaymentState.REVERSED, PaymentState.REFUSED)
            row.due_tone = due_of(row.due_at).tone if open_now else ""  # type: ignore[attr-defined]
        if isinstance(row, ServiceRecord):
            row.status = record_status(row)  # type: ignore[attr-defined]
    return rows
