"""Where a design stands, and the words of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DesignState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("已立项")
    PUBLISHED = "published", _("意向公开")
    REFUSED = "refused", _("不通过")
    STOPPED = "stopped", _("已终止")


EDITABLE = (DesignState.DRAFT, DesignState.RETURNED)
OPEN = {str(state) for state in EDITABLE}

FAMILY: dict[str, str] = {
    DesignState.DRAFT: "none",
    DesignState.IN_APPROVAL: "active",
    DesignState.RETURNED: "attention",
    DesignState.APPROVED: "done",
    DesignState.PUBLISHED: "waiting",
    DesignState.REFUSED: "danger",
    DesignState.STOPPED: "none",
}
"""The badge family of each state, see the interface design."""


class Category(models.TextChoices):
    """Cost categories (科目). The first two are staff cost (人员经费), held against the wage guide."""

    WAGES = "wages", _("专业社工工资")
    INSURANCE = "insurance", _("社会保险和公积金")
    SUPERVISION = "supervision", _("督导和评估")
    MATERIALS = "materials", _("活动物料")
    VOLUNTEERS = "volunteers", _("志愿者补贴")
    TRAVEL = "travel", _("交通差旅")
    TRAINING = "training", _("培训")
    VENUE = "venue", _("场地使用")
    MANAGEMENT = "management", _("管理费")
    TAX = "tax", _("税费")
    OTHER = "other", _("其他")


STAFF_COST = (Category.WAGES, Category.INSURANCE)


class Direction(models.TextChoices):
    INCREASE = "increase", _("越高越好")
    DECREASE = "decrease", _("越低越好")


class IndicatorLevel(models.TextChoices):
    OUTPUT = "output", _("产出")
    OUTCOME = "outcome", _("成效")
