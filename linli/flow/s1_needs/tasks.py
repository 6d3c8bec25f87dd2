"""Jobs of step 1: searches for needs that are too large for a clerk to wait for."""

from contextlib import suppress

from django.db import OperationalError
from procrastinate.contrib.django import app

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import AnalysisRun
from linli.flow.s1_needs.states import RunState
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="needs.carry_out", pass_context=False)
def carry_out_waiting(timestamp: int) -> int:
    """Every search that waits, oldest first; how many were done. One that was cut off half-way is still waiting."""
    done = 0
    for run in AnalysisRun.objects.filter(state=RunState.WAITING).order_by("pk"):
        with suppress(Refusal, OperationalError):
            actions.carry_out(run, actor=Actor.system())
            done += 1
    return done
