"""Jobs of admission, run by the job worker: periods that pass, ends that come near, answers that are late."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from django.db import OperationalError
from procrastinate.contrib.django import app

from linli.foundations.admission import actions, rules
from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import AdmissionState, ReportState
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

R = TypeVar("R")


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="admission.daily", pass_context=False)
def daily(timestamp: int) -> dict[str, int]:
    """Everything that a new day brings; safe to run again."""
    return {
        "consultations": consultations(),
        "expired": expiries(),
        "reminded": reminders(),
        "escalated": escalations(),
    }


def consultations() -> int:
    """Periods for opinions that have passed: the chain begins without those who did not answer."""
    late = Admission.objects.filter(state=AdmissionState.CONSULTING, consult_until__lt=clock.now()).order_by("pk")
    return _each(late, lambda one: actions.close_consultation(one, actor=Actor.system()))


def expiries() -> int:
    """Admissions whose last day has passed."""
    over = Admission.objects.filter(state=AdmissionState.IN_FORCE, until__lt=clock.today()).order_by("pk")
    return _each(over, lambda one: actions.expire(one, actor=Actor.system()))


def reminders() -> int:
    """Reminders before the end, each once."""
    marks, sent = book.value("admission.remind_days"), 0
    for one in Admission.objects.in_force().order_by("pk"):
        mark = rules.next_reminder((one.until - clock.today()).days, marks, one.reminded)
        if mark is not None:
            actions.remind(one, actor=Actor.system(), mark=mark)
            sent += 1
    return sent


def escalations() -> int:
    """Reports whose answer or decision is overdue, each once."""
    now = clock.now()
    waiting = Report.objects.filter(state__in=[ReportState.FILED, ReportState.ANSWERED])
    unanswered = waiting.filter(state=ReportState.FILED, answer_due_at__lt=now, answer_escalated_at__isnull=True)
    undecided = waiting.filter(due_at__lt=now, escalated_at__isnull=True)
    return _each((unanswered | undecided).order_by("pk"), lambda one: actions.escalate(one, actor=Actor.system()))


def _each(found: Iterable[R], do: Callable[[R], object]) -> int:
    """How many were done. One that somebody else is handling at this moment waits for the next run."""
    done = 0
    for one in found:
        with suppress(Refusal, OperationalError):
            do(one)
            done += 1
    return done
