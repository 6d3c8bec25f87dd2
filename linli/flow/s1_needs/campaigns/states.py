"""Where a campaign and a surveyor's area stand, and how households are chosen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    RUNNING = "running", _("进行中")
    CLOSED = "closed", _("已截止")
    PUBLISHED = "published", _("已公布")
    CANCELLED = "cancelled", _("已取消")


class AreaState(models.TextChoices):
    ACTIVE = "active", _("采集中")
    DONE = "done", _("已完成")
    ENDED = "ended", _("已结束")


class Scope(models.TextChoices):
    CENSUS = "census", _("全部住户")
    SAMPLE = "sample", _("抽样")


class Frame(models.TextChoices):
    """Where the households come from: a place's number of them, or a list."""

    FIGURES = "figures", _("年度户数")
    LIST = "list", _("导入名册")


class Allocation(models.TextChoices):
    PROPORTIONAL = "proportional", _("按户数比例")
    EQUAL = "equal", _("各层相等")


DRAFT, RUNNING, CLOSED = str(CampaignState.DRAFT), str(CampaignState.RUNNING), str(CampaignState.CLOSED)
PUBLISHED, CANCELLED = str(CampaignState.PUBLISHED), str(CampaignState.CANCELLED)
COLLECTED = {RUNNING, CLOSED}
"""Answers are still linked, judged and counted."""

FAMILY: dict[str, str] = {
    CampaignState.DRAFT: "none",
    CampaignState.RUNNING: "active",
    CampaignState.CLOSED: "waiting",
    CampaignState.PUBLISHED: "done",
    CampaignState.CANCELLED: "none",
    AreaState.ACTIVE: "active",
    AreaState.DONE: "done",
    AreaState.ENDED: "none",
}
"""The badge family of each state, see the interface design."""
ICONS: dict[str, str] = {CampaignState.DRAFT: "pencil", CampaignState.CANCELLED: "ban"}
