"""Jobs of step 1, run by the job worker: answers to voices that fall due or are late, codes that have served, campaigns whose
time is over, what came in for them, and searches for needs that are too large for a clerk to wait for."""

from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError
from procrastinate.contrib.django import app

from linli.flow.s1_needs.actions import carry_out
from linli.flow.s1_needs.actions.deadline import level_due, urge
from linli.flow.s1_needs.campaigns import actions, gathering
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import COLLECTED, RUNNING
from linli.flow.s1_needs.models import AnalysisRun, PhoneCheck, Voice
from linli.flow.s1_needs.states import RunState
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="needs.campaigns", pass_context=False)
def campaigns(timestamp: int) -> dict[str, int]:
    """Every minute; safe to run again, and beside another run."""
    return {"gathered": gathered(), "closed": closed()}


def gathered() -> int:
    """New and changed answers of all campaigns that are collected."""
    return sum(gathering.all_of(one) for one in Campaign.objects.filter(state__in=COLLECTED).order_by("pk"))


def closed() -> int:
    """Campaigns whose time is over. One that somebody else is handling at this moment waits for the next run."""
    done = 0
    for one in Campaign.objects.filter(state=RUNNING, due_at__lte=clock.now()).order_by("pk"):
        with suppress(Refusal, OperationalError):
            actions.close(one, actor=Actor.system())
            done += 1
    return done


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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="needs.carry_out", pass_context=False)
def carry_out_waiting(timestamp: int) -> int:
    """Every search that waits, oldest first; how many were done. One that was cut off half-way is still waiting."""
    done = 0
    for run in AnalysisRun.objects.filter(state=RunState.WAITING).order_by("pk"):
        with suppress(Refusal, OperationalError):
            carry_out(run, actor=Actor.system())
            done += 1
    return done
