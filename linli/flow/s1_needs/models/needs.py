"""Needs (需求): what a place lacks, for how many, how urgently; ranked, listed, adopted into a project, met."""

from decimal import Decimal
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.rules import CRITERIA, NEUTRAL, Term, terms_of
from linli.flow.s1_needs.states import NeedState, Topic
from linli.flow.thread.models import LOCALS, OVERSEERS, Project
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.search import search_field

PUBLIC_STATES = (NeedState.LISTED, NeedState.ADOPTED, NeedState.MET)
ONE = (1, 5)
ONE_TO_FIVE = (MinValueValidator(1), MaxValueValidator(5))


class NeedQuerySet(models.QuerySet["Need"]):
    def published(self) -> Self:
        """What stands on a published list, for everybody."""
        return self.filter(state__in=PUBLIC_STATES)

    def visible_to(self, actor: Actor) -> Self:
        """Overseers and departments see the district, towns and communities their own places, everybody what is listed."""
        if actor.organisation_kind in (*OVERSEERS, OrganisationKind.DEPARTMENT):
            return self
        seen = Q(state__in=PUBLIC_STATES)
        if actor.organisation_kind in LOCALS:
            seen |= Q(place_code__startswith=actor.place_code)
        return self.filter(seen)

    def open(self) -> Self:
        """Not yet part of a project."""
        return self.filter(state__in=[NeedState.DRAFT, NeedState.LISTED])

    def ranked(self) -> Self:
        """Most pressing first; equal ones by the number of people, then by age."""
        return self.order_by("-priority", "-beneficiaries", "id")


class Need(Subject):
    """A need of a place. `priority` is 0–100, from the scores (1–5) and the rule book's weights kept in `weights`;
    `catalogue_code` is the item of the guidance catalogue that would meet it, empty while nobody has said."""

    number = models.CharField(_("需求编号"), max_length=40, unique=True)
    title = models.CharField(_("需求名称"), max_length=60)
    description = models.CharField(_("具体情况"), max_length=1000, blank=True)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="needs", verbose_name=_("区域"))
    place_code = models.CharField(_("区划代码"), max_length=12, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="needs", verbose_name=_("确认单位"))
    basis = models.TextField(_("征求意见情况"), max_length=500, blank=True)
    beneficiaries = models.PositiveIntegerField(_("受益人数"))
    breadth = models.PositiveSmallIntegerField(_("涉及面"), validators=ONE_TO_FIVE)
    urgency = models.PositiveSmallIntegerField(_("紧迫性"), validators=ONE_TO_FIVE)
    vulnerability = models.PositiveSmallIntegerField(_("困难程度"), validators=ONE_TO_FIVE)
    gap = models.PositiveSmallIntegerField(_("缺口"), validators=ONE_TO_FIVE, default=NEUTRAL)
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    priority = models.DecimalField(_("优先指数"), max_digits=5, decimal_places=2, default=Decimal(0))
    weights = models.JSONField(_("权重"), default=dict, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=NeedState.choices, default=NeedState.DRAFT)
    projects = models.ManyToManyField(
        Project, through="needs.NeedProject", related_name="needs", verbose_name=_("办理项目")
    )
    listed_at = models.DateTimeField(_("列入清单时间"), null=True)
    search = search_field("number", "title", "description")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求")
        constraints = [
            models.CheckConstraint(
                name="need_scores_one_to_five",
                condition=Q(breadth__range=ONE, urgency__range=ONE, vulnerability__range=ONE, gap__range=ONE),
                violation_error_message=_("涉及面、紧迫性、困难程度、缺口都按 1 至 5 分打分。"),
            ),
            models.CheckConstraint(
                name="need_has_beneficiaries",
                condition=Q(beneficiaries__gte=1),
                violation_error_message=_("受益人数至少 1 人。"),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="need_search"),
            models.Index(
                fields=["place_code", "-id"], name="need_place", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
            models.Index(fields=["-priority", "-id"], name="need_public", condition=Q(state__in=PUBLIC_STATES)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:need", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.stands_as_locked("place_id"):
            self.place_code = self.place.code
        super().save(*args, **kwargs)

    _about: int | None = None

    def tell_on(self, project_id: int) -> None:
        """The running verb's event stands on this project's thread; a need has none of its own."""
        self._about = project_id

    @property
    def thread_key(self) -> int | None:
        return self._about

    @property
    def explanation(self) -> list[Term]:
        """How the index came about, part by part, under the weights it was computed with."""
        return terms_of(self.scores, self.weights)

    @property
    def scores(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in CRITERIA}
