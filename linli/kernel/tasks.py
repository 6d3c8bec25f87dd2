"""Jobs of the kernel, run by the job worker."""

from datetime import timedelta

from procrastinate.contrib.django import app

from linli.kernel import clock, journal
from linli.kernel.models import IdempotencyKey

KEYS_KEPT = timedelta(days=30)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.sequence", pass_context=False)
def sequence_journal(timestamp: int) -> int:
    """Give positions to events whose process died between its commit and its own call of the sequencer."""
    return journal.sequence()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="kernel.forget_keys", pass_context=False)
def forget_old_keys(timestamp: int) -> int:
    """Idempotency keys serve repetitions within days, not years."""
    deleted, _each = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEYS_KEPT).delete()
    return deleted
