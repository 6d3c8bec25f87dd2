"""Jobs of the kernel, run by the job worker."""

from datetime import timedelta

from procrastinate.contrib.django import app

from linli.kernel import clock, hooks, journal
from linli.kernel.models import IdempotencyKey, Task
from linli.kernel.models.inbox import TaskKind, TaskState

KEYS_KEPT = timedelta(days=30)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.sequence", pass_context=False)
def sequence_journal(timestamp: int) -> int:
    """Give positions to events whose process died between its commit and its own call of the sequencer."""
    return journal.sequence()


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="kernel.pass_moments", pass_context=False)
def pass_moments(timestamp: int) -> int:
    """Close the legal moments that have passed, so that threads show the next one."""
    passed = Task.objects.open().filter(kind=TaskKind.MOMENT, due_at__lt=clock.now())
    threads = set(passed.exclude(thread_key=None).values_list("thread_key", flat=True))
    closed = passed.update(state=TaskState.DONE, closed_at=clock.now())
    for thread_key in threads:
        hooks.call("inbox.changed", thread_key=thread_key)
    return closed


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="kernel.forget_keys", pass_context=False)
def forget_old_keys(timestamp: int) -> int:
    """Idempotency keys serve repetitions within days, not years."""
    deleted, _each = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEYS_KEPT).delete()
    return deleted
