"""An evaluation and its four instruments."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s5_evaluation.states import EvaluationState, InstrumentKind, InstrumentState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class Evaluation(Subject):
    """One a project. Weights and bounds are those of the day it began: a later rule does not move a running evaluation.
    `round` grows with every re-evaluation (复评) after rectification."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="evaluation", verbose_name=_("项目"))
    state = models.CharField(_("状态"), max_length=12, choices=EvaluationState.choices, default=EvaluationState.SCORING)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    weights = models.JSONField(_("权重"))
    bounds = models.JSONField(_("等级标准"))
    score = models.DecimalField(_("综合得分"), max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(_("等级"), max_length=2, blank=True)
    conclusion = models.TextField(_("评估结论"), blank=True)
    graded_at = models.DateTimeField(_("评定时间"), null=True)
    published_at = models.DateTimeField(_("公布时间"), null=True)

    class Meta:
        verbose_name = _("评估")
        constraints = [
            models.CheckConstraint(
                name="evaluation_score_in_range",
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=100),
                violation_error_message=_("综合得分应在 0 到 100 之间。"),
            ),
            models.CheckConstraint(
                name="evaluation_published_is_graded",
                condition=~models.Q(state="published")
                | (models.Q(score__isnull=False, published_at__isnull=False) & ~models.Q(grade="")),
                violation_error_message=_("没有评定等级的评估不能公布。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("thread:tab", args=[self.project_id, "evaluation"])

    @property
    def is_published(self) -> bool:
        return self.state == EvaluationState.PUBLISHED


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def current(self) -> Self:
        """The instruments that count: not those that a re-evaluation replaced."""
        return self.exclude(state=InstrumentState.SUPERSEDED)

    def scores(self) -> dict[str, Decimal]:
        """Score by kind of what is recorded and counts."""
        return {row.kind: row.score for row in self.filter(state=InstrumentState.RECORDED) if row.score is not None}


class Instrument(Subject):
    """One of the four, given to an organisation that is not the provider. The satisfaction survey keeps its counts
    (how many answered 1 to 5), mean and 95 % interval."""

    set_aside = frozenset({"superseded"})

    project = models.ForeignKey(Project, models.PROTECT, related_name="instruments", verbose_name=_("项目"))
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="instruments", verbose_name=_("评估"))
    kind = models.CharField(_("评估方式"), max_length=12, choices=InstrumentKind.choices)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    state = models.CharField(_("状态"), max_length=12, choices=InstrumentState.choices, default=InstrumentState.WAITING)
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="evaluations", verbose_name=_("评估单位")
    )
    evaluator = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("评估人")
    )
    score = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True)
    findings = models.TextField(_("发现的情况"), blank=True)
    done_on = models.DateField(_("评估日期"), null=True)
    counts = models.JSONField(_("各档人数"), null=True)
    mean = models.DecimalField(_("均值"), max_digits=4, decimal_places=2, null=True)
    low = models.DecimalField(_("95% 区间下限"), max_digits=4, decimal_places=2, null=True)
    high = models.DecimalField(_("95% 区间上限"), max_digits=4, decimal_places=2, null=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("评估方式")
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "kind", "round"], name="instrument_once_a_round"),
            models.CheckConstraint(
                name="instrument_score_in_range",
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=100),
                violation_error_message=_("得分应在 0 到 100 之间。"),
            ),
            models.CheckConstraint(
                name="instrument_recorded_has_score",
                condition=~models.Q(state="recorded")
                | (models.Q(score__isnull=False, done_on__isnull=False) & ~models.Q(findings="")),
                violation_error_message=_("填报评估必须写明得分、日期和发现的情况。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:instrument", args=[self.pk])

    @property
    def answers(self) -> int:
        """How many answered the survey (n)."""
        return sum(self.counts or [])
