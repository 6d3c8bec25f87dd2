"""Reminders (催办): somebody who oversees a task asks those responsible to get on with it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.kernel import clock
from linli.kernel.models import Subject, Task


class ReminderState(models.TextChoices):
    SENT = "sent", _("待知悉")
    ACKNOWLEDGED = "acknowledged", _("已知悉")


class Reminder(Subject):
    """One reminder of one task; at most one a day, so that it stays worth reading."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reminders", verbose_name=_("待办"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("项目")
    )
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="reminders_sent", verbose_name=_("催办单位"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("催办人")
    )
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, related_name="reminders_received", verbose_name=_("责任单位")
    )
    role = models.CharField(_("角色"), max_length=40, blank=True)
    note = models.CharField(_("催办意见"), max_length=200)
    day = models.DateField(_("日期"), default=clock.today)
    state = models.CharField(_("状态"), max_length=12, choices=ReminderState.choices, default=ReminderState.SENT)

    class Meta:
        verbose_name = _("催办")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "day"],
                name="reminder_once_a_day",
                violation_error_message=_("这件待办今天已经催办过。"),
            )
        ]

    def __str__(self) -> str:
        return gettext("催办：%(task)s") % {"task": self.task.title}

    def get_absolute_url(self) -> str:
        return reverse("insight:reminder", args=[self.pk])
