"""Where a plan stands, in words and badges."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("待公开")
    PUBLISHED = "published", _("已公开")
    REPLACED = "replaced", _("已调整")
    REFUSED = "refused", _("不通过")
    DROPPED = "dropped", _("已撤销")


OPEN = {str(PlanState.DRAFT), str(PlanState.RETURNED)}
"""A plan that its purchaser may still write."""
UNDER_WAY = (PlanState.DRAFT, PlanState.IN_APPROVAL, PlanState.RETURNED, PlanState.APPROVED)
"""Of these a purchaser has at most one a year."""
PUBLIC = (PlanState.PUBLISHED, PlanState.REPLACED)

FAMILY: dict[str, str] = {
    PlanState.DRAFT: "none",
    PlanState.IN_APPROVAL: "active",
    PlanState.RETURNED: "attention",
    PlanState.APPROVED: "waiting",
    PlanState.PUBLISHED: "done",
    PlanState.REPLACED: "none",
    PlanState.REFUSED: "danger",
    PlanState.DROPPED: "none",
}
"""The badge family of each state, see the interface design."""


class Quarter(models.IntegerChoices):
    FIRST = 1, _("一季度")
    SECOND = 2, _("二季度")
    THIRD = 3, _("三季度")
    FOURTH = 4, _("四季度")
