"""Tasks: what an organisation's role, or one person, has to do by when (待办), and what was done (已办)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actor import Actor


class TaskState(models.TextChoices):
    OPEN = "open", _("待办")
    DONE = "done", _("已办")
    CANCELLED = "cancelled", _("已取消")


class TaskKind(models.TextChoices):
    DUTY = "duty", _("待办事项")
    MOMENT = "moment", _("期限")


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def duties(self) -> Self:
        """What somebody must do; a moment (bid deadline, end of a publicity period) only passes."""
        return self.filter(kind=TaskKind.DUTY)

    def still_ahead(self) -> Self:
        """Without the moments that have passed: they ask nothing of anybody."""
        return self.exclude(kind=TaskKind.MOMENT, due_at__lt=clock.now())

    def for_actor(self, actor: Actor) -> Self:
        """What the actor may do himself: his organisation's, in his role, or addressed to him by name."""
        mine = models.Q(organisation_id=actor.organisation_id) & (models.Q(role="") | models.Q(role=actor.role))
        return self.filter(mine, models.Q(person__isnull=True) | models.Q(person_id=actor.person_id))


class Task(models.Model):
    """One thing to do, opened by one action and closed by the action whose verb it names."""

    kind = models.CharField(_("类别"), max_length=10, choices=TaskKind.choices, default=TaskKind.DUTY)
    state = models.CharField(_("状态"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, null=True, related_name="tasks", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tasks", verbose_name=_("指定人")
    )
    verb = models.CharField(_("动作"), max_length=80)
    step = models.PositiveSmallIntegerField(_("步骤"), null=True)
    subject_type = models.CharField(_("对象类别"), max_length=60)
    subject_id = models.BigIntegerField(_("对象"))
    thread_key = models.BigIntegerField(_("一事一链"), null=True)
    title = models.CharField(_("事项"), max_length=200)
    context = models.CharField(_("说明"), max_length=300, blank=True)
    clause = models.JSONField(_("依据"), null=True)
    path = models.CharField(_("地址"), max_length=300)
    due_at = models.DateTimeField(_("期限"), null=True)
    due_basis = models.CharField(_("期限说明"), max_length=200, blank=True)
    counted = models.JSONField(_("期限算法"), null=True)
    """From which day and how long the deadline was counted (kernel/deadline.py); none where a person fixed the day."""
    opened_at = models.DateTimeField(_("开始时间"))
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办结人")
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办")
        constraints = [
            models.CheckConstraint(
                name="task_closed_has_time",
                condition=models.Q(state="open", closed_at__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                violation_error_message=_("办结的事项必须记明办结时间。"),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "verb", "organisation", "role", "person", "kind"],
                condition=models.Q(state="open"),
                nulls_distinct=False,
                name="task_open_once",
                violation_error_message=_("同一事项已在待办中。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"], name="task_open_organisation", condition=models.Q(state="open")
            ),
            models.Index(fields=["thread_key", "due_at"], name="task_open_thread", condition=models.Q(state="open")),
            models.Index(fields=["closed_by", "-closed_at"], name="task_done_by", condition=models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return self.title

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor may do it himself: the same as `for_actor`, for one task."""
        mine = self.organisation_id == actor.organisation_id and self.role in ("", actor.role)
        return mine and self.person_id in (None, actor.person_id)
