"""Data of a form that take longer to write than anybody waits for a page: written in the background, kept for a while."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.forms.models.form import Form
from linli.foundations.forms.states import DownloadState, ReviewState
from linli.foundations.parties.models import Organisation
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

KEPT = timedelta(days=3)
"""Files hold personal data as the database does: they are not kept longer than it takes to fetch them."""


class DownloadQuerySet(models.QuerySet["Download"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, in the role in which one asked for them."""
        if actor.person_id is None:
            return self.none()
        return self.filter(person_id=actor.person_id, organisation_id=actor.organisation_id, role=actor.role)


class Download(Subject):
    """What somebody asked to be written, for himself alone. `key` is the file's in VAR_DIR/exports, unguessable."""

    guarded: ClassVar[bool] = True
    set_aside: ClassVar[frozenset[str]] = frozenset()

    form = models.ForeignKey(Form, models.PROTECT, related_name="+", verbose_name=_("表单"))
    kind = models.CharField(_("格式"), max_length=4)
    wanted = models.CharField(_("审核状态"), max_length=10, choices=ReviewState.choices, blank=True)
    personal = models.BooleanField(_("含个人信息"), default=False)
    total = models.PositiveIntegerField(_("填报数"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导出人"))
    role = models.CharField(_("角色"), max_length=40)
    key = models.CharField(_("文件"), max_length=40, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=DownloadState.choices, default=DownloadState.WRITING)
    expires_at = models.DateTimeField(_("保留到"), null=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出文件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.form.title}.{self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("xforms:downloads")

    @property
    def path(self) -> Path:
        """Where the finished file is."""
        return Path(settings.VAR_DIR) / "exports" / self.key

    @property
    def written(self) -> int:
        """How many submissions have been written so far; the job notes it beside the file, for it is nobody's act."""
        try:
            return int(self.path.with_suffix(".done").read_text() or 0)
        except (FileNotFoundError, ValueError):
            return 0
