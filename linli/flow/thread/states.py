"""Where a purchase project stands: one state at a time, each belonging to one of the six steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.IntegerChoices):
    NEEDS = 1, _("需求摸排")
    GOALS = 2, _("目标确立")
    TENDER = 3, _("公开招标")
    DELIVERY = 4, _("组织实施")
    EVALUATION = 5, _("监测评估")
    FOLLOW_UP = 6, _("服务跟踪")


class State(models.TextChoices):
    ADOPTED = "adopted", _("需求已确认")
    DESIGNING = "designing", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("已立项")
    INTENTION = "intention", _("意向公开")
    TENDER_DRAFT = "tender_draft", _("编制招标文件")
    TENDERING = "tendering", _("招标中")
    REVIEWING = "reviewing", _("评审中")
    CONFIRMING = "confirming", _("待确认结果")
    PUBLICITY = "publicity", _("结果公示")
    CONTRACTING = "contracting", _("待签合同")
    FAILED = "failed", _("已废标")
    DELIVERING = "delivering", _("实施中")
    DELIVERED = "delivered", _("待评估")
    EVALUATING = "evaluating", _("评估中")
    RECTIFYING = "rectifying", _("整改中")
    FOLLOWING = "following", _("跟踪中")
    CLOSED = "closed", _("已办结")
    STOPPED = "stopped", _("已终止")


STEP_OF: dict[str, Step] = {
    State.ADOPTED: Step.NEEDS,
    State.DESIGNING: Step.GOALS,
    State.IN_APPROVAL: Step.GOALS,
    State.RETURNED: Step.GOALS,
    State.APPROVED: Step.GOALS,
    State.INTENTION: Step.GOALS,
    State.TENDER_DRAFT: Step.TENDER,
    State.TENDERING: Step.TENDER,
    State.REVIEWING: Step.TENDER,
    State.CONFIRMING: Step.TENDER,
    State.PUBLICITY: Step.TENDER,
    State.CONTRACTING: Step.TENDER,
    State.FAILED: Step.TENDER,
    State.DELIVERING: Step.DELIVERY,
    State.DELIVERED: Step.EVALUATION,
    State.EVALUATING: Step.EVALUATION,
    State.RECTIFYING: Step.EVALUATION,
    State.FOLLOWING: Step.FOLLOW_UP,
    State.CLOSED: Step.FOLLOW_UP,
}
"""STOPPED has no step of its own: a stopped project stays where it was."""

ENDED = (State.CLOSED, State.STOPPED)

FAMILY: dict[str, str] = {
    State.ADOPTED: "active",
    State.DESIGNING: "none",
    State.IN_APPROVAL: "active",
    State.RETURNED: "attention",
    State.APPROVED: "active",
    State.INTENTION: "waiting",
    State.TENDER_DRAFT: "none",
    State.TENDERING: "waiting",
    State.REVIEWING: "active",
    State.CONFIRMING: "active",
    State.PUBLICITY: "waiting",
    State.CONTRACTING: "active",
    State.FAILED: "none",
    State.DELIVERING: "active",
    State.DELIVERED: "active",
    State.EVALUATING: "active",
    State.RECTIFYING: "attention",
    State.FOLLOWING: "active",
    State.CLOSED: "done",
    State.STOPPED: "none",
}
"""The badge family of each state (none, active, waiting, attention, danger, done), see the interface design."""
