"""What state an evaluation, its instruments and its rectification orders are in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstrumentKind(models.TextChoices):
    ONSITE = "onsite", _("项目实地监测")
    EXPERT = "expert", _("专家评审评估")
    SATISFACTION = "satisfaction", _("满意度测评")
    ACCOUNTS = "accounts", _("资金账目专项检查")


class EvaluationState(models.TextChoices):
    SCORING = "scoring", _("评估中")
    FAILING = "failing", _("待下达整改")
    RECTIFYING = "rectifying", _("整改中")
    GRADED = "graded", _("待公布")
    PUBLISHED = "published", _("已公布")


class InstrumentState(models.TextChoices):
    WAITING = "waiting", _("待填报")
    RECORDED = "recorded", _("已填报")
    SUPERSEDED = "superseded", _("已复评")


class RectificationState(models.TextChoices):
    ORDERED = "ordered", _("整改中")
    REPORTED = "reported", _("待复核")
    RETURNED = "returned", _("退回补正")
    ACCEPTED = "accepted", _("已整改")


EVALUATION_FAMILY: dict[str, str] = {
    EvaluationState.SCORING: "active",
    EvaluationState.FAILING: "attention",
    EvaluationState.RECTIFYING: "attention",
    EvaluationState.GRADED: "waiting",
    EvaluationState.PUBLISHED: "done",
}
INSTRUMENT_FAMILY: dict[str, str] = {
    InstrumentState.WAITING: "none",
    InstrumentState.RECORDED: "done",
    InstrumentState.SUPERSEDED: "none",
}
RECTIFICATION_FAMILY: dict[str, str] = {
    RectificationState.ORDERED: "attention",
    RectificationState.REPORTED: "active",
    RectificationState.RETURNED: "attention",
    RectificationState.ACCEPTED: "done",
}
