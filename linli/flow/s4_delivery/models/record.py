"""Service records: what was done, when, where, for how many. Never who was served."""

from typing import Self

from django.db import models
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.states import RecordState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class RecordQuerySet(models.QuerySet["ServiceRecord"]):
    def valid(self) -> Self:
        return self.filter(state=RecordState.VALID)

    def totals(self) -> dict[str, int]:
        """How many records, person-times (人次) and minutes."""
        found = self.aggregate(records=Count("id"), participants=Sum("participants"), minutes=Sum("minutes"))
        return {name: value or 0 for name, value in found.items()}


class ServiceRecord(Subject):
    """One activity. `staff` names people of the provider; those served are only counted. A mistake is corrected by a
    record that supersedes it, never by an edit."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="service_records", verbose_name=_("项目"))
    state = models.CharField(_("状态"), max_length=12, choices=RecordState.choices, default=RecordState.VALID)
    served_on = models.DateField(_("服务日期"))
    activity = models.CharField(_("服务内容"), max_length=120)
    place = models.CharField(_("服务地点"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    participants = models.PositiveIntegerField(_("服务人次"))
    staff = models.CharField(_("服务人员"), max_length=120)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("更正的记录")
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务记录")
        ordering = ["-served_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="service_record_minutes",
                condition=models.Q(minutes__gte=1, minutes__lte=1440),
                violation_error_message=_("时长应在 1 到 1,440 分钟之间。"),
            ),
            models.CheckConstraint(
                name="service_record_participants",
                condition=models.Q(participants__gte=1, participants__lte=100000),
                violation_error_message=_("服务人次应在 1 到 100,000 之间。"),
            ),
        ]
        indexes = [models.Index(fields=["project", "-served_on"], name="service_record_project")]

    def __str__(self) -> str:
        return f"{self.served_on} {self.activity}"

    def get_absolute_url(self) -> str:
        return reverse("delivery:record", args=[self.pk])
