"""What is wrong after completion: found at a visit, or a complaint."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.flow.s6_followup.models.followup import FollowUp, Visit
from linli.flow.s6_followup.states import IssueSource, IssueState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class IssueQuerySet(models.QuerySet["Issue"]):
    def unsolved(self) -> Self:
        return self.exclude(state=IssueState.CLOSED)


class Issue(Subject):
    """Mended by the provider, confirmed by the purchaser. The text names nobody who was served or who complained."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="issues", verbose_name=_("项目"))
    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="issues", verbose_name=_("服务跟踪"))
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("回访")
    )
    source = models.CharField(_("来源"), max_length=12, choices=IssueSource.choices)
    state = models.CharField(_("状态"), max_length=12, choices=IssueState.choices, default=IssueState.OPEN)
    text = models.TextField(_("问题"))
    due_at = models.DateTimeField(_("整改期限"))
    mended = models.TextField(_("整改情况"), blank=True)
    opinion = models.TextField(_("确认意见"), blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("跟踪问题")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="issue_mended_has_report",
                condition=models.Q(state="open") | ~models.Q(mended=""),
                violation_error_message=_("办理问题必须写明整改情况。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_source_display()}"

    def get_absolute_url(self) -> str:
        return self.followup.get_absolute_url()
