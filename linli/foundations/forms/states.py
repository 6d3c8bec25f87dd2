"""Where a form's version and a submission stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a form is for; the step that uses it follows from it."""

    NEEDS = "needs", _("需求摸排")
    ONSITE = "onsite", _("实地监测")
    SATISFACTION = "satisfaction", _("满意度测评")
    OTHER = "other", _("其他")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    RETIRED = "retired", _("已停用")


class ReviewState(models.TextChoices):
    RECEIVED = "received", _("待审核")
    APPROVED = "approved", _("已通过")
    ISSUES = "issues", _("有问题")
    REJECTED = "rejected", _("不采用")


class KeyState(models.TextChoices):
    ACTIVE = "active", _("有效")
    REVOKED = "revoked", _("已收回")


class DownloadState(models.TextChoices):
    WRITING = "writing", _("正在生成")
    READY = "ready", _("可以下载")
    FAILED = "failed", _("没有生成")
    EXPIRED = "expired", _("已过期删除")


class Road(models.TextChoices):
    """How a submission came."""

    PHONE = "phone", _("手机采集")
    PAGE = "page", _("网页填写")


FAMILY: dict[str, str] = {
    VersionState.DRAFT: "none", VersionState.PUBLISHED: "active", VersionState.RETIRED: "none",
    ReviewState.RECEIVED: "waiting", ReviewState.APPROVED: "done", ReviewState.ISSUES: "attention", ReviewState.REJECTED: "none",
    KeyState.ACTIVE: "active", KeyState.REVOKED: "none",
    DownloadState.WRITING: "active", DownloadState.READY: "done", DownloadState.FAILED: "attention", DownloadState.EXPIRED: "none",
}  # fmt: skip
"""The badge family of each state, see the interface design."""
