"""The design of a project (项目方案): why, what for, how it is measured, what it costs."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.states import EDITABLE, DesignState
from linli.flow.thread.models import Method, Project
from linli.foundations.admission.models import Admission
from linli.foundations.catalogue.models.judged import Judged
from linli.foundations.funds.models import FundSource, Pool
from linli.foundations.parties.models import Organisation
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class DesignQuerySet(models.QuerySet["Design"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the project sees its design; what was published shows it from the intention on."""
        return self.filter(project__in=Project.objects.visible_to(actor))

    def published(self) -> Self:
        """What everybody may see: designs whose intention is public."""
        return self.filter(state=DesignState.PUBLISHED)

    def open(self) -> Self:
        """Not yet past this step."""
        return self.exclude(state__in=[DesignState.PUBLISHED, DesignState.REFUSED, DesignState.STOPPED])


class Design(Judged, Subject):
    """One per project. Everything may be missing while it is a draft; submitting checks that it is whole. Yuan.

    `task_from` is the department whose task it carries out in communities, `admission` what admits that task.
    """

    project = models.OneToOneField(Project, models.PROTECT, related_name="design", verbose_name=_("项目"))
    state = models.CharField(_("状态"), max_length=12, choices=DesignState.choices, default=DesignState.DRAFT)
    problem = models.TextField(_("要解决的问题"), max_length=1000, blank=True)
    goal = models.TextField(_("项目目标"), max_length=1000, blank=True)
    beneficiaries = models.PositiveIntegerField(_("服务对象（人）"), null=True, blank=True)
    beneficiaries_basis = models.CharField(_("服务对象测算依据"), max_length=200, blank=True)
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    catalogue_name = models.CharField(_("目录名称"), max_length=80, blank=True)
    task_from = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务来自部门")
    )
    admission = models.ForeignKey(
        Admission, models.PROTECT, null=True, blank=True, related_name="designs", verbose_name=_("准入事项")
    )
    service_from = models.DateField(_("服务期自"), null=True, blank=True)
    service_to = models.DateField(_("服务期至"), null=True, blank=True)
    is_stable = models.BooleanField(_("预算和内容稳定，申请跨年度"), default=False)
    method = models.CharField(_("采购方式"), max_length=20, choices=Method.choices, blank=True)
    source = models.ForeignKey(
        FundSource, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("资金来源")
    )
    pool = models.ForeignKey(Pool, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("资金池"))
    budget = models.DecimalField(
        _("项目预算（元）"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    wage_reason = models.TextField(_("人员经费高于指引值的理由"), max_length=500, blank=True)
    split_reason = models.TextField(_("同类服务分次购买的理由"), max_length=500, blank=True)
    price_reason = models.TextField(_("单位成本超出参考价的理由"), max_length=500, blank=True)
    method_reason = models.TextField(_("采用更公开方式的理由"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    approved_at = models.DateTimeField(_("立项时间"), null=True)
    intention_at = models.DateTimeField(_("意向公开时间"), null=True)
    intention_until = models.DateTimeField(_("意向公开满期"), null=True)

    objects = DesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("项目方案")
        constraints = [
            models.CheckConstraint(
                name="design_service_dates_in_order",
                condition=Q(service_to__isnull=True)
                | Q(service_from__isnull=True)
                | Q(service_to__gte=F("service_from")),
                violation_error_message=_("服务期的截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="design_budget_positive",
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                violation_error_message=_("项目预算必须大于 0 元。"),
            ),
            models.CheckConstraint(
                name="design_submitted_is_whole",
                condition=Q(state__in=["draft", "returned", "stopped"])
                | Q(budget__isnull=False, service_from__isnull=False, service_to__isnull=False, beneficiaries__gte=1),
                violation_error_message=_("提交的方案必须有预算、服务期和服务对象。"),
            ),
            models.CheckConstraint(
                name="design_intention_has_dates",
                condition=~Q(state="published") | Q(intention_at__isnull=False, intention_until__isnull=False),
                violation_error_message=_("公开的采购意向必须记明公开时间和满期时间。"),
            ),
            models.CheckConstraint(
                name="design_judged_with_reason",
                condition=Q(negative_mark="") | ~Q(negative_reason=""),
                violation_error_message=_("认定是否属于不得购买的事项，必须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="design_state")]

    def __str__(self) -> str:
        return _("%(project)s项目方案") % {"project": self.project}

    def get_absolute_url(self) -> str:
        return reverse("thread:tab", args=[self.project_id, "goals"])

    @property
    def purse(self) -> FundSource | Pool | None:
        """What pays: the pool, if one was chosen, else the source."""
        return self.pool or self.source

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE
