"""The deadline of an answer: put off once, reminded of, told upwards; asked again once; how well it helped."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.tasks import urge_answers
from linli.flow.s1_needs.tests.factory import make_voice
from linli.flow.s1_needs.tests.test_pages import browser
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation
from linli.foundations.rulebook import book
from linli.foundations.rulebook.deadlines import FIELDS
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()
WHY = "需要与路灯管理单位协商"
MARCH = timezone.make_aware(datetime(2026, 3, 5, 9))


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def answered(voice: Voice | None = None) -> Voice:
    return actions.answer(voice or make_voice(), actor=make_actor("community"), answer="下周起由社区食堂送餐上门。")


def code_of(voice: Voice) -> str:
    return voice.code  # type: ignore[attr-defined,no-any-return]


def spoken() -> tuple[Voice, str]:
    voice = make_voice()
    return voice, code_of(voice)


class TestExtension:
    def test_once_with_a_reason_by_the_rule_books_days(self) -> None:
        voice, clerk = make_voice(), make_actor("community")
        before = voice.due_at
        longer = actions.extend(voice, actor=clerk, reason=WHY)
        assert longer.due_at == book.due("voice.extension_days", before)
        assert Task.objects.open().get().due_at == longer.due_at
        assert Task.objects.open().get().clause["parameter"] == "voice.extension_days"
        with pytest.raises(Refusal, match="延长过一次"):
            actions.extend(voice, actor=clerk, reason=WHY)

    def test_not_after_the_deadline_nor_without_a_reason(self) -> None:
        voice, clerk = make_voice(), make_actor("community")
        for bad in ("忙", "请打13800001234联系"):
            with pytest.raises(Refusal):
                actions.extend(voice, actor=clerk, reason=bad)
        with clock.travelled(voice.due_at + timedelta(seconds=1)), pytest.raises(Refusal, match="已经过了"):
            actions.extend(voice, actor=clerk, reason=WHY)
        with clock.travelled(voice.due_at):
            assert actions.extend(voice, actor=clerk, reason=WHY).extended_from == voice.due_at

    @pytest.mark.parametrize("who", ["social", "supervisor", "department"])
    def test_by_nobody_else(self, who: str) -> None:
        with pytest.raises(NotAllowed):
            actions.extend(make_voice(), actor=make_actor(who), reason=WHY)

    def test_a_changed_calendar_counts_each_deadline_from_its_own_beginning(self) -> None:
        with clock.travelled(MARCH):
            plain, longer, (again, code) = make_voice(), make_voice(), spoken()
            actions.extend(longer, actor=make_actor("community"), reason=WHY)
            answered(again)
        with clock.travelled(MARCH + timedelta(days=2)):
            actions.reopen(again, actor=PUBLIC, code=code, reason="送餐还没有开始")
            mine = [field for field in FIELDS if field.model == "needs.voice"]
            found = [(row.pk, field.start, field.counted(row)) for field in mine for row, _due in field.rows(2026)]
        voices = [Voice.objects.get(pk=one.pk) for one in (plain, longer, again)]
        starts = ("received_at", "extended_from", "reopened_at")
        assert sorted(found) == [(one.pk, start, one.due_at) for one, start in zip(voices, starts, strict=True)]


class TestUrging:
    def told(self) -> list[tuple[str, str]]:
        found = Task.objects.open().filter(verb="needs.voice:urge").select_related("organisation")
        return [(task.organisation.kind, task.role) for task in found if task.organisation]

    def test_the_leader_then_the_town_then_the_bureau_each_once(self) -> None:
        make_organisation("town")
        make_organisation("civil_affairs")
        voice = make_voice()
        assert urge_answers(0) == 0
        day = timedelta(days=1)
        with clock.travelled(voice.due_at - timedelta(hours=2)):
            assert urge_answers(0) == 1
            assert urge_answers(0) == 0
            assert self.told() == [("community", "leader")]
        with clock.travelled(voice.due_at + timedelta(minutes=1)):
            assert urge_answers(0) == 1
            assert self.told() == [("town", "clerk")]
        late = book.last_day("voice.escalate_days", voice.due_at)
        with clock.travelled(voice.due_at + (late - timezone.localdate(voice.due_at)) * 1):
            assert urge_answers(0) == 0
        with clock.travelled(voice.due_at + (late - timezone.localdate(voice.due_at)) + day):
            assert urge_answers(0) == 1
            assert urge_answers(0) == 0
            assert self.told() == [("civil_affairs", "clerk")]
            answered(voice)
        assert not Task.objects.open().exists()

    def test_an_extension_takes_the_reminder_back(self) -> None:
        voice = make_voice()
        with clock.travelled(voice.due_at - timedelta(hours=2)):
            urge_answers(0)
            actions.extend(voice, actor=make_actor("community"), reason=WHY)
            assert self.told() == []
            assert urge_answers(0) == 0

    def test_nobody_but_the_system_and_nothing_of_what_was_said(self) -> None:
        voice = make_voice(name="赵示例", phone="13800001234", consent=True)
        with pytest.raises(NotAllowed):
            actions.urge(voice, actor=make_actor("civil_affairs"), level=1)
        with clock.travelled(voice.due_at + timedelta(days=30)):
            urge_answers(0)
        told = str(list(Event.objects.values())) + str(list(Task.objects.values()))
        assert not [word for word in ("赵示例", "13800001234", "独居老人") if word in told]


class TestReopening:
    def test_once_with_the_code_within_the_days(self) -> None:
        voice, code = spoken()
        with pytest.raises(WrongState):
            actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始")
        first = answered(voice)
        with pytest.raises(NotAllowed):
            actions.reopen(voice, actor=PUBLIC, code="2222-2222-2222", reason="送餐还没有开始")
        with pytest.raises(NotAllowed):
            actions.reopen(voice, actor=make_actor("community"), code=code, reason="送餐还没有开始")
        again = actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始，电话13800001234")
        assert (again.state, again.answer, again.earlier_answer) == ("received", "", first.answer)
        assert Task.objects.open().get().due_at == again.due_at >= book.due("voice.answer_days", clock.now())
        assert "13800001234" not in str(list(Event.objects.values())) + str(list(Task.objects.values()))
        answered(voice)
        with pytest.raises(Refusal, match="一次"):
            actions.reopen(voice, actor=PUBLIC, code=code, reason="还是没有解决")

    def test_not_when_the_days_have_passed_also_when_it_was_closed(self) -> None:
        voice, code = spoken()
        answered(voice)
        actions.close(voice, actor=make_actor("community"))
        last = book.last_day("voice.reopen_days", clock.now())
        ahead = last - clock.today()
        with clock.travelled(clock.now() + ahead + timedelta(days=1)), pytest.raises(Refusal) as refused:
            actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始")
        assert refused.value.clauses
        with clock.travelled(clock.now() + ahead):
            assert actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始").state == "received"

    def test_a_reopened_voice_is_not_put_off(self) -> None:
        voice, code = spoken()
        answered(voice)
        actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始")
        with pytest.raises(Refusal, match="不能延期"):
            actions.extend(voice, actor=make_actor("community"), reason=WHY)


class TestRating:
    def test_once_for_each_answer_by_the_code(self) -> None:
        voice, code = spoken()
        with pytest.raises(WrongState):
            actions.rate(voice, actor=PUBLIC, code=code, score=5)
        answered(voice)
        for bad in (0, 6):
            with pytest.raises(Refusal):
                actions.rate(voice, actor=PUBLIC, code=code, score=bad)
        with pytest.raises(NotAllowed):
            actions.rate(voice, actor=PUBLIC, code="2222-2222-2222", score=5)
        with pytest.raises(NotAllowed):
            actions.rate(voice, actor=make_actor("community"), code=code, score=5)
        assert actions.rate(voice, actor=PUBLIC, code=code, score=2).satisfaction == 2
        with pytest.raises(Refusal, match="已经评价过"):
            actions.rate(voice, actor=PUBLIC, code=code, score=5)
        assert actions.reopen(voice, actor=PUBLIC, code=code, reason="送餐还没有开始").satisfaction is None

    def test_on_the_page_with_what_was_typed_kept(self) -> None:
        voice, code = spoken()
        answered(voice)
        client = Client()
        page = client.post(reverse("needs:follow"), {"code": code}).content.decode()
        assert "答复解决问题了吗" in page
        assert "没有解决问题" in page
        assert "选一项" in client.post(reverse("needs:rate"), {"code": code}).content.decode()
        assert "评价已收到" in client.post(reverse("needs:rate"), {"code": code, "score": "4"}).content.decode()
        short = client.post(reverse("needs:reopen"), {"code": code, "reason": "短呀"}).content.decode()
        assert "短呀" in short
        assert "至少 5 个字" in short
        assert (
            "重新办理"
            in client.post(reverse("needs:reopen"), {"code": code, "reason": "送餐还没有开始"}).content.decode()
        )
        wrong = client.post(reverse("needs:rate"), {"code": "2222-2222-2222", "score": "4"}).content.decode()
        assert "没有找到" in wrong
        assert client.get(reverse("needs:rate")).status_code == 405

    def test_the_figures_of_the_list(self) -> None:
        voice, code = spoken()
        answered(voice)
        actions.rate(voice, actor=PUBLIC, code=code, score=4)
        make_voice()
        page = browser(make_actor("community")).get(reverse("needs:voice_list")).content.decode()
        assert "按期答复率" in page
        assert page.count("100.0") == 2
        assert (
            "收到诉求"
            not in browser(make_actor("town", place=OTHER_TOWN)).get(reverse("needs:need_list")).content.decode()
        )
