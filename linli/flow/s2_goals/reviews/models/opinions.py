"""What experts say of a design before it is submitted (可行性论证意见), and what the purchaser answers."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.reviews.states import (
    COUNTING,
    HANDED_IN,
    Conclusion,
    Criterion,
    Grade,
    OpinionState,
    Taken,
)
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.kernel.models import Subject


class OpinionQuerySet(models.QuerySet["ExpertOpinion"]):
    def handed_in(self) -> Self:
        return self.filter(state__in=HANDED_IN)

    def of_design(self, design_id: int) -> Self:
        """All that were asked for, with what they say, in the order in which they were."""
        found = self.filter(design_id=design_id).select_related("person", "organisation", "project")
        return found.prefetch_related("marks", "points").order_by("pk")


class ExpertOpinion(Subject):
    """One expert, asked for one design. Handed in it is locked; the purchaser's answers lock it for good.

    `declared_at` is when the expert declared that no tie binds him to the purchaser or to whoever may bid.
    """

    set_aside = frozenset({"cancelled"})

    design = models.ForeignKey(
        "goals.Design", models.PROTECT, related_name="expert_opinions", verbose_name=_("项目方案")
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("专家"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("专家所在单位"))
    state = models.CharField(_("状态"), max_length=10, choices=OpinionState.choices, default=OpinionState.ASKED)
    question = models.CharField(_("请重点论证"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("邀请时间"))
    due_at = models.DateTimeField(_("意见期限"))
    reminded_at = models.DateTimeField(_("催办时间"), null=True)
    reason = models.CharField(_("谢绝或取消的理由"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("声明无利害关系的时间"), null=True)
    conclusion = models.CharField(_("论证结论"), max_length=12, choices=Conclusion.choices, blank=True)
    summary = models.TextField(_("总体意见"), max_length=1000, blank=True)
    given_at = models.DateTimeField(_("提交时间"), null=True)
    answered_at = models.DateTimeField(_("回应时间"), null=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("可行性论证意见")
        constraints = [
            models.UniqueConstraint(
                fields=["design", "person"],
                condition=Q(state__in=COUNTING),
                name="opinion_expert_once",
                violation_error_message=_("这位专家已经受邀论证本方案。"),
            ),
            models.CheckConstraint(
                name="opinion_given_is_whole",
                condition=~Q(state__in=HANDED_IN)
                | (Q(given_at__isnull=False, declared_at__isnull=False) & ~Q(conclusion="") & ~Q(summary="")),
                violation_error_message=_("提交的论证意见必须有声明、结论和总体意见。"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="given_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.given_at IS NOT NULL AND"
                    " (OLD.design_id, OLD.person_id, OLD.organisation_id, OLD.conclusion, OLD.summary, OLD.given_at,"
                    " OLD.declared_at) IS DISTINCT FROM"
                    " (NEW.design_id, NEW.person_id, NEW.organisation_id, NEW.conclusion, NEW.summary, NEW.given_at,"
                    " NEW.declared_at)"
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return _("%(project)s论证意见") % {"project": self.project}

    def get_absolute_url(self) -> str:
        return reverse("goals:opinion", args=[self.pk])

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def is_late(self) -> bool:
        """Handed in after its days, which the reader is told."""
        return self.given_at is not None and self.given_at > self.due_at


class OpinionMark(models.Model):
    """How one criterion was marked, and why."""

    opinion = models.ForeignKey(ExpertOpinion, models.PROTECT, related_name="marks", verbose_name=_("论证意见"))
    order = models.PositiveSmallIntegerField(_("次序"))
    criterion = models.CharField(_("论证内容"), max_length=12, choices=Criterion.choices)
    grade = models.CharField(_("评价"), max_length=6, choices=Grade.choices)
    words = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("分项评价")
        ordering = ["opinion_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "criterion"], name="opinion_criterion_once"),
            models.CheckConstraint(
                name="opinion_poor_with_words",
                condition=~Q(grade="poor") | ~Q(words=""),
                violation_error_message=_("评价为“不符合”的，必须写明理由。"),
            ),
        ]
        triggers = [pgtrigger.Protect(name="mark_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.get_criterion_display())


class OpinionPoint(models.Model):
    """One numbered recommendation, and how the purchaser took it; what is not adopted whole has its reason."""

    opinion = models.ForeignKey(ExpertOpinion, models.PROTECT, related_name="points", verbose_name=_("论证意见"))
    order = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("建议"), max_length=500)
    taken = models.CharField(_("回应"), max_length=8, choices=Taken.choices, blank=True)
    reply = models.CharField(_("回应说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("论证建议")
        ordering = ["opinion_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "order"], name="opinion_point_order"),
            models.CheckConstraint(
                name="opinion_point_reply_reasoned",
                condition=Q(taken__in=["", "adopted"]) | ~Q(reply=""),
                violation_error_message=_("部分采纳或不采纳的，必须写明理由。"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="point_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.taken <> '' OR (OLD.opinion_id, OLD.\"order\", OLD.text)"
                    ' IS DISTINCT FROM (NEW.opinion_id, NEW."order", NEW.text)'
                ),
            ),
            pgtrigger.Protect(name="point_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"
