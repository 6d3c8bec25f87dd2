"""Jobs of step 1, run by the job worker: campaigns whose time is over are closed, what came in is gathered and counted."""

from contextlib import suppress

from django.db import OperationalError
from procrastinate.contrib.django import app

from linli.flow.s1_needs.campaigns import actions, gathering
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import COLLECTED, RUNNING
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
