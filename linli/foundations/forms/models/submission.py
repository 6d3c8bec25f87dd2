"""What was sent in. Each edit is a row of its own: the first one's key is their common root, the newest one counts."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.forms.models.form import Form, FormVersion
from linli.foundations.forms.states import ReviewState, Road
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.models.files import StoredFile

SERVING = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
"""Kinds that see what was sent in from the places they serve."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: Actor) -> Self:
        """Supervisors all; others what they sent, what was sent to their forms, and what came from places they serve."""
        if actor.organisation_kind == OrganisationKind.SUPERVISOR:
            return self
        if actor.organisation_id is None:
            return self.none()
        seen = Q(organisation_id=actor.organisation_id) | Q(form__organisation_id=actor.organisation_id)
        if actor.organisation_kind in SERVING:
            seen |= Q(place_code__startswith=actor.place_code)
        return self.filter(seen)

    def current(self) -> Self:
        """The newest version of each."""
        return self.filter(is_current=True)


class Submission(Subject):
    """One filled-in form. `answers` holds the values by path, repeats as lists; `digest` is the SHA-256 (hex) of what was
    sent, `xml` what was kept of it: elements that the form does not ask for are left out (个人信息保护法 6).

    Rows come only through intake/store.py, in one statement; `organisation` and `person` are those who sent it, none for
    the public page.
    """

    guarded: ClassVar[bool] = True

    form = models.ForeignKey(Form, models.PROTECT, related_name="submissions", db_index=False, verbose_name=_("表单"))
    form_version = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("表单版本")
    )
    instance_id = models.CharField(_("填报编号"), max_length=120)
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="edits", db_index=False, verbose_name=_("首次填报")
    )
    is_current = models.BooleanField(_("现行版本"), default=True)
    xml = models.TextField(_("原文"))
    digest = models.CharField(_("摘要"), max_length=64)
    answers = models.JSONField(_("答案"))
    complete = models.BooleanField(_("附件已齐"), default=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("采集单位")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("采集人")
    )
    place_code = models.CharField(_("区划代码"), max_length=12)
    road = models.CharField(_("来源"), max_length=10, choices=Road.choices, default=Road.PHONE)
    received_at = models.DateTimeField(_("收到时间"))
    state = models.CharField(_("审核状态"), max_length=10, choices=ReviewState.choices, default=ReviewState.RECEIVED)
    reason = models.CharField(_("审核意见"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("填报")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "instance_id"],
                name="submission_instance_once",
                violation_error_message=_("这份填报已经收到。"),
            ),
            models.CheckConstraint(
                name="submission_doubted_with_reason",
                condition=~Q(state__in=["issues", "rejected"]) | ~Q(reason=""),
                violation_error_message=_("有问题或不采用的填报必须写明原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["form", "-id"], name="submission_form"),
            models.Index(fields=["root"], name="submission_root", condition=Q(root__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{_('填报')} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("xforms:submission", args=[self.pk])

    @property
    def first_id(self) -> int:
        """The key of the first version."""
        return self.root_id or self.pk

    def versions(self) -> "models.QuerySet[Submission]":
        """All versions, newest first."""
        return Submission.objects.filter(Q(pk=self.first_id) | Q(root_id=self.first_id)).order_by("-pk")


class Attachment(models.Model):
    """A file sent with a submission, under the name that its answer gives."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments", verbose_name=_("填报"))
    name = models.CharField(_("文件名"), max_length=255)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    sent: "models.CharField[Any, Any]" = models.CharField(_("原件摘要"), max_length=64)
    """SHA-256 (hex) of the bytes as sent: pictures are kept without what is noted in them."""

    class Meta:
        verbose_name = _("填报附件")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "name"],
                name="attachment_once",
                violation_error_message=_("同名附件已经收到。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
