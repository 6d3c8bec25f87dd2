"""Where a voice and a need stand, what they are about, and on what road a voice came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VoiceState(models.TextChoices):
    RECEIVED = "received", _("待答复")
    ANSWERED = "answered", _("已答复")
    MERGED = "merged", _("已合并")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class NeedState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    LISTED = "listed", _("已列入清单")
    ADOPTED = "adopted", _("已立项办理")
    MET = "met", _("已满足")
    DROPPED = "dropped", _("已撤销")


class AdoptionState(models.TextChoices):
    """Where a need stands with one of its projects."""

    STANDING = "standing", _("办理中")
    DONE = "done", _("已办结")
    RELEASED = "released", _("已退回")


class Channel(models.TextChoices):
    PAGE = "page", _("公众网页")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("入户走访")
    MEETING = "meeting", _("居民会议")
    HOTLINE = "hotline", _("热线转办")


class Satisfaction(models.IntegerChoices):
    """How well the answer helped, as the resident says under his tracking code."""

    VERY_GOOD = 5, _("很满意")
    GOOD = 4, _("满意")
    FAIR = 3, _("一般")
    POOR = 2, _("不满意")
    VERY_POOR = 1, _("很不满意")


class Urged(models.IntegerChoices):
    """Who has been told that an answer is due or late; each level is told once."""

    NOBODY = 0, _("未督办")
    LEADER = 1, _("已提醒分管领导")
    TOWN = 2, _("已报镇街督办")
    BUREAU = 3, _("已报区民政局督办")


class Topic(models.TextChoices):
    """What a voice or a need is about; the first three and the last but one are the zone's public-welfare lines."""

    ELDERLY = "elderly", _("养老服务")
    CHILDREN = "children", _("未保服务")
    RELIEF = "relief", _("助困治理")
    DISABLED = "disabled", _("助残服务")
    HEALTH = "health", _("健康服务")
    CULTURE = "culture", _("文体活动")
    ENVIRONMENT = "environment", _("环境秩序")
    GOVERNANCE = "governance", _("协商自治")
    MIXED = "mixed", _("专业综合")
    OTHER = "other", _("其他")


VOICE_FAMILY: dict[str, str] = {
    VoiceState.RECEIVED: "active",
    VoiceState.ANSWERED: "done",
    VoiceState.MERGED: "none",
    VoiceState.CLOSED: "done",
    VoiceState.WITHDRAWN: "none",
}
NEED_FAMILY: dict[str, str] = {
    NeedState.DRAFT: "none",
    NeedState.LISTED: "waiting",
    NeedState.ADOPTED: "active",
    NeedState.MET: "done",
    NeedState.DROPPED: "none",
}
"""The badge family of each state, see the interface design."""


class Source(models.TextChoices):
    """What a suggestion was made from."""

    VOICES = "voices", _("居民诉求和开放题")
    ANSWERS = "answers", _("调查问卷")
    STATISTICS = "statistics", _("统计数据")
    DELIBERATION = "deliberation", _("议事记录")


FOUND_BY_RUN = (Source.VOICES, Source.ANSWERS, Source.STATISTICS)
"""What a run looks through; deliberations are recorded one by one."""


class SuggestionState(models.TextChoices):
    PROPOSED = "proposed", _("待确认")
    ACCEPTED = "accepted", _("已采纳")
    ATTACHED = "attached", _("已并入")
    DECLINED = "declined", _("不采纳")


class RunState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    DONE = "done", _("已完成")


SUGGESTION_FAMILY: dict[str, str] = {
    SuggestionState.PROPOSED: "waiting",
    SuggestionState.ACCEPTED: "done",
    SuggestionState.ATTACHED: "done",
    SuggestionState.DECLINED: "none",
}
RUN_FAMILY: dict[str, str] = {RunState.WAITING: "active", RunState.DONE: "done"}
