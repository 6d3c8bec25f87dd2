"""Orders to put right what an evaluation found."""

from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.s5_evaluation.models.evaluation import Evaluation
from linli.flow.s5_evaluation.states import RectificationState
from linli.flow.thread.models import Project
from linli.kernel import clock
from linli.kernel.models import Subject

OPEN = (RectificationState.ORDERED, RectificationState.RETURNED)


class RectificationQuerySet(models.QuerySet["Rectification"]):
    def overdue(self) -> Self:
        """Orders whose day has passed and whose report is still owed."""
        return self.filter(state__in=OPEN, due_at__lt=clock.now())


class Rectification(Subject):
    """What has to be put right by when; one at a time for an evaluation."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="rectifications", verbose_name=_("项目"))
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="rectifications", verbose_name=_("评估"))
    state = models.CharField(
        _("状态"), max_length=12, choices=RectificationState.choices, default=RectificationState.ORDERED
    )
    demands = models.TextField(_("整改要求"))
    due_at = models.DateTimeField(_("整改期限"))
    report = models.TextField(_("整改情况"), blank=True)
    reported_at = models.DateTimeField(_("报送时间"), null=True)
    opinion = models.TextField(_("复核意见"), blank=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=~models.Q(state="accepted"),
                name="rectification_one_open",
                violation_error_message=_("这次评估已有一份整改要求没有办结。"),
            ),
            models.CheckConstraint(
                name="rectification_reported_has_report",
                condition=~models.Q(state__in=["reported", "accepted"])
                | (models.Q(reported_at__isnull=False) & ~models.Q(report="")),
                violation_error_message=_("报送整改必须写明整改情况。"),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(project)s 整改") % {"project": self.project}

    def get_absolute_url(self) -> str:
        return self.evaluation.get_absolute_url()

    @property
    def is_overdue(self) -> bool:
        return self.state in OPEN and self.due_at < clock.now()
