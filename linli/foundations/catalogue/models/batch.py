"""One issue of the catalogue (第一批), drafted, approved, issued, and from then on never edited."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.catalogue.states import IN_FORCE, BatchKind, BatchState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

SEE_DRAFTS = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)


class BatchQuerySet(models.QuerySet["Batch"]):
    def issued(self) -> Self:
        """What was issued, ended ones too."""
        return self.filter(state__in=IN_FORCE)

    def visible_to(self, actor: Actor) -> Self:
        """The bureau, finance and supervisors see drafts too, the others what was issued."""
        return self if actor.organisation_kind in SEE_DRAFTS else self.issued()


class Batch(Subject):
    """A draft has neither number nor date yet. `demo` marks a sample that no bureau has issued."""

    number = models.PositiveSmallIntegerField(_("批次"), null=True)
    title = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=12, choices=BatchKind.choices, default=BatchKind.REGULAR)
    state = models.CharField(_("状态"), max_length=12, choices=BatchState.choices, default=BatchState.DRAFT)
    basis = models.TextField(_("编制依据"), max_length=1000, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("编制单位")
    )
    since = models.DateField(_("施行日期"), null=True)
    until = models.DateField(_("停用日期"), null=True)
    end_reason = models.CharField(_("停用理由"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("发布时间"), null=True)
    demo = models.BooleanField(_("演示"), default=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("目录批次")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="catalogue_batch_number_once",
                violation_error_message=_("这个批次号刚刚已被另一批目录使用，请刷新后重新发布。"),
            ),
            models.CheckConstraint(
                name="catalogue_batch_issued_has_dates",
                condition=~Q(state__in=["issued", "ended"]) | Q(number__isnull=False, since__isnull=False),
                violation_error_message=_("发布的目录批次必须有批次号和施行日期。"),
            ),
            models.CheckConstraint(
                name="catalogue_batch_dates_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("停用日期不能早于施行日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:batch", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in (BatchState.DRAFT, BatchState.RETURNED)
