"""Where an admission, a community's opinion and a report stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdmissionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    CONSULTING = "consulting", _("征求社区意见")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("待列入清单")
    IN_FORCE = "in_force", _("准入有效")
    EXPIRED = "expired", _("已到期")
    REVOKED = "revoked", _("已撤销")
    REFUSED = "refused", _("不予准入")
    WITHDRAWN = "withdrawn", _("已撤回")


class OpinionState(models.TextChoices):
    ASKED = "asked", _("待反馈")
    GIVEN = "given", _("已反馈")
    MISSED = "missed", _("逾期未反馈")


class Stance(models.TextChoices):
    AGREE = "agree", _("同意")
    CONDITIONAL = "conditional", _("有条件同意")
    OBJECT = "object", _("不同意")


class ReportState(models.TextChoices):
    FILED = "filed", _("待部门答复")
    ANSWERED = "answered", _("待认定")
    DECIDED = "decided", _("已认定")
    CLOSED = "closed", _("已办结")


class Answer(models.TextChoices):
    """What the department says to a report."""

    WITHDRAW = "withdraw", _("收回任务")
    APPLY = "apply", _("补办准入")
    SHOW = "show", _("已有准入")


class Outcome(models.TextChoices):
    """What the bureau finds."""

    UNADMITTED = "unadmitted", _("未经准入，应当收回或补办")
    ADMITTED = "admitted", _("已经准入，按准入事项承担")
    OTHER = "other", _("不属于准入事项")


OPEN = {str(AdmissionState.DRAFT), str(AdmissionState.RETURNED)}
LISTED = (AdmissionState.IN_FORCE, AdmissionState.EXPIRED, AdmissionState.REVOKED)
"""What stands on the public list, past ones marked as such."""

FAMILY: dict[str, str] = {
    "draft": "none",
    "consulting": "waiting",
    "in_approval": "active",
    "returned": "attention",
    "approved": "waiting",
    "in_force": "done",
    "expired": "none",
    "revoked": "danger",
    "refused": "danger",
    "withdrawn": "none",
    "asked": "waiting",
    "given": "done",
    "missed": "attention",
    "filed": "attention",
    "answered": "active",
    "decided": "waiting",
    "closed": "done",
}
"""The badge family of each state, see the interface design."""
