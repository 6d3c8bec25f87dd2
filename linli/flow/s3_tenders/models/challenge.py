"""Challenges (质疑): a bidder's objection in writing, and the purchaser's answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders.models.lawful import OfTender
from linli.flow.s3_tenders.models.tender import Tender
from linli.flow.s3_tenders.states import ChallengeState, ChallengeSubject
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.kernel.models import Subject


class Challenge(OfTender, Subject):
    """政府采购法 52–53: filed within 7 working days of the harm, answered within 7 working days. `due_at` ends the latter."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="challenges", verbose_name=_("项目"))
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="challenges", verbose_name=_("招标"))
    purchaser = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("采购人"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("质疑供应商"))
    state = models.CharField(_("状态"), max_length=10, choices=ChallengeState.choices, default=ChallengeState.FILED)
    about = models.CharField(_("质疑对象"), max_length=10, choices=ChallengeSubject.choices)
    text = models.TextField(_("质疑事项和依据"))
    filed_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("答复期限"))
    answer = models.TextField(_("答复"), blank=True)
    upheld = models.BooleanField(_("质疑成立"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("质疑")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "organisation", "about"],
                name="challenge_once_for_one_matter",
                violation_error_message=_("针对同一采购程序环节的质疑应一次性提出。"),
            ),
            models.CheckConstraint(
                name="challenge_answered_whole",
                condition=~Q(state="answered") | (Q(upheld__isnull=False) & ~Q(answer="")),
                violation_error_message=_("答复质疑应写明结论和理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.title} {_('质疑')}"

    def get_absolute_url(self) -> str:
        return f"/tenders/challenges/{self.pk}/"
