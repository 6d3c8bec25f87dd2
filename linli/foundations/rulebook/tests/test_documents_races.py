"""Two at the same time: the last comment against the end of its consultation, two revisions, two issues."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from linli.foundations.rulebook.documents import actions, shelf
from linli.foundations.rulebook.models import RuleComment, RuleDocument, RuleVersion
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def together(*verbs: Callable[[], Any]) -> list[str]:
    """Run each in a thread of its own from the same moment; what each came to."""
    start, outcomes = threading.Barrier(len(verbs)), ["?"] * len(verbs)

    def run(place: int, verb: Callable[[], Any]) -> None:
        try:
            start.wait()
            verb()
            outcomes[place] = "done"
        except Refusal as refusal:
            outcomes[place] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_revisions_one_begins() -> None:
    clerk = made.bureau()
    with clock.travelled(timezone.now() - timedelta(days=60)):
        document = made.make_issued(clerk).document

    def begin() -> None:
        actions.revise(RuleDocument.objects.get(pk=document.pk), actor=clerk, note="根据执行情况修订")

    outcomes = together(begin, begin, begin)
    assert sorted(outcome == "done" for outcome in outcomes) == [False, False, True]
    assert RuleVersion.objects.filter(document=document).count() == 2


def test_a_text_is_issued_once() -> None:
    clerk = made.bureau()
    with clock.travelled(timezone.now() - timedelta(days=60)):
        version = made.approved(made.make_consulted(clerk), clerk)
    today = clock.today()

    def put_out(number: str) -> Callable[[], Any]:
        return lambda: actions.issue(
            RuleVersion.objects.get(pk=version.pk), actor=clerk, number=number, issued_on=today, effective_on=today,
            expires_on=today + timedelta(days=300),
        )  # fmt: skip

    outcomes = together(put_out("示例民发〔2026〕1号"), put_out("示例民发〔2026〕2号"))
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    held = shelf.find("shili-banfa")
    assert held is not None
    assert [one.number for one in held.versions] == [RuleVersion.objects.get().number]


def test_a_comment_waits_for_the_end_of_its_consultation_and_is_then_refused() -> None:
    """Whoever closes holds the draft: a comment sent meanwhile is not slipped in behind the count."""
    clerk = made.bureau()
    with clock.travelled(timezone.now() - timedelta(days=60)):
        version = made.make_consulted(clerk)
    inside, go_on = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def speak() -> None:
        inside.wait()
        assert version.consultation_until is not None
        with clock.travelled(version.consultation_until - timedelta(minutes=1)):
            try:
                go_on.set()
                actions.record_comment(actor=Actor.public(), draft=version, content="建议写明答复的方式。")
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(str(refusal))
            finally:
                connections.close_all()

    thread = threading.Thread(target=speak)
    thread.start()
    with transaction.atomic():
        actions.conclude(version, actor=clerk)
        inside.set()
        go_on.wait()
    thread.join()
    assert ["截止" in outcome for outcome in outcomes] == [True]
    assert not RuleComment.objects.exists()


def test_an_issue_is_seen_by_another_process_at_once() -> None:
    assert shelf.find("shili-banfa") is None
    other = shelf.made_here.kept
    with clock.travelled(timezone.now() - timedelta(days=60)):
        made.make_issued()
    shelf.made_here.kept = other
    assert shelf.find("shili-banfa") is not None
