"""A community reports a task that was pushed on it without admission (未准入事项反映)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.admission.models.admission import SEE_ALL, Admission
from linli.foundations.admission.states import Answer, Outcome, ReportState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> Self:
        """The bureau, finance and supervisors; the community that reports, its town, and the department concerned."""
        if actor.organisation_kind in SEE_ALL:
            return self
        if actor.organisation_id is None:
            return self.none()
        seen = Q(organisation_id=actor.organisation_id) | Q(department_id=actor.organisation_id)
        if actor.organisation_kind == OrganisationKind.TOWN:
            seen |= Q(place__code__startswith=actor.place_code)
        return self.filter(seen)


class Report(Subject):
    """A case: answered by the department, decided by the bureau, each by its day. Files are its evidence."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState.choices, default=ReportState.FILED)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("反映单位"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    department = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("下派部门"))
    title = models.CharField(_("事项名称"), max_length=80)
    what = models.TextField(_("情况说明"), max_length=1000)
    occurred_on = models.DateField(_("下派日期"))
    filed_at = models.DateTimeField(_("反映时间"))
    answer_due_at = models.DateTimeField(_("答复期限"))
    due_at = models.DateTimeField(_("认定期限"))
    answer = models.CharField(_("部门答复"), max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.CharField(_("答复说明"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    admission = models.ForeignKey(
        Admission, models.PROTECT, null=True, related_name="reports", verbose_name=_("准入事项")
    )
    outcome = models.CharField(_("认定结果"), max_length=12, choices=Outcome.choices, blank=True)
    decision = models.CharField(_("认定理由"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("认定时间"), null=True)
    closing = models.CharField(_("办结情况"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    answer_escalated_at = models.DateTimeField(_("答复逾期上报时间"), null=True)
    escalated_at = models.DateTimeField(_("认定逾期上报时间"), null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("未准入事项反映")
        constraints = [
            models.CheckConstraint(
                name="admission_report_decided_with_reason",
                condition=~Q(state__in=["decided", "closed"])
                | (~Q(outcome="") & ~Q(decision="") & Q(decided_at__isnull=False)),
                violation_error_message=_("认定必须有结果和理由。"),
            ),
            models.CheckConstraint(
                name="admission_report_closed_with_words",
                condition=~Q(state="closed") | (~Q(closing="") & Q(closed_at__isnull=False)),
                violation_error_message=_("办结必须写明情况。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="admission_report_due")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("admission:report", args=[self.pk])
