"""What was published as procurement intention, edition by edition, and applications to shorten its days."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models.lists import unchangeable
from linli.flow.s2_goals.reviews.states import EditionKind, NoticeState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class IntentionEdition(models.Model):
    """One edition of the notice (财库〔2020〕10号): name, overview of what is wanted, budget, month of the purchase.

    Never changed: a correction is a new edition with its reason. `until` is the last day of its days, as counted then.
    """

    design = models.ForeignKey("goals.Design", models.PROTECT, related_name="intentions", verbose_name=_("项目方案"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    edition = models.PositiveSmallIntegerField(_("版次"))
    kind = models.CharField(_("类别"), max_length=10, choices=EditionKind.choices, default=EditionKind.FIRST)
    title = models.CharField(_("项目名称"), max_length=80)
    overview = models.TextField(_("采购需求概况"), max_length=1000)
    budget = models.DecimalField(_("预算金额（元）"), max_digits=16, decimal_places=2)
    expected = models.DateField(_("预计采购时间"))
    note = models.CharField(_("备注"), max_length=300, blank=True)
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("公开时间"))
    counted_from = models.DateTimeField(_("起算时间"))
    until = models.DateTimeField(_("公开满期"))

    class Meta:
        verbose_name = _("采购意向")
        ordering = ["design_id", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["design", "edition"],
                name="intention_edition_once",
                violation_error_message=_("采购意向刚刚由他人公开或更正，请刷新页面。"),
            ),
            models.CheckConstraint(
                name="intention_corrected_with_reason",
                condition=~Q(kind="correction") | ~Q(reason=""),
                violation_error_message=_("更正采购意向必须写明理由。"),
            ),
        ]
        triggers = unchangeable()

    def __str__(self) -> str:
        return _("%(title)s采购意向") % {"title": self.title}


class ShortNotice(Subject):
    """An application to begin the purchase before the intention has stood for its days (不可预见的急需).

    It rests on one edition: a correction after it takes its ground away. `earliest` is the day asked for.
    """

    set_aside = frozenset({"returned"})

    design = models.ForeignKey("goals.Design", models.PROTECT, related_name="short_notices", verbose_name=_("项目方案"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    edition = models.ForeignKey(IntentionEdition, models.PROTECT, related_name="+", verbose_name=_("采购意向"))
    state = models.CharField(_("状态"), max_length=12, choices=NoticeState.choices, default=NoticeState.IN_APPROVAL)
    event = models.CharField(_("发生了什么"), max_length=300)
    reason = models.TextField(_("为何不可预见、为何急需"), max_length=500)
    earliest = models.DateField(_("申请最早采购日期"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    decided_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("缩短意向公开期的申请")
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=["in_approval", "approved"]),
                name="short_notice_once",
                violation_error_message=_("这份采购意向已经申请过缩短公开期。"),
            ),
        ]

    def __str__(self) -> str:
        return _("%(project)s缩短意向公开期") % {"project": self.project}

    def get_absolute_url(self) -> str:
        return reverse("thread:tab", args=[self.project_id, "goals"])
