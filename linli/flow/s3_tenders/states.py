"""Where a tender, a bid, a seat on the panel, a question, a challenge and a contract stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TenderState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("待开标")
    OPENED = "opened", _("已开标")
    REVIEWING = "reviewing", _("评审中")
    RANKED = "ranked", _("待确认结果")
    CONFIRMED = "confirmed", _("待公告结果")
    ANNOUNCED = "announced", _("公示中")
    AWARDED = "awarded", _("已定标")
    FAILED = "failed", _("已废标")
    CANCELLED = "cancelled", _("已终止")


class BidState(models.TextChoices):
    SUBMITTED = "submitted", _("已递交")
    WITHDRAWN = "withdrawn", _("已撤回")
    VALID = "valid", _("有效")
    INVALID = "invalid", _("无效")


class SeatState(models.TextChoices):
    DRAWN = "drawn", _("待回复")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已回避")


class SeatKind(models.TextChoices):
    EXPERT = "expert", _("评审专家")
    REPRESENTATIVE = "representative", _("采购人代表")


class QuestionState(models.TextChoices):
    ASKED = "asked", _("待答复")
    ANSWERED = "answered", _("已答复")


class ChallengeState(models.TextChoices):
    FILED = "filed", _("待答复")
    ANSWERED = "answered", _("已答复")


class ChallengeSubject(models.TextChoices):
    DOCUMENT = "document", _("采购文件")
    PROCESS = "process", _("采购过程")
    RESULT = "result", _("中标结果")


class ContractState(models.TextChoices):
    DRAFT = "draft", _("待采购人签订")
    OFFERED = "offered", _("待承接主体签订")
    SIGNED = "signed", _("待公告")
    PUBLISHED = "published", _("已公告")


ENDED = (TenderState.FAILED, TenderState.CANCELLED)
"""A tender in one of these makes room for the next attempt."""

AFTER_OPENING = (
    TenderState.OPENED,
    TenderState.REVIEWING,
    TenderState.RANKED,
    TenderState.CONFIRMED,
    TenderState.ANNOUNCED,
    TenderState.AWARDED,
)

FAMILY: dict[str, str] = {
    TenderState.DRAFT: "none",
    TenderState.PUBLISHED: "waiting",
    TenderState.OPENED: "active",
    TenderState.REVIEWING: "active",
    TenderState.RANKED: "active",
    TenderState.CONFIRMED: "active",
    TenderState.ANNOUNCED: "waiting",
    TenderState.AWARDED: "done",
    TenderState.FAILED: "none",
    TenderState.CANCELLED: "none",
}
"""The badge family of a tender's state, see the interface design."""
