"""Voices: who may record, answer, merge, withdraw; the tracking code; the guarded contact."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.actions.intake import PER_HOUR
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.tests.factory import SAYS, make_voice
from linli.foundations.parties.tests.factory import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    make_actor,
    make_organisation,
    make_place,
)
from linli.kernel import clock, rls
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import KeyReused, NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Event, IdempotencyKey, Task

pytestmark = pytest.mark.django_db


def stranger(where: str) -> Actor:
    return {
        "public": Actor.public(),
        "provider": make_actor("social"),
        "department": make_actor("department"),
        "supervisor": make_actor("supervisor", "supervisor"),
        "other town": make_actor("town", place=OTHER_TOWN),
        "other community": make_actor("community", place=OTHER_COMMUNITY),
        "leader": make_actor("community", "leader"),
    }[where]


def test_a_resident_speaks_and_the_community_is_asked_to_answer_in_time() -> None:
    voice = make_voice()
    task = Task.objects.get()
    assert (task.verb, task.organisation.kind, task.role) == ("needs.voice:answer", "community", "clerk")
    assert task.due_at == voice.due_at > clock.now() + timedelta(days=6)
    assert task.clause["parameter"] == "voice.answer_days"
    assert voice.state == "received"


def test_what_was_said_and_by_whom_is_not_in_the_journal_or_the_inbox() -> None:
    make_voice(name="赵示例", phone="13800001234", consent=True)
    told = (
        str(list(Event.objects.values()))
        + str(list(Task.objects.values()))
        + str(list(IdempotencyKey.objects.values()))
    )
    assert not [word for word in ("赵示例", "13800001234", "独居老人") if word in told]


def test_only_the_digest_of_the_code_is_kept() -> None:
    voice = make_voice()
    code = voice.code  # type: ignore[attr-defined]
    assert Voice.objects.get(code_hash=rules.digest_of(code.lower().replace("-", " "))).pk == voice.pk
    assert code not in str(Voice.objects.values().get())


def test_without_a_committee_the_town_answers_then_the_bureau() -> None:
    make_organisation("civil_affairs")
    place = make_place(OTHER_COMMUNITY)
    said = {"content": SAYS, "topic": "elderly", "place": place, "actor": Actor.public()}
    assert actions.record_voice(**said).organisation.kind == "civil_affairs"
    make_organisation("town", OTHER_TOWN)
    assert actions.record_voice(**said).organisation.kind == "town"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": "太冷  "}, "content"),
        ({"content": "长" * 1001}, "content"),
        ({"phone": "12345", "consent": True}, "phone"),
        ({"phone": "13800001234"}, "consent"),
        ({"name": "赵示例"}, "consent"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_voice(**changes)
    assert refused.value.field == field
    assert refused.value.remedy
    assert not Voice.objects.exists()


def test_a_voice_belongs_to_a_community_not_to_a_town() -> None:
    with pytest.raises(Refusal, match="社区"):
        make_voice(place=make_place(TOWN))


def test_a_flood_from_one_address_is_stopped_and_an_hour_later_it_may_speak_again() -> None:
    for _i in range(PER_HOUR):
        make_voice(source="a" * 64)
    with pytest.raises(Refusal) as refused:
        make_voice(source="a" * 64)
    assert refused.value.status == 429
    make_voice(source="b" * 64)
    with clock.travelled(clock.now() + timedelta(hours=1)):
        make_voice(source="a" * 64)


@pytest.mark.parametrize("who", ["provider", "department", "supervisor", "other town", "other community", "leader"])
def test_these_may_not_record_for_the_community(who: str) -> None:
    with pytest.raises(NotAllowed):
        make_voice(stranger(who))


@pytest.mark.parametrize("kind", ["community", "town", "civil_affairs"])
def test_those_who_serve_the_place_record_by_any_channel_and_answer(kind: str) -> None:
    clerk = make_actor(kind)
    voice = make_voice(clerk, channel="visit")
    assert (voice.channel, voice.recorded_by_id) == ("visit", clerk.organisation_id)
    answered = actions.answer(voice, actor=clerk, answer="下周起由社区食堂送餐上门。")
    assert answered.state == "answered"
    assert not Task.objects.open().exists()


def test_a_resident_cannot_pretend_to_have_come_by_the_hotline() -> None:
    assert make_voice(channel="hotline").channel == "page"


@pytest.mark.parametrize("verb", ["answer", "merge", "close", "reveal"])
@pytest.mark.parametrize("who", ["public", "provider", "department", "supervisor", "other town", "leader"])
def test_strangers_do_nothing_with_a_voice(verb: str, who: str) -> None:
    voice, other = make_voice(), make_voice()
    more: dict[str, Any] = {"answer": {"answer": "一定办好"}, "merge": {"into": other}}.get(verb, {})
    with pytest.raises(NotAllowed):
        getattr(actions, verb)(voice, actor=stranger(who), **more)
    assert Event.objects.filter(outcome="refused").count() == 1


def test_an_answer_is_given_once_and_a_stale_page_learns_of_it() -> None:
    voice, clerk = make_voice(), make_actor("community")
    actions.answer(voice, actor=clerk, answer="下周起送餐上门。")
    with pytest.raises(WrongState):
        actions.answer(voice, actor=clerk, answer="又一个答复。")
    with pytest.raises(Stale):
        actions.answer.on(Terms(version=1))(voice, actor=clerk, answer="又一个答复。")
    with pytest.raises(WrongState):
        actions.close(make_voice(), actor=clerk)
    assert actions.close(voice, actor=clerk).state == "closed"


def test_a_form_that_is_sent_twice_makes_one_voice() -> None:
    said = {"place": make_place(COMMUNITY), "content": SAYS, "topic": "elderly", "code": rules.code_from(b"form 1")}
    make_organisation("community")
    first = actions.record_voice.on(Terms(key="form-1"))(actor=Actor.public(), **said)
    again = actions.record_voice.on(Terms(key="form-1"))(actor=Actor.public(), **said)
    assert first.pk == again.pk
    with pytest.raises(KeyReused):
        actions.record_voice.on(Terms(key="form-1"))(actor=Actor.public(), **{**said, "content": "另外一件事情"})


def test_merging_follows_the_chain_and_frees_the_inbox() -> None:
    clerk = make_actor("community")
    first, second, third = make_voice(), make_voice(), make_voice()
    actions.merge(first, actor=clerk, into=second)
    actions.merge(second, actor=clerk, into=third)
    assert set(Voice.objects.filter(state="merged").values_list("merged_into", flat=True)) == {third.pk}
    assert Task.objects.open().count() == 1
    with pytest.raises(Refusal, match="已合并"):
        actions.merge(third, actor=clerk, into=second)
    with pytest.raises(Refusal, match="自己"):
        actions.merge(third, actor=clerk, into=third)


def test_a_voice_is_not_merged_into_another_towns() -> None:
    make_organisation("community", OTHER_COMMUNITY)
    there = make_voice(place=make_place(OTHER_COMMUNITY))
    with pytest.raises(NotAllowed):
        actions.merge(make_voice(), actor=make_actor("community"), into=there)


def test_withdrawing_needs_the_code_and_erases_who_said_it() -> None:
    voice = make_voice(name="赵示例", phone="13800001234", consent=True)
    with pytest.raises(NotAllowed):
        actions.withdraw(voice, actor=Actor.public(), code="2222-2222-2222")
    with pytest.raises(NotAllowed):
        actions.withdraw(voice, actor=make_actor("community"), code=voice.code)  # type: ignore[attr-defined]
    gone = actions.withdraw(voice, actor=Actor.public(), code=voice.code)  # type: ignore[attr-defined]
    assert (gone.state, gone.content, Task.objects.open().count()) == ("withdrawn", "", 0)
    with rls.acting(make_actor("community")):
        assert not VoiceContact.objects.exists()


class TestContact:
    """The contact is guarded by the database itself: a query that forgot for whom it asks sees nothing."""

    @pytest.fixture(autouse=True)
    def voice(self, db: Any) -> Voice:
        return make_voice(name="赵示例", phone="13800001234", consent=True)

    def test_the_tests_are_not_run_by_a_superuser_or_the_owner(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user, rolsuper OR rolbypassrls, (SELECT relforcerowsecurity FROM pg_class"
                " WHERE relname = 'needs_voicecontact') FROM pg_roles WHERE rolname = current_user"
            )
            assert cursor.fetchone() == ("linli_app", False, True)

    def test_nothing_is_seen_without_acting(self) -> None:
        assert VoiceContact.objects.count() == 0

    @pytest.mark.parametrize("kind", ["community", "town", "civil_affairs"])
    def test_those_who_serve_the_place_see_it_and_only_within_the_block(self, kind: str) -> None:
        with rls.acting(make_actor(kind)):
            assert VoiceContact.objects.get().phone == "13800001234"
        assert VoiceContact.objects.count() == 0

    @pytest.mark.parametrize("who", ["public", "provider", "department", "other town", "other community"])
    def test_others_see_nothing_even_when_the_database_was_told_of_them(self, who: str) -> None:
        with rls.acting(stranger(who)):
            assert VoiceContact.objects.count() == 0

    def test_the_one_who_recorded_it_sees_it(self, voice: Voice) -> None:
        clerk = make_actor("community")
        mine = make_voice(clerk, phone="13900001234", consent=True)
        with rls.acting(Actor(kind="person", organisation_id=clerk.organisation_id)):
            assert VoiceContact.objects.filter(pk=mine.pk).exists()

    def test_it_is_shown_on_request_and_the_journal_says_who_looked(self, voice: Voice) -> None:
        clerk = make_actor("community")
        contact = actions.reveal(voice, actor=clerk)
        assert contact is not None
        assert contact.name == "赵示例"
        assert Event.objects.get(verb="needs.contact:reveal").person_id == clerk.person_id

    def test_it_cannot_be_changed(self) -> None:
        with rls.acting(make_actor("community")):
            assert VoiceContact.objects.update(phone="13900009999") == 0

    def test_a_clerk_cannot_delete_another_towns(self) -> None:
        with transaction.atomic(), rls.acting(make_actor("town", place=OTHER_TOWN)):
            assert VoiceContact.objects.all().delete()[0] == 0
