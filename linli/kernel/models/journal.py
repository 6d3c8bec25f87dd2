"""The journal (留痕): what happened, who did it, for whom, under which law. Append-only, down to SQL.

`Event` is written inside the action's transaction. Its sequence number is not commit order, so a position is given
afterwards, under a lock, to events that are committed: readers, feeds and caches follow positions, never ids.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    DONE = "done", _("已办")
    REFUSED = "refused", _("被拒绝")


def append_only() -> list[pgtrigger.Trigger]:
    """The trigger of a table that only grows: no UPDATE, no DELETE, no TRUNCATE, by whatever road."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';",
        )
    ]


class Event(models.Model):
    """One thing that happened or was refused. Facts hold no personal data; `leaf` is their canonical form, kept as is."""

    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())
    actor_kind = models.CharField(_("办理人类别"), max_length=10)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=40, blank=True)
    verb = models.CharField(_("动作"), max_length=80)
    step = models.PositiveSmallIntegerField(_("步骤"), null=True)
    subject_type = models.CharField(_("对象类别"), max_length=60)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    subject_text = models.CharField(_("对象名称"), max_length=200, blank=True)
    thread_key = models.BigIntegerField(_("一事一链"), null=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    facts = models.JSONField(_("事实"), default=dict)
    law = models.JSONField(_("依据"), default=list)
    public = models.BooleanField(_("公开"), default=False)
    leaf = models.BinaryField(_("规范形式"))

    class Meta:
        verbose_name = _("留痕")
        constraints = [
            models.CheckConstraint(
                name="event_person_acts_for_organisation",
                condition=models.Q(actor_kind="person", person__isnull=False) | ~models.Q(actor_kind="person"),
                violation_error_message=_("个人办理的事项必须记明办理人。"),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(
                fields=["thread_key", "id"], name="event_thread", condition=models.Q(thread_key__isnull=False)
            ),
            models.Index(fields=["person", "-id"], name="event_person"),
            models.Index(fields=["verb", "-id"], name="event_verb"),
            models.Index(fields=["-id"], name="event_public", condition=models.Q(public=True)),
            GinIndex(fields=["law"], name="event_law", opclasses=["jsonb_path_ops"]),
            GinIndex(
                fields=["facts"],
                name="event_refused",
                opclasses=["jsonb_path_ops"],
                condition=models.Q(outcome="refused"),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_text}"


class JournalPosition(models.Model):
    """The place of a committed event in the one order that everybody follows; positions have no gaps."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="journal_position")

    class Meta:
        verbose_name = _("留痕次序")
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.position)


class JournalHead(models.Model):
    """One row: the last position given. Public pages are cached under it."""

    position = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("留痕末位")

    def __str__(self) -> str:
        return str(self.position)


class JournalQueue(models.Model):
    """Committed events that still wait for a position; a trigger of Event fills it, the sequencer empties it."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)

    class Meta:
        verbose_name = _("待排序的留痕")

    def __str__(self) -> str:
        return str(self.pk)


class IdempotencyKey(models.Model):
    """A write that may come again: the first answer is kept with the hash of what was asked."""

    actor = models.CharField(_("办理人"), max_length=60)
    verb = models.CharField(_("动作"), max_length=80)
    key = models.CharField(_("幂等键"), max_length=100)
    request_hash = models.CharField(_("请求摘要"), max_length=64)
    answer = models.JSONField(_("答复"), null=True)
    created_at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        verbose_name = _("幂等键")
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "verb", "key"],
                name="idempotency_key_once",
                violation_error_message=_("这次提交已经收到。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
