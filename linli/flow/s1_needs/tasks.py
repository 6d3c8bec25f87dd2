"""Jobs of step 1, run by the job worker: answers that fall due or are late, codes that have served."""

from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError
from procrastinate.contrib.django import app

from linli.flow.s1_needs.actions.deadline import level_due, urge
from linli.flow.s1_needs.models import PhoneCheck, Voice
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="needs.urge_answers", pass_context=False)
def urge_answers(timestamp: int) -> int:
    """Remind of answers that fall due and tell the offices above of late ones, each level once; how many were told of."""
    told = 0
    for voice in Voice.objects.open().defer("search").order_by("due_at", "pk").iterator():
        level = level_due(voice)
        if level <= voice.urged:
            continue
        with suppress(Refusal, OperationalError):
            urge(voice, actor=Actor.system(), level=level)
            told += 1
    return told


@app.periodic(cron="35 3 * * *")
@app.task(queueing_lock="needs.forget_codes", pass_context=False)
def forget_codes(timestamp: int) -> int:
    """Codes serve for minutes and count for a day; afterwards nothing is kept of them."""
    deleted, _each = PhoneCheck.objects.filter(sent_at__lt=clock.now() - timedelta(days=1)).delete()
    return deleted
