"""Suggested needs (需求建议), the runs that found them, and the deliberations that voiced them; a person decides on each."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models.needs import ONE, ONE_TO_FIVE, Need
from linli.flow.s1_needs.models.voices import LISTENERS, Voice
from linli.flow.s1_needs.rules import CRITERIA, NEUTRAL
from linli.flow.s1_needs.states import RunState, Source, SuggestionState, Topic
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.search import search_field


class SeenWhereServed(models.QuerySet[Any]):
    """Runs, suggestions and records of deliberations are seen by those who serve the place, and by supervisors."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.organisation_kind == OrganisationKind.SUPERVISOR:
            return self
        if actor.organisation_kind in LISTENERS and actor.place_code:
            return self.filter(place_code__startswith=actor.place_code)
        return self.none()


class OfPlace(Subject):
    """Something of a place, whose code is kept beside it."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("区域"))
    place_code = models.CharField(_("区划代码"), max_length=12, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))

    objects = SeenWhereServed.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.stands_as_locked("place_id"):
            self.place_code = self.place.code
        super().save(*args, **kwargs)


class AnalysisRun(OfPlace):
    """One search for needs in a place and period. `looked_at` counts what was read by source, `found` what was suggested."""

    sources = ArrayField(models.CharField(max_length=12, choices=Source.choices), verbose_name=_("来源"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    state = models.CharField(_("状态"), max_length=10, choices=RunState.choices, default=RunState.WAITING)
    looked_at = models.JSONField(_("处理数量"), default=dict)
    found = models.PositiveIntegerField(_("新建议"), default=0)
    done_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("需求归并")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="analysis_run_days_in_order",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return _("%(place)s需求归并") % {"place": self.place}

    def get_absolute_url(self) -> str:
        return reverse("needs:run", args=[self.pk])


class Deliberation(OfPlace):
    """A meeting of residents and what it asked for, as a clerk recorded it; `participants` is how many took part."""

    held_on = models.DateField(_("议事日期"))
    participants = models.PositiveIntegerField(_("参加人数"))
    supporters = models.PositiveIntegerField(_("赞成人数"))
    minutes = models.TextField(_("议事纪要"), max_length=4000)

    class Meta:
        verbose_name = _("议事记录")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="deliberation_supporters_took_part",
                condition=Q(participants__gte=3, supporters__gte=1, supporters__lte=F("participants")),
                violation_error_message=_("参加人数至少 3 人；赞成人数至少 1 人，不能多于参加人数。"),
            )
        ]

    def __str__(self) -> str:
        return _("%(place)s议事记录") % {"place": self.place}

    def get_absolute_url(self) -> str:
        return reverse("needs:deliberation", args=[self.pk])


class NeedSuggestion(OfPlace):
    """What may be a need. `evidence` holds figures only, never what a person said or who he is; the voices are linked.

    `fingerprint` is what it was made from: the same found again renews an open suggestion and leaves a decided one alone.
    """

    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    fingerprint = models.CharField(_("依据标识"), max_length=120)
    title = models.CharField(_("建议名称"), max_length=60)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    basis = models.CharField(_("依据"), max_length=500)
    evidence = models.JSONField(_("数据"), default=dict)
    beneficiaries = models.PositiveIntegerField(_("受益人数"))
    breadth = models.PositiveSmallIntegerField(_("涉及面"), validators=ONE_TO_FIVE)
    urgency = models.PositiveSmallIntegerField(_("紧迫性"), validators=ONE_TO_FIVE)
    vulnerability = models.PositiveSmallIntegerField(_("困难程度"), validators=ONE_TO_FIVE)
    gap = models.PositiveSmallIntegerField(_("缺口"), validators=ONE_TO_FIVE, default=NEUTRAL)
    voices = models.ManyToManyField(Voice, related_name="suggestions", blank=True, verbose_name=_("诉求"))
    run = models.ForeignKey(AnalysisRun, models.PROTECT, null=True, related_name="suggestions", verbose_name=_("归并"))
    deliberation = models.ForeignKey(
        Deliberation, models.PROTECT, null=True, related_name="suggestions", verbose_name=_("议事记录")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=SuggestionState.choices, default=SuggestionState.PROPOSED
    )
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="suggestions", verbose_name=_("需求"))
    reason = models.CharField(_("不采纳理由"), max_length=200, blank=True)
    search = search_field("title", "basis")

    class Meta:
        verbose_name = _("需求建议")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "fingerprint"],
                name="suggestion_once",
                violation_error_message=_("同一依据的建议刚刚由他人生成，请刷新页面。"),
            ),
            models.CheckConstraint(
                name="suggestion_scores_one_to_five",
                condition=Q(breadth__range=ONE, urgency__range=ONE, vulnerability__range=ONE, gap__range=ONE),
                violation_error_message=_("涉及面、紧迫性、困难程度、缺口都按 1 至 5 分打分。"),
            ),
            models.CheckConstraint(
                name="suggestion_taken_has_need",
                condition=Q(state__in=["accepted", "attached"], need__isnull=False)
                | (~Q(state__in=["accepted", "attached"]) & Q(need__isnull=True)),
                violation_error_message=_("已采纳或已并入的建议必须对应一项需求。"),
            ),
            models.CheckConstraint(
                name="suggestion_declined_with_reason",
                condition=~Q(state="declined") | ~Q(reason=""),
                violation_error_message=_("不采纳的建议必须写明理由。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["place_code", "-id"], name="suggestion_place", opclasses=["varchar_pattern_ops", "int8_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:suggestion", args=[self.pk])

    @property
    def journal_text(self) -> str:
        """Its name may hold words that residents wrote: the journal gets the number alone."""
        return f"{_('需求建议')} {self.pk}"

    @property
    def scores(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in CRITERIA}
