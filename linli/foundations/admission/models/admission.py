"""A department's task admitted into communities (社区准入), with the money and staff that go with it (费随事转)."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.admission.states import LISTED, AdmissionState, OpinionState, Stance
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock, money
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

SEE_ALL = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def visible_to(self, actor: Actor) -> Self:
        """Overseers see all; a department its own; who was asked and the town of a community what concerns it; everybody
        what stands on the public list."""
        if actor.organisation_kind in SEE_ALL:
            return self
        seen = Q(state__in=LISTED)
        if actor.organisation_id is not None:
            asked = Opinion.objects.filter(organisation_id=actor.organisation_id).values("admission_id")
            seen |= Q(organisation_id=actor.organisation_id) | Q(pk__in=asked)
        if actor.organisation_kind == OrganisationKind.TOWN:
            near = Share.objects.filter(place__code__startswith=actor.place_code).values("admission_id")
            seen |= Q(pk__in=near) & ~Q(state=AdmissionState.DRAFT)
        return self.filter(seen)

    def listed(self) -> Self:
        """The public list."""
        return self.filter(state__in=LISTED)

    def with_totals(self) -> "models.QuerySet[Any]":
        """With `communities` (how many) and `money` (yuan, all years). Subqueries, so that rows can still be counted."""
        mine = Share.objects.filter(admission=models.OuterRef("pk")).order_by().values("admission")
        communities = mine.annotate(n=models.Count("place", distinct=True)).values("n")
        total = mine.annotate(n=models.Sum("money")).values("n")
        money_field = models.DecimalField(max_digits=18, decimal_places=2)
        return self.annotate(
            communities=Coalesce(models.Subquery(communities, output_field=models.IntegerField()), 0),
            money=Coalesce(models.Subquery(total, output_field=money_field), Decimal(0)),
        )

    def in_force(self, on: date | None = None) -> Self:
        """Admitted, and not yet over on a day (default today)."""
        return self.filter(state=AdmissionState.IN_FORCE, until__gte=on or clock.today())


class Admission(Subject):
    """A task (工作事项) for communities, from `since` to `until`. `number` is that of the public list, given when issued;
    `reference` the application's. `reminded` is the nearest reminder (days before the end) that was sent."""

    reference = models.CharField(_("申请编号"), max_length=40, unique=True)
    number = models.CharField(_("准入编号"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=AdmissionState.choices, default=AdmissionState.DRAFT)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="admissions", verbose_name=_("申请部门")
    )
    title = models.CharField(_("事项名称"), max_length=80)
    content = models.TextField(_("工作内容"), max_length=1000)
    legal_basis = models.CharField(_("依据"), max_length=300)
    since = models.DateField(_("准入自"))
    until = models.DateField(_("准入至"))
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewals", verbose_name=_("续办的事项"))
    round = models.PositiveSmallIntegerField(_("征求意见次数"), default=0)
    consult_until = models.DateTimeField(_("意见反馈期限"), null=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("提交人")
    )
    answer = models.CharField(_("审批意见"), max_length=500, blank=True)
    issued_on = models.DateField(_("列入清单日期"), null=True)
    ended_on = models.DateField(_("终止日期"), null=True)
    end_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    reminded = models.PositiveSmallIntegerField(_("已提醒"), null=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("准入事项")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="admission_number_once",
                violation_error_message=_("准入编号重复。"),
            ),
            models.CheckConstraint(
                name="admission_dates_in_order",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("准入的截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="admission_listed_has_number",
                condition=~Q(state__in=["in_force", "expired", "revoked"])
                | (~Q(number="") & Q(issued_on__isnull=False)),
                violation_error_message=_("列入清单的事项必须有编号和日期。"),
            ),
            models.CheckConstraint(
                name="admission_revoked_with_reason",
                condition=~Q(state="revoked") | ~Q(end_reason=""),
                violation_error_message=_("撤销准入必须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="admission_state_until")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("admission:admission", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in (AdmissionState.DRAFT, AdmissionState.RETURNED)


class Share(models.Model):
    """What goes to one community in one year with the task: money in yuan, staff sent, and the hours it takes."""

    admission = models.ForeignKey(Admission, models.CASCADE, related_name="shares", verbose_name=_("准入事项"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    money = money.field(_("随事经费（元）"), default=0)
    staff = models.PositiveSmallIntegerField(_("随事人员（名）"), default=0)
    hours = models.PositiveIntegerField(_("工作量（小时）"), default=0)

    class Meta:
        verbose_name = _("随事经费和人员")
        ordering = ["place__code", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["admission", "place", "year"],
                name="admission_share_once",
                violation_error_message=_("同一社区、同一年度只能填一行。"),
            ),
            models.CheckConstraint(
                name="admission_share_not_negative",
                condition=Q(money__gte=0),
                violation_error_message=_("随事经费不能小于 0 元。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.year}"


class Opinion(Subject):
    """What a community says to a task that is to come into it; asked of its committee, or of the town where it has none."""

    admission = models.ForeignKey(Admission, models.PROTECT, related_name="opinions", verbose_name=_("准入事项"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("征求意见单位"))
    round = models.PositiveSmallIntegerField(_("次数"))
    state = models.CharField(_("状态"), max_length=10, choices=OpinionState.choices, default=OpinionState.ASKED)
    stance = models.CharField(_("意见"), max_length=12, choices=Stance.choices, blank=True)
    text = models.CharField(_("说明"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("反馈时间"), null=True)

    class Meta:
        verbose_name = _("社区意见")
        ordering = ["round", "place__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["admission", "place", "round"],
                name="admission_opinion_once",
                violation_error_message=_("每个社区每次只征求一份意见。"),
            ),
            models.CheckConstraint(
                name="admission_opinion_given_has_stance",
                condition=~Q(state="given") | (~Q(stance="") & Q(given_at__isnull=False)),
                violation_error_message=_("反馈的意见必须表明态度。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.admission}：{self.place}"

    def get_absolute_url(self) -> str:
        return self.admission.get_absolute_url()
