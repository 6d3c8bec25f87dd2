"""The verbs of the cockpit: to remind, and to say that one was reminded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.thread.models import Project
from linli.kernel import clock, hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind, TaskState
from linli.openness.insight.models import Reminder, ReminderState

ACKNOWLEDGE = "insight.reminder:acknowledge"
SHORTEST = 5


@action(
    "insight.task:remind",
    gettext_lazy("催办"),
    scope="task",
    tells=gettext_lazy("%(task)s，%(note)s"),
)
def remind(*, actor: Actor, task: Task, note: str) -> Reminder:
    """Ask those responsible for an open task to get on with it; the reminder stands in their inbox until they have seen
    it or done the task. Once a day for each task. Refuses tasks that are closed or addressed to nobody."""
    row = Task.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=task.pk)
    if row.state != TaskState.OPEN or row.kind != TaskKind.DUTY or row.organisation is None:
        raise Refusal(_("“%(task)s”已经办结，不用催办。") % {"task": row.title}, remedy=_("请刷新页面，查看最新情况。"))
    if len(note.strip()) < SHORTEST:
        raise Refusal(
            _("催办意见只有 %(n)s 个字，至少 %(least)s 个字。") % {"n": len(note.strip()), "least": SHORTEST},
            remedy=_("请写明要做什么、什么时候做完。"),
            field="note",
        )
    if Reminder.objects.filter(task=row, day=clock.today()).exists():
        raise Refusal(_("这件待办今天已经催办过。"), remedy=_("请等责任单位回应，明天可以再次催办。"))
    assert actor.organisation_id is not None
    made = Reminder.objects.create(
        task=row,
        project=Project.objects.filter(pk=row.thread_key).first() if row.thread_key else None,
        sender_id=actor.organisation_id,
        person_id=actor.person_id,
        recipient=row.organisation,
        role=row.role,
        note=note.strip(),
    )
    inbox.open_task(
        made,
        ACKNOWLEDGE,
        title=str(made),
        context=f"{actor.organisation_name}：{made.note}",
        organisation_id=row.organisation_id,
        role=row.role,
        person_id=row.person_id,
        step=row.step,
    )
    record(task=row.title, note=made.note, recipient=row.organisation.name)
    return made


@action(
    ACKNOWLEDGE,
    gettext_lazy("知悉催办"),
    short=pgettext_lazy("待办", "查看"),
    subject=Reminder,
    moves=({str(ReminderState.SENT)}, str(ReminderState.ACKNOWLEDGED)),
)
def acknowledge(reminder: Reminder, *, actor: Actor) -> Reminder:
    """Say that the reminder was read; the task itself stays open."""
    return reminder


@hooks.on("inbox.changed")
def take_back(*, thread_key: int) -> None:
    """A reminder of a task that is closed by now leaves the inbox."""
    take_back_many(thread_keys={thread_key})


@hooks.on("inbox.changed_many")
def take_back_many(*, thread_keys: set[int]) -> None:
    """The same for many threads."""
    waiting = Task.objects.open().filter(verb=ACKNOWLEDGE, thread_key__in=thread_keys)
    for task in waiting:
        over = Reminder.objects.filter(pk=task.subject_id).exclude(task__state=TaskState.OPEN)
        if over.exists():
            Task.objects.open().filter(pk=task.pk).update(state=TaskState.CANCELLED, closed_at=clock.now())
