"""Where a document comes from, where its text stands, and how comments were taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    NATIONAL = "national", _("国家")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("市级")
    DISTRICT = "district", _("本区")
    STREET = "street", _("镇街")


UPPER = (Level.NATIONAL, Level.PROVINCIAL, Level.CITY)
"""Levels whose documents are made elsewhere: they are entered (收录), never drafted or consulted on here."""


class DocumentRole(models.TextChoices):
    """The document's part in the 1+N policy system."""

    ONE = "1", _("“1”：实施意见")
    MANY = "N", _("“N”：配套办法")
    OTHER = "", _("其他文件")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    CONSULTATION = "consultation", _("征求意见中")
    AMENDING = "amending", _("修改完善")
    APPROVAL = "approval", _("审批中")
    APPROVED = "approved", _("待发布")
    ISSUED = "issued", _("已发布")
    REVISED = "revised", _("已修订")
    REPEALED = "repealed", _("已废止")
    WITHDRAWN = "withdrawn", _("已撤回")


class Style(models.TextChoices):
    """How a document counts its clauses."""

    ARTICLES = "articles", _("条文式：第一条、（一）")
    HEADS = "heads", _("段落式：一、（一）1.")


class ClauseKind(models.TextChoices):
    CHAPTER = "chapter", pgettext_lazy("clause", "章")
    SECTION = "section", pgettext_lazy("clause", "节")
    ARTICLE = "article", pgettext_lazy("clause", "条")
    PARAGRAPH = "paragraph", pgettext_lazy("clause", "款")
    ITEM = "item", pgettext_lazy("clause", "项")
    POINT = "point", pgettext_lazy("clause", "目")


class CommentState(models.TextChoices):
    RECEIVED = "received", _("待审看")
    SHOWN = "shown", _("已公开，待答复")
    ANSWERED = "answered", _("已答复")
    SET_ASIDE = "set_aside", _("不予公开")


class Verdict(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    DECLINED = "declined", _("未采纳")


class Voice(models.TextChoices):
    """Who comments: a resident or an organisation on the public page, or an office that is signed in."""

    RESIDENT = "resident", _("居民")
    ORGANISATION = "organisation", _("单位或组织")
    OFFICE = "office", _("政府部门")


OPEN = (
    VersionState.DRAFT,
    VersionState.CONSULTATION,
    VersionState.AMENDING,
    VersionState.APPROVAL,
    VersionState.APPROVED,
)
"""A document has at most one version in these."""
WRITABLE = (VersionState.DRAFT, VersionState.AMENDING)
PUBLISHED = (VersionState.ISSUED, VersionState.REVISED, VersionState.REPEALED)
WAITING = (CommentState.RECEIVED, CommentState.SHOWN)
VISIBLE = (CommentState.SHOWN, CommentState.ANSWERED)
"""Comments that stand on the public page."""
