"""The tables of the yearly plan. A published edition is never edited: what changes is a new edition with its reason."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models import Need
from linli.flow.s2_goals.plans.states import PUBLIC, UNDER_WAY, PlanState, Quarter
from linli.flow.thread.models import LOCALS, OVERSEERS, Method, Project
from linli.foundations.funds.models import Budget, BudgetLine
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import money
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class PlanQuerySet(models.QuerySet["PurchasePlan"]):
    def published(self) -> Self:
        """The edition in force of each purchaser and year."""
        return self.filter(state=PlanState.PUBLISHED)

    def public(self) -> Self:
        """What was published, replaced editions too."""
        return self.filter(state__in=PUBLIC)

    def visible_to(self, actor: Actor) -> Self:
        """Overseers see all, towns those of their own places, everybody his own office's and what was published."""
        if actor.organisation_kind in OVERSEERS:
            return self
        seen = Q(state__in=PUBLIC) | Q(organisation_id=actor.organisation_id or 0)
        if actor.organisation_kind in LOCALS:
            seen |= Q(organisation__place__code__startswith=actor.place_code)
        return self.filter(seen)


class PurchasePlan(Subject):
    """One edition of a purchaser's plan for a year. `reason` says why an edition after the first differs."""

    set_aside = frozenset({"replaced"})

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans", verbose_name=_("购买主体"))
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    state = models.CharField(_("状态"), max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    note = models.CharField(_("编制说明"), max_length=500, blank=True)
    reason = models.CharField(_("调整理由"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    published_at = models.DateTimeField(_("公开时间"), null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度购买计划")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "edition"],
                name="plan_edition_once",
                violation_error_message=_("这一年度的计划刚刚由他人编制，请刷新页面。"),
            ),
            models.UniqueConstraint(
                fields=["organisation", "year"],
                condition=Q(state__in=UNDER_WAY),
                name="plan_one_under_way",
                violation_error_message=_("这一年度已有一份正在编制或审批的计划。"),
            ),
            models.UniqueConstraint(
                fields=["organisation", "year"],
                condition=Q(state="published"),
                name="plan_one_in_force",
                violation_error_message=_("这一年度已有一份公开的计划。"),
            ),
            models.CheckConstraint(
                name="plan_changed_with_reason",
                condition=Q(edition=1) | ~Q(reason=""),
                violation_error_message=_("调整计划必须写明理由。"),
            ),
            models.CheckConstraint(
                name="plan_public_has_moment",
                condition=~Q(state__in=["published", "replaced"]) | Q(published_at__isnull=False),
                violation_error_message=_("公开的计划必须记明公开时间。"),
            ),
        ]

    def __str__(self) -> str:
        words = {"office": self.organisation, "year": self.year, "edition": self.edition}
        name = (
            _("%(office)s%(year)d年度购买计划")
            if self.edition == 1
            else _("%(office)s%(year)d年度购买计划（第%(edition)d版）")
        )
        return name % words

    def get_absolute_url(self) -> str:
        return reverse("goals:plan", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in (PlanState.DRAFT, PlanState.RETURNED)

    @property
    def total(self) -> Decimal:
        """The sum of its rows in yuan; rows without an amount yet count nothing."""
        return self.rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)

    def waiting_needs(self) -> "models.QuerySet[Need]":
        """Published needs of the purchaser's places that no project answers and the plan has not yet, most pressing first."""
        there = self.rows.exclude(need=None).values("need_id")
        found = Need.objects.filter(state="listed", place_code__startswith=self.organisation.place.code)
        return found.exclude(pk__in=there).select_related("place").ranked()

    def budget_lines(self) -> "models.QuerySet[BudgetLine]":
        """The lines that may pay for it: of the year's budgets of the purchaser and of the district's finance bureau."""
        finance = Organisation.objects.active().filter(kind="finance", place__code=self.organisation.place.code[:6])
        mine = Q(budget__owner=self.organisation_id) | Q(budget__owner__in=finance)
        return BudgetLine.objects.filter(mine, budget__year=self.year).select_related("budget", "place")

    def waiting_lines(self) -> "models.QuerySet[BudgetLine]":
        """Those of them that no row uses yet; of several with one title the first."""
        used = PlanRow.objects.filter(plan=self, budget=OuterRef("budget"), line_title=OuterRef("title"))
        earlier = BudgetLine.objects.filter(
            budget=OuterRef("budget"), title=OuterRef("title"), order__lt=OuterRef("order")
        )
        return self.budget_lines().exclude(Exists(used)).exclude(Exists(earlier))


class PlanRow(models.Model):
    """One purchase that is planned. `need` is what it answers, `budget` and `line_title` the line that pays (an amended
    budget has new lines of the same titles), `project` what came of it; `key` stays the same through all editions."""

    plan = models.ForeignKey(PurchasePlan, models.CASCADE, related_name="rows", verbose_name=_("年度购买计划"))
    key = models.PositiveIntegerField(_("计划序号"))
    title = models.CharField(_("项目名称"), max_length=60)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("对应需求"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("实施区域"))
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    catalogue_name = models.CharField(_("目录名称"), max_length=80, blank=True)
    beneficiaries = models.PositiveIntegerField(_("服务对象（人）"), null=True, blank=True)
    amount = money.field(_("计划金额（元）"), null=True, blank=True)
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("年度预算")
    )
    line_title = models.CharField(_("预算项目"), max_length=80, blank=True)
    method = models.CharField(_("采购方式"), max_length=20, choices=Method.choices, blank=True)
    quarter = models.PositiveSmallIntegerField(_("计划实施"), choices=Quarter.choices, null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("实际项目")
    )

    class Meta:
        verbose_name = _("计划项目")
        ordering = ["plan_id", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="plan_row_key_once"),
            models.UniqueConstraint(
                fields=["plan", "need"],
                name="plan_row_need_once",
                violation_error_message=_("这项需求已在计划中。"),
            ),
            models.UniqueConstraint(
                fields=["plan", "project"],
                name="plan_row_project_once",
                violation_error_message=_("这个项目已对应计划中的另一行。"),
            ),
            models.CheckConstraint(
                name="plan_row_positive",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                violation_error_message=_("计划金额应大于 0 元。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
