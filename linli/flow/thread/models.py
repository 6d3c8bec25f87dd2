"""The purchase project: one thread (一事一链) from a voiced need to a checked result."""

from decimal import Decimal
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.thread.states import STEP_OF, State, Step
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.search import search_field

OVERSEERS = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)
LOCALS = (OrganisationKind.TOWN, OrganisationKind.COMMUNITY)


class Method(models.TextChoices):
    OPEN_TENDER = "open_tender", _("公开招标")
    CONSULTATION = "consultation", _("竞争性磋商")
    VENTURE_CALL = "venture_call", _("公益创投")
    DIRECT = "direct", _("直接委托")


class ProjectQuerySet(models.QuerySet["Project"]):
    def published(self) -> Self:
        """What everybody may see, without signing in."""
        return self.filter(public_since__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """Overseers see all of the district, towns and communities what lies in them, everybody his own and what is public."""
        if actor.organisation_kind in OVERSEERS:
            return self
        seen = Q(public_since__isnull=False)
        if actor.organisation_id is not None:
            seen |= Q(purchaser_id=actor.organisation_id) | Q(provider_id=actor.organisation_id)
        if actor.organisation_kind in LOCALS:
            seen |= Q(place_code__startswith=actor.place_code)
        return self.filter(seen)


class Project(Subject):
    """A purchase (购买服务项目). The rooms of the six steps hold the details; here is what every list and page needs.

    Amounts are yuan. `next_due_*` repeats the nearest open deadline of the thread and is kept up to date by the inbox.
    """

    number = models.CharField(_("项目编号"), max_length=40, unique=True)
    title = models.CharField(_("项目名称"), max_length=80)
    purchaser = models.ForeignKey(Organisation, models.PROTECT, related_name="purchases", verbose_name=_("采购人"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="projects", verbose_name=_("服务区域"))
    place_code = models.CharField(_("区划代码"), max_length=12, editable=False)
    communities = models.ManyToManyField(Place, related_name="served_by", blank=True, verbose_name=_("受益社区（村）"))
    provider = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="provided", verbose_name=_("承接主体")
    )
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    catalogue_name = models.CharField(_("目录名称"), max_length=80, blank=True)
    method = models.CharField(_("采购方式"), max_length=20, choices=Method.choices, blank=True)
    step = models.PositiveSmallIntegerField(_("步骤"), choices=Step.choices, default=Step.NEEDS)
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.ADOPTED)
    year = models.PositiveSmallIntegerField(_("年度"))
    budget = models.DecimalField(_("项目预算（元）"), max_digits=16, decimal_places=2, null=True)
    contract_amount = models.DecimalField(_("合同金额（元）"), max_digits=16, decimal_places=2, null=True)
    paid_amount = models.DecimalField(_("已支付（元）"), max_digits=16, decimal_places=2, default=0)
    refunded_amount = models.DecimalField(_("已退回（元）"), max_digits=16, decimal_places=2, default=0, editable=False)
    service_from = models.DateField(_("服务期自"), null=True)
    service_to = models.DateField(_("服务期至"), null=True)
    beneficiaries = models.PositiveIntegerField(_("服务对象目标（人）"), null=True)
    grade = models.CharField(_("评估等级"), max_length=2, blank=True)
    public_since = models.DateTimeField(_("公开时间"), null=True)
    next_due_at = models.DateTimeField(_("下一期限"), null=True, editable=False)
    next_due_title = models.CharField(_("期限事项"), max_length=200, blank=True, editable=False)
    step_dates = models.JSONField(_("各步完成时间"), default=dict, editable=False)
    search = search_field("number", "title", "catalogue_name")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("购买服务项目")
        constraints = [
            models.CheckConstraint(
                name="project_paid_within_contract",
                condition=Q(paid_amount=0) | Q(paid_amount__lte=models.F("contract_amount")),
                violation_error_message=_("累计支付不能超过合同金额。"),
            ),
            models.CheckConstraint(
                name="project_refunded_within_paid",
                condition=Q(refunded_amount__gte=0, refunded_amount__lte=models.F("paid_amount")),
                violation_error_message=_("累计退款不能超过累计支付。"),
            ),
            models.CheckConstraint(
                name="project_contract_within_budget",
                condition=Q(contract_amount__isnull=True) | Q(contract_amount__lte=models.F("budget")),
                violation_error_message=_("合同金额不能超过项目预算。"),
            ),
            models.CheckConstraint(
                name="project_service_dates_in_order",
                condition=Q(service_to__isnull=True) | Q(service_to__gte=models.F("service_from")),
                violation_error_message=_("服务期的截止日期不能早于开始日期。"),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="project_search"),
            models.Index(fields=["place_code"], name="project_place_prefix", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["-public_since", "-id"], name="project_public", condition=Q(public_since__isnull=False)
            ),
            models.Index(fields=["step", "state"], name="project_step_state"),
            models.Index(fields=["year"], name="project_year"),
            models.Index(fields=["next_due_at"], name="project_next_due", condition=Q(next_due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread:project", args=[self.pk])

    @property
    def thread_key(self) -> int | None:
        return self.pk

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.stands_as_locked("place_id"):
            self.place_code = self.place.code
        super().save(*args, **kwargs)

    @property
    def net_paid(self) -> Decimal:
        """What the provider keeps: `paid_amount`, which the contract bounds, less what came back (yuan)."""
        return self.paid_amount - self.refunded_amount

    @property
    def is_ended(self) -> bool:
        return self.state in (State.CLOSED, State.STOPPED)

    @property
    def step_of_state(self) -> int:
        return STEP_OF.get(self.state, Step(self.step))
