"""Two at the same time: guessing a code, using a verified number twice, importing the same calls, rating and asking again."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from linli.flow.s1_needs import actions, hotline_sheet
from linli.flow.s1_needs.actions import phones
from linli.flow.s1_needs.models import PhoneCheck, Voice
from linli.flow.s1_needs.tests.factory import make_voice
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_organisation, make_place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, PUBLIC = "13800001234", Actor.public()


def together(count: int, verb: Callable[[int], Any]) -> list[Any]:
    """Run the verb so many times from the same moment; what each came to, a refusal as itself."""
    start, outcomes = threading.Barrier(count), [None] * count

    def run(place: int) -> None:
        try:
            start.wait()
            outcomes[place] = verb(place)
        except Refusal as refusal:
            outcomes[place] = refusal  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def refused(outcomes: list[Any]) -> int:
    return sum(isinstance(one, Refusal) for one in outcomes)


def test_who_guesses_in_parallel_has_five_tries_all_the_same() -> None:
    code = actions.send_code(actor=PUBLIC, phone=PHONE).code  # type: ignore[attr-defined]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    outcomes = together(9, lambda _n: actions.check_code(actor=PUBLIC, phone=PHONE, code=wrong))
    assert PhoneCheck.objects.get().tries == phones.TRIES
    assert sum("作废" in one.problem for one in outcomes) == 9 - phones.TRIES
    last = actions.check_code(actor=PUBLIC, phone=PHONE, code=code)
    assert last is not None
    assert last.problem  # type: ignore[attr-defined]


def test_one_number_gets_one_code_of_several_asked_for_at_once() -> None:
    outcomes = together(4, lambda _n: actions.send_code(actor=PUBLIC, phone=PHONE))
    assert refused(outcomes) == 3
    assert PhoneCheck.objects.count() == 1


def test_a_verified_number_serves_one_voice() -> None:
    make_organisation("community")
    place = make_place(COMMUNITY)
    code = actions.send_code(actor=PUBLIC, phone=PHONE).code  # type: ignore[attr-defined]
    proof = actions.check_code(actor=PUBLIC, phone=PHONE, code=code)
    outcomes = together(3, lambda _n: make_voice(place=place, phone=PHONE, consent=True, proof=proof))
    assert refused(outcomes) == 2
    assert Voice.objects.filter(phone_verified=True).count() == 1


def test_the_same_calls_imported_at_once_are_recorded_once() -> None:
    make_organisation("community")
    clerk, day = make_actor("town"), clock.today().isoformat()
    head = list(hotline_sheet.COLUMNS.values())
    rows = [[f"R-{n}", day, COMMUNITY, "", "小区路灯坏了三盏，晚上不敢出门。", "", "", ""] for n in range(10)]
    outcomes = together(3, lambda _n: actions.import_hotline(actor=clerk, file="x", rows=[head, *rows]))
    assert sorted(one["made"] for one in outcomes) == [0, 0, 10]
    assert Voice.objects.count() == Task.objects.open().count() == 10
    assert len(set(Voice.objects.values_list("number", flat=True))) == 10


def test_an_answer_is_rated_once_and_asked_about_once() -> None:
    voice = make_voice()
    code = voice.code  # type: ignore[attr-defined]
    actions.answer(voice, actor=make_actor("community"), answer="下周起送餐上门。")
    rated = together(3, lambda n: actions.rate(Voice.objects.get(pk=voice.pk), actor=PUBLIC, code=code, score=n + 1))
    assert refused(rated) == 2
    again = together(
        3, lambda _n: actions.reopen(Voice.objects.get(pk=voice.pk), actor=PUBLIC, code=code, reason="还没有送餐")
    )
    assert refused(again) == 2
    assert Task.objects.open().count() == 1


def test_two_that_are_merged_into_each_other_do_not_wait_for_ever() -> None:
    clerk, pair = make_actor("community"), [make_voice(), make_voice()]
    for _turn in range(4):
        outcomes = together(2, lambda n: actions.merge(pair[n], actor=clerk, into=pair[1 - n]))
        assert all(isinstance(one, Refusal | Voice) for one in outcomes)
        assert refused(outcomes) >= 1
    assert Voice.objects.filter(state="merged").count() <= 1
