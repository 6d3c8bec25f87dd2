"""A request for an item that the catalogue lacks (增补申请)."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.catalogue.models.item import CatalogueItem
from linli.foundations.catalogue.models.judged import Judged
from linli.foundations.catalogue.states import Served, SupplementState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import money
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

SEE_ALL = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)


class SupplementQuerySet(models.QuerySet["Supplement"]):
    def visible_to(self, actor: Actor) -> Self:
        """The bureau, finance and supervisors see all, a purchaser its own, everybody signed in what came of it."""
        if actor.organisation_kind in SEE_ALL:
            return self
        return self.filter(Q(organisation_id=actor.organisation_id) | Q(state=SupplementState.INCLUDED))


class Supplement(Judged, Subject):
    """What, why, for whom, at what price. Approved, it becomes `item` of a supplementary batch. Yuan for one `unit`."""

    number = models.CharField(_("申请编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=SupplementState.choices, default=SupplementState.DRAFT)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supplements", verbose_name=_("申请单位")
    )
    name = models.CharField(_("服务名称"), max_length=80)
    field_code = models.CharField(_("建议列入的二级目录"), max_length=20)
    content = models.CharField(_("服务内容"), max_length=500)
    why = models.TextField(_("增补理由"), max_length=1000)
    unit = models.CharField(_("计量单位"), max_length=20)
    price_from = money.field(_("参考价下限（元）"))
    price_to = money.field(_("参考价上限（元）"))
    basis = models.CharField(_("参考价依据"), max_length=200)
    standard = models.CharField(_("服务标准"), max_length=1000, blank=True)
    served = ArrayField(models.CharField(max_length=20, choices=Served.choices), verbose_name=_("服务对象"))
    answer = models.CharField(_("审批意见"), max_length=500, blank=True)
    item = models.OneToOneField(
        CatalogueItem, models.PROTECT, null=True, related_name="supplement", verbose_name=_("目录项")
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True)

    objects = SupplementQuerySet.as_manager()

    class Meta:
        verbose_name = _("增补申请")
        constraints = [
            models.CheckConstraint(
                name="supplement_price_range_in_order",
                condition=Q(price_from__gte=0, price_to__gte=F("price_from")),
                violation_error_message=_("参考价上限不能低于下限。"),
            ),
            models.CheckConstraint(
                name="supplement_included_has_item",
                condition=Q(state="included", item__isnull=False) | (~Q(state="included") & Q(item__isnull=True)),
                violation_error_message=_("列入目录的申请必须有目录项。"),
            ),
            models.CheckConstraint(
                name="supplement_judged_with_reason",
                condition=Q(negative_mark="") | ~Q(negative_reason=""),
                violation_error_message=_("认定是否属于不得购买的事项，必须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="supplement_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:supplement", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in (SupplementState.DRAFT, SupplementState.RETURNED)

    @property
    def served_labels(self) -> list[str]:
        """Whom it serves, in words."""
        return [str(Served(one).label) for one in self.served]
