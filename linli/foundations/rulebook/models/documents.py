"""Documents that this district makes or enters in the application, and their versions."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.places.models import Place
from linli.foundations.rulebook.documents import states
from linli.foundations.rulebook.documents.states import Style, VersionState
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

READERS = ("supervisor",)
"""Kinds of organisation that read every draft; others read their own and what is published."""
PUBLISHED = [str(state) for state in states.PUBLISHED]
OPEN = [str(state) for state in states.OPEN]
SET = Q(number__gt="", issued_on__isnull=False, effective_on__isnull=False)


class RuleDocument(Subject):
    """A document through all its versions. `key` is part of its public address and never changes."""

    key = models.SlugField(_("地址"), max_length=60, unique=True)
    level = models.CharField(_("层级"), max_length=10, choices=states.Level.choices)
    role = models.CharField(_("体系位置"), max_length=1, choices=states.DocumentRole.choices, blank=True)
    short = models.CharField(_("简称"), max_length=40)
    short_en = models.CharField(_("英文简称"), max_length=80, blank=True)
    issuer = models.CharField(_("发布单位"), max_length=120)
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="rule_documents", verbose_name=_("维护单位")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="rule_documents", verbose_name=_("适用区域"))

    class Meta:
        verbose_name = _("规则文件")
        constraints = [
            models.CheckConstraint(
                name="rule_document_key_format",
                condition=Q(key__regex=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
                violation_error_message=_("地址由小写字母、数字和短横线组成，以字母开头。"),
            )
        ]

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        return reverse("rulebook:doc", args=[self.key])


class VersionQuerySet(models.QuerySet["RuleVersion"]):
    def published(self) -> Self:
        return self.filter(state__in=PUBLISHED)

    def open(self) -> Self:
        """Being made: from the draft to the day of issue."""
        return self.filter(state__in=OPEN)

    def visible_to(self, actor: Actor) -> Self:
        """Everybody sees what is published or consulted on; drafts are seen by whoever keeps them, the bureau for its
        review, and supervisors."""
        if actor.kind == "system" or actor.organisation_kind in READERS:
            return self
        seen = Q(state__in=[*PUBLISHED, VersionState.CONSULTATION])
        if actor.organisation_id is not None:
            seen |= Q(document__organisation_id=actor.organisation_id)
        if actor.organisation_kind == "civil_affairs":
            seen |= ~Q(state__in=[VersionState.DRAFT, VersionState.WITHDRAWN])
        return self.filter(seen)


class RuleVersion(Subject):
    """One version of a document. `expires_on` is the last day of a trial (试行); `ended_on` the first day on which a revised
    or repealed text no longer applies; `consulted` the clauses as they were put out for consultation."""

    document = models.ForeignKey(RuleDocument, models.PROTECT, related_name="versions", verbose_name=_("文件"))
    ordinal = models.PositiveSmallIntegerField(_("版次"))
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="revisions", verbose_name=_("修订自"))
    title = models.CharField(_("标题"), max_length=120)
    style = models.CharField(_("条款编排"), max_length=10, choices=Style.choices, default=Style.ARTICLES)
    note = models.TextField(_("制定或修订说明"), max_length=1000, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("发布日期"), null=True)
    effective_on = models.DateField(_("施行日期"), null=True)
    trial = models.BooleanField(_("试行"), default=False)
    expires_on = models.DateField(_("试行期满日"), null=True)
    consultation_from = models.DateTimeField(_("征求意见开始"), null=True)
    consultation_until = models.DateTimeField(_("征求意见截止"), null=True)
    consulted = models.JSONField(_("征求意见稿"), default=list)
    ended_on = models.DateField(_("失效日期"), null=True)
    end_reason = models.CharField(_("废止或撤回理由"), max_length=300, blank=True)
    successor_key = models.SlugField(_("替代文件"), max_length=60, blank=True)
    reminded = models.PositiveSmallIntegerField(_("已提醒的时点（日）"), null=True, editable=False)

    set_aside = frozenset({"revised"})

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件版本")
        ordering = ["document_id", "-ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="rule_version_ordinal"),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=OPEN),
                name="rule_version_open_once",
                violation_error_message=_("这份文件已有一个版本正在起草或审批。"),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="issued"),
                name="rule_version_issued_once",
                violation_error_message=_("这份文件已有现行版本，新版本须由修订产生。"),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="rule_version_number_once",
                violation_error_message=_("这个文号已经用过。"),
            ),
            models.CheckConstraint(
                name="rule_version_issued_has_number_and_dates",
                condition=~Q(state__in=PUBLISHED) | SET,
                violation_error_message=_("已发布的文件必须有文号、发布日期和施行日期。"),
            ),
            models.CheckConstraint(
                name="rule_version_trial_has_its_end",
                condition=~Q(state__in=PUBLISHED)
                | ~Q(trial=True)
                | (Q(expires_on__isnull=False) & Q(expires_on__gt=F("effective_on"))),
                violation_error_message=_("试行文件必须写明晚于施行日期的试行期满日。"),
            ),
            models.CheckConstraint(
                name="rule_version_ended_has_day",
                condition=Q(state__in=["revised", "repealed"], ended_on__isnull=False)
                | (~Q(state__in=["revised", "repealed"]) & Q(ended_on__isnull=True)),
                violation_error_message=_("已修订或已废止的版本必须写明失效日期。"),
            ),
            models.CheckConstraint(
                name="rule_version_repealed_has_reason",
                condition=~Q(state="repealed") | ~Q(end_reason=""),
                violation_error_message=_("废止必须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_on"], name="rule_version_expiry")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('rulebook:doc', args=[self.document.key])}?version={self.ordinal}"

    @property
    def is_writable(self) -> bool:
        return self.state in states.WRITABLE
