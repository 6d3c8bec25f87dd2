"""The follow-up of a project and its scheduled visits (回访)."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s6_followup.states import FollowUpState, Lasted, VisitState
from linli.flow.thread.models import Project
from linli.kernel import clock
from linli.kernel.models import Subject


class FollowUp(Subject):
    """One a project, opened when the evaluation's result is published. `lesson` is what was learned, `suggestion` what
    the next survey should ask."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="followup", verbose_name=_("项目"))
    state = models.CharField(_("状态"), max_length=12, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    began_on = models.DateField(_("起算日期"))
    lesson = models.TextField(_("经验教训"), blank=True)
    suggestion = models.TextField(_("对下一轮需求摸排的建议"), blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("服务跟踪")
        constraints = [
            models.CheckConstraint(
                name="followup_closed_has_lesson",
                condition=models.Q(state="open", closed_at__isnull=True)
                | (models.Q(state="closed", closed_at__isnull=False) & ~models.Q(lesson="")),
                violation_error_message=_("办结必须写明经验教训。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("thread:tab", args=[self.project_id, "followup"])


class VisitQuerySet(models.QuerySet["Visit"]):
    def planned(self) -> Self:
        return self.filter(state=VisitState.PLANNED)

    def done(self) -> Self:
        return self.filter(state=VisitState.DONE)


class Visit(Subject):
    """One visit, due `months` after the beginning. Those visited are counted, never named."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits", verbose_name=_("项目"))
    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="visits", verbose_name=_("服务跟踪"))
    months = models.PositiveSmallIntegerField(_("第几个月"))
    due_on = models.DateField(_("应回访日期"))
    state = models.CharField(_("状态"), max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    visited_on = models.DateField(_("回访日期"), null=True)
    people = models.PositiveIntegerField(_("回访人数"), null=True)
    lasted = models.CharField(_("效果是否持续"), max_length=8, choices=Lasted.choices, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("满意度（1—5）"), null=True)
    summary = models.TextField(_("回访情况"), blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("回访")
        ordering = ["followup_id", "months"]
        constraints = [
            models.UniqueConstraint(fields=["followup", "months"], name="visit_month_once"),
            models.CheckConstraint(
                name="visit_done_is_complete",
                condition=~models.Q(state="done")
                | (
                    models.Q(visited_on__isnull=False, people__gte=1, satisfaction__gte=1, satisfaction__lte=5)
                    & ~models.Q(lasted="")
                ),
                violation_error_message=_("回访必须写明日期、人数、效果和满意度。"),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="visit_planned_due", condition=models.Q(state="planned"))]

    def __str__(self) -> str:
        return f"{self.project} +{self.months}"

    def get_absolute_url(self) -> str:
        return reverse("followup:visit", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.state == VisitState.PLANNED and self.due_on < clock.today()
