"""What state the records of the implementation are in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    PREPARING = "preparing", _("待报工作计划")
    RUNNING = "running", _("实施中")
    FINISHED = "finished", _("已完工")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("未开始")
    REPORTED = "reported", _("待验收")
    RETURNED = "returned", _("退回补正")
    ACCEPTED = "accepted", _("已验收")


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", _("待验收")
    RETURNED = "returned", _("退回补正")
    ACCEPTED = "accepted", _("已验收")


class RecordState(models.TextChoices):
    VALID = "valid", _("有效")
    SUPERSEDED = "superseded", _("已更正")


class PaymentState(models.TextChoices):
    REQUESTED = "requested", _("待核对")
    RETURNED = "returned", _("退回补正")
    IN_APPROVAL = "in_approval", _("审批中")
    APPROVED = "approved", _("待支付")
    PAID = "paid", _("已支付")
    REVERSED = "reversed", _("已冲销")
    REFUSED = "refused", _("不通过")


MILESTONE_FAMILY: dict[str, str] = {
    MilestoneState.PLANNED: "none",
    MilestoneState.REPORTED: "active",
    MilestoneState.RETURNED: "attention",
    MilestoneState.ACCEPTED: "done",
}
PAYMENT_FAMILY: dict[str, str] = {
    PaymentState.REQUESTED: "active",
    PaymentState.RETURNED: "attention",
    PaymentState.IN_APPROVAL: "active",
    PaymentState.APPROVED: "waiting",
    PaymentState.PAID: "done",
    PaymentState.REVERSED: "none",
    PaymentState.REFUSED: "danger",
}
DELIVERY_FAMILY: dict[str, str] = {
    DeliveryState.PREPARING: "none",
    DeliveryState.RUNNING: "active",
    DeliveryState.FINISHED: "done",
}
RECORD_FAMILY: dict[str, str] = {RecordState.VALID: "done", RecordState.SUPERSEDED: "none"}
