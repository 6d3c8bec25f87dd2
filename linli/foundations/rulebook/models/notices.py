"""Notices of moved deadlines: the calendar of a year changed, and somebody's days with it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.models import Subject


class NoticeState(models.TextChoices):
    OPEN = "open", _("待知悉")
    NOTED = "noted", _("已知悉")


class DeadlineNotice(Subject):
    """What one office is told after a calendar changed: `moves` lists title, path, the day before and the day after."""

    year = models.PositiveSmallIntegerField(_("年度"))
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("指定人")
    )
    moves = models.JSONField(_("变动"), default=list)
    state = models.CharField(_("状态"), max_length=8, choices=NoticeState.choices, default=NoticeState.OPEN)

    class Meta:
        verbose_name = _("期限变动通知")
        ordering = ["-id"]

    def __str__(self) -> str:
        return gettext("%(year)s 年日历变动，%(n)s 项期限随之变动") % {"year": self.year, "n": len(self.moves)}

    def get_absolute_url(self) -> str:
        return reverse("rulebook:deadline-notice", args=[self.pk])
