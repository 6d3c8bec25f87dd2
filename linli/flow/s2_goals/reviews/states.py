"""The words of a review: where an opinion stands, how criteria are marked, how points are taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionState(models.TextChoices):
    ASKED = "asked", _("待论证")
    DECLINED = "declined", _("已谢绝")
    CANCELLED = "cancelled", _("已取消")
    GIVEN = "given", _("已提交")
    ANSWERED = "answered", _("已回应")


HANDED_IN = (OpinionState.GIVEN, OpinionState.ANSWERED)
COUNTING = (OpinionState.ASKED, *HANDED_IN)
"""States in which the expert has not dropped out: he is not asked a second time."""

OPINION_FAMILY: dict[str, str] = {
    OpinionState.ASKED: "active",
    OpinionState.DECLINED: "none",
    OpinionState.CANCELLED: "none",
    OpinionState.GIVEN: "waiting",
    OpinionState.ANSWERED: "done",
}


class Criterion(models.TextChoices):
    NEED = "need", _("必要性")
    FEASIBILITY = "feasibility", _("可行性")
    TARGETS = "targets", _("目标与指标")
    BUDGET = "budget", _("预算合理性")
    RISK = "risk", _("风险")


class Grade(models.TextChoices):
    GOOD = "good", _("符合")
    FAIR = "fair", _("基本符合")
    POOR = "poor", _("不符合")


class Conclusion(models.TextChoices):
    FEASIBLE = "feasible", _("可行")
    AMENDED = "amended", _("修改后可行")
    NOT_FEASIBLE = "not_feasible", _("不可行")


CONCLUSION_FAMILY: dict[str, str] = {
    Conclusion.FEASIBLE: "done",
    Conclusion.AMENDED: "attention",
    Conclusion.NOT_FEASIBLE: "danger",
}


class Taken(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    NOT = "not", _("不采纳")


class NoticeState(models.TextChoices):
    """Where an application to shorten the intention's days stands."""

    IN_APPROVAL = "in_approval", _("审批中")
    APPROVED = "approved", _("已批准")
    RETURNED = "returned", _("退回")
    REFUSED = "refused", _("不同意")


class EditionKind(models.TextChoices):
    FIRST = "first", _("首次公开")
    CORRECTION = "correction", _("更正")
    AGAIN = "again", _("撤回后重新公开")
