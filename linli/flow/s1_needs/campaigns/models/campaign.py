"""A campaign: one form, its places, who has to be asked, until when."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.campaigns.states import Allocation, CampaignState, Frame, Scope
from linli.flow.s1_needs.models.voices import LISTENERS
from linli.foundations.forms.models import Form
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, actor: Actor) -> Self:
        """Supervisors all; others their own office's, those in places they serve, and those they ask households for."""
        from linli.flow.s1_needs.campaigns.models.areas import Area
        from linli.flow.s1_needs.campaigns.models.households import CampaignPlace

        if actor.organisation_kind == OrganisationKind.SUPERVISOR:
            return self
        if actor.organisation_id is None:
            return self.none()
        mine = Area.objects.filter(person_id=actor.person_id or 0, organisation_id=actor.organisation_id)
        seen = Q(organisation_id=actor.organisation_id) | Q(pk__in=mine.values("campaign_id"))
        if actor.organisation_kind in LISTENERS:
            there = CampaignPlace.objects.filter(place__code__startswith=actor.place_code)
            seen |= Q(pk__in=there.values("campaign_id")) & ~Q(state=CampaignState.DRAFT)
        return self.filter(seen)

    def public(self) -> Self:
        return self.filter(state=CampaignState.PUBLISHED)


class Campaign(Subject):
    """`margin`, `confidence` and `response` are percent, `effect` the design effect. `seed` drew the households and is kept
    and shown; `household_path` is the question that holds the household's number."""

    title = models.CharField(_("调查名称"), max_length=80)
    purpose = models.CharField(_("调查目的"), max_length=300, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", verbose_name=_("表单"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns", verbose_name=_("组织单位"))
    state = models.CharField(_("状态"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    scope = models.CharField(_("调查范围"), max_length=10, choices=Scope.choices)
    frame = models.CharField(_("住户来源"), max_length=10, choices=Frame.choices)
    by_column = models.BooleanField(_("按名册的分层列抽样"), default=False)
    allocation = models.CharField(
        _("样本分配"), max_length=14, choices=Allocation.choices, default=Allocation.PROPORTIONAL
    )
    margin = models.DecimalField(_("允许误差（百分点）"), max_digits=4, decimal_places=1)
    confidence = models.DecimalField(_("置信水平（%）"), max_digits=4, decimal_places=1)
    effect = models.DecimalField(_("设计效应"), max_digits=4, decimal_places=2)
    response = models.DecimalField(_("预计应答率（%）"), max_digits=4, decimal_places=1)
    least = models.PositiveIntegerField(_("每层最少户数"))
    household_path = models.CharField(_("户号所在的题目"), max_length=200, blank=True)
    seed = models.CharField(_("抽样种子"), max_length=64, blank=True)
    drawn = models.PositiveIntegerField(_("应调查户数"), default=0)
    households = models.PositiveIntegerField(_("总户数"), default=0)
    due_at = models.DateTimeField(_("截止时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    published_at = models.DateTimeField(_("公布时间"), null=True)
    reason = models.CharField(_("取消理由"), max_length=300, blank=True)
    note = models.CharField(_("结果说明"), max_length=500, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("调查")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_cancelled_with_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
                violation_error_message=_("取消调查必须写明理由。"),
            ),
            models.CheckConstraint(
                name="campaign_sample_has_seed",
                condition=Q(scope="census") | Q(state__in=["draft", "cancelled"]) | ~Q(seed=""),
                violation_error_message=_("抽样调查必须留存抽样种子。"),
            ),
            models.CheckConstraint(
                name="campaign_sample_knows_households",
                condition=Q(scope="census") | ~Q(household_path=""),
                violation_error_message=_("抽样调查的表单必须有填写户号的题目。"),
            ),
            models.CheckConstraint(
                name="campaign_column_of_a_list",
                condition=Q(by_column=False) | Q(frame="list"),
                violation_error_message=_("按分层列抽样，住户来源必须是导入名册。"),
            ),
            models.CheckConstraint(
                name="campaign_public_has_moment",
                condition=~Q(state="published") | Q(published_at__isnull=False),
                violation_error_message=_("公布的调查必须记明公布时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:campaign", args=[self.pk])

    @property
    def is_sample(self) -> bool:
        return self.scope == Scope.SAMPLE
