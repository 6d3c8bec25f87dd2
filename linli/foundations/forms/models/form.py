"""Forms and their versions. A version never changes once it is there; what is wrong is put right by a newer one."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.forms.states import Purpose, VersionState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS, OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.models.files import StoredFile

SURVEYING = (*PURCHASERS, *PROVIDERS)
"""Kinds of organisation whose people fill in forms."""


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, actor: Actor) -> Self:
        """Supervisors see all; others their own, those of the places above them, and those of the places they serve."""
        if actor.organisation_kind == OrganisationKind.SUPERVISOR:
            return self
        if actor.organisation_id is None:
            return self.none()
        above = self.alias(asked=Value(actor.place_code)).filter(asked__startswith=F("place_code"))
        seen = Q(pk__in=above.values("pk")) | Q(organisation_id=actor.organisation_id)
        if actor.organisation_kind in PURCHASERS:
            seen |= Q(place_code__startswith=actor.place_code)
        return self.filter(seen)


class Form(Subject):
    """A form by its XLSForm `form_id`. `place_code` bounds where it is filled in; `page_token` opens its public page."""

    form_id = models.CharField(_("表单编号"), max_length=60, unique=True)
    title = models.CharField(_("表单名称"), max_length=200)
    purpose = models.CharField(_("用途"), max_length=12, choices=Purpose.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("制表单位"))
    place_code = models.CharField(_("区划代码"), max_length=12, editable=False)
    page_token = models.CharField(_("公开链接"), max_length=40, null=True, blank=True, unique=True, editable=False)
    consent = models.CharField(_("知情同意说明"), max_length=500, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = _("表单")
        constraints = [
            models.CheckConstraint(
                name="form_page_with_consent",
                condition=Q(page_token__isnull=True) | ~Q(consent=""),
                violation_error_message=_("公开填写的表单必须写明收集什么、作什么用。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("xforms:form", args=[self.pk])

    @property
    def published(self) -> "FormVersion | None":
        """The version that is filled in now."""
        return self.versions.filter(state=VersionState.PUBLISHED).first()


class FormVersion(Subject):
    """One version as its workbook made it. `hash` is the MD5 of `xml` (hex), by which phones know a form again."""

    set_aside: ClassVar[frozenset[str]] = frozenset({VersionState.RETIRED})

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name=_("表单"))
    label = models.CharField(_("版本号"), max_length=60)
    title = models.CharField(_("表单名称"), max_length=200)
    xml = models.TextField(_("XForm"))
    hash = models.CharField(_("MD5"), max_length=32)
    schema = models.JSONField(_("结构"))
    workbook = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("工作簿"))
    state = models.CharField(_("状态"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("表单版本")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "label"],
                name="form_version_once",
                violation_error_message=_("这份表单已有同号的版本，请在 settings 表改写 version。"),
            ),
            models.UniqueConstraint(
                fields=["form"],
                condition=Q(state="published"),
                name="form_one_published",
                violation_error_message=_("同一份表单只能有一个已发布的版本。"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="immutable",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("form", "label", "title", "xml", "hash", "schema", "workbook"),
                func="RAISE EXCEPTION 'a version of a form never changes' USING ERRCODE = 'insufficient_privilege';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("xforms:version", args=[self.pk])

    @property
    def organisation_id(self) -> int:
        return self.form.organisation_id

    @property
    def place_code(self) -> str:
        return self.form.place_code

    def nodes(self) -> list[dict[str, Any]]:
        """The tree of questions."""
        found: list[dict[str, Any]] = self.schema["nodes"]
        return found


class FormMedia(models.Model):
    """A picture or table that goes with a version. `md5` (hex) is what phones compare."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="media", verbose_name=_("表单版本"))
    name = models.CharField(_("文件名"), max_length=255)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    md5 = models.CharField(_("MD5"), max_length=32)

    class Meta:
        verbose_name = _("表单附件")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                name="form_media_once",
                violation_error_message=_("这个版本已有同名的附件。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
