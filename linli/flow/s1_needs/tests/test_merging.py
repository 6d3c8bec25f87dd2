"""What was said twice: found by its text, merged, several together, and taken apart again; passed on to whose it is."""

import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.actions.transfer import receivers
from linli.flow.s1_needs.alike import alike, bigrams
from linli.flow.s1_needs.analysis.duplicates import jaccard
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.tests.factory import SAYS, make_voice
from linli.flow.s1_needs.tests.test_pages import browser
from linli.foundations.parties.tests.factory import (
    OTHER_COMMUNITY,
    OTHER_TOWN,
    make_actor,
    make_organisation,
    make_place,
)
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
NEAR = "我们楼里有七位独居老人行动不便，中午没地方吃饭。"
FAR = "小区路灯坏了三盏，晚上不敢出门。"
SECRET = "楼上独居老人没有饭吃，请打13800001234，住3幢2单元501室，身份证320117199001011234。"
PUBLIC = Actor.public()


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def code_of(voice: Voice) -> str:
    return voice.code  # type: ignore[attr-defined,no-any-return]


def test_two_texts_are_alike_by_the_pairs_that_they_share() -> None:
    assert jaccard(bigrams("没有饭吃"), bigrams("没有饭吃。")) == 1
    assert jaccard(bigrams("没有饭吃"), bigrams("路灯坏了")) == 0
    assert jaccard(bigrams(""), bigrams("")) == 0
    assert 0.4 < jaccard(bigrams(SAYS), bigrams(NEAR)) < 1


def test_likely_duplicates_of_the_same_place_and_topic_the_nearest_first() -> None:
    make_organisation("community", OTHER_COMMUNITY)
    voice, same, near = make_voice(), make_voice(), make_voice(content=NEAR)
    make_voice(content=FAR)
    make_voice(topic="relief")
    make_voice(place=make_place(OTHER_COMMUNITY))
    closed = make_voice()
    actions.answer(closed, actor=make_actor("community"), answer="下周起送餐上门。")
    actions.close(closed, actor=make_actor("community"))
    assert [one.voice.pk for one in alike(voice)] == [same.pk, near.pk]
    assert alike(voice)[0].percent == 100


def test_finding_duplicates_among_many_is_one_statement_and_fast() -> None:
    voice = make_voice()
    rows = [
        Voice(number=f"n{n}", content=f"{SAYS}{n}" * 20, shown=f"{SAYS}{n}" * 20, topic="elderly", channel="page", place=voice.place,
              place_code=voice.place_code, organisation=voice.organisation, code_hash=f"{n:064d}", due_at=voice.due_at)
        for n in range(600)
    ]  # fmt: skip
    Voice.objects.bulk_create(rows)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        assert len(alike(voice)) <= 5
    assert len(asked) == 1
    assert time.perf_counter() - began < 1


def test_several_are_merged_at_once_all_or_none() -> None:
    clerk = make_actor("community")
    into, one, two = make_voice(), make_voice(), make_voice()
    done = make_voice()
    actions.answer(done, actor=clerk, answer="下周起送餐上门。")
    actions.close(done, actor=clerk)
    with pytest.raises(WrongState):
        actions.gather(into, actor=clerk, voices=[one, done])
    assert not Voice.objects.filter(state="merged").exists()
    actions.gather(into, actor=clerk, voices=[one, two, into, one])
    assert set(Voice.objects.filter(merged_into=into)) == {one, two}
    assert Event.objects.filter(verb="needs.voice:merge", outcome="done").count() == 2
    with pytest.raises(Refusal, match="选了 0 件"):
        actions.gather(into, actor=clerk, voices=[into])


def test_strangers_merge_nothing() -> None:
    into, one = make_voice(), make_voice()
    for who in (PUBLIC, make_actor("social"), make_actor("department"), make_actor("town", place=OTHER_TOWN)):
        with pytest.raises(NotAllowed):
            actions.gather(into, actor=who, voices=[one])
    make_organisation("community", OTHER_COMMUNITY)
    there = make_voice(place=make_place(OTHER_COMMUNITY))
    with pytest.raises(NotAllowed):
        actions.gather(into, actor=make_actor("community"), voices=[there])


def test_everybody_merged_reads_the_answer_by_his_own_code_and_may_rate_or_leave() -> None:
    clerk = make_actor("community")
    into, one, two = make_voice(), make_voice(), make_voice()
    actions.gather(into, actor=clerk, voices=[one, two])
    with pytest.raises(Refusal, match="还没有答复"):
        actions.rate(one, actor=PUBLIC, code=code_of(one), score=5)
    actions.answer(into, actor=clerk, answer="下周起由食堂送餐上门。")
    for voice in (into, one, two):
        page = Client().post(reverse("needs:follow"), {"code": code_of(voice)}).content.decode()
        assert "下周起由食堂送餐上门" in page
        assert into.number in page or voice.number in page
    actions.rate(one, actor=PUBLIC, code=code_of(one), score=5)
    again = actions.reopen(two, actor=PUBLIC, code=code_of(two), reason="我家不在送餐范围")
    assert (again.state, again.merged_into, again.earlier_answer) == ("received", None, "下周起由食堂送餐上门。")
    into.refresh_from_db()
    assert (into.state, into.satisfaction) == ("answered", None)


def test_the_list_can_be_sent_back_with_the_answers_of_the_merged_ones_too() -> None:
    clerk = make_actor("community")
    into, one = make_voice(), make_voice()
    actions.merge(one, actor=clerk, into=into)
    actions.answer(into, actor=clerk, answer="下周起由食堂送餐上门。")
    client = browser(clerk)
    columns = ["topic", "place", "channel", "status", "answer", "answered"]
    client.post(reverse("needs:voice_list"), {"column": columns})
    export = client.get(reverse("needs:voice_list") + "?export=xlsx").content
    assert words_of(export).count("下周起由食堂送餐上门。") == 2


def test_a_merging_is_corrected_with_a_reason() -> None:
    clerk = make_actor("community")
    into, one = make_voice(), make_voice()
    actions.merge(one, actor=clerk, into=into)
    with pytest.raises(Refusal):
        actions.unmerge(one, actor=clerk, reason="错")
    with pytest.raises(NotAllowed):
        actions.unmerge(one, actor=make_actor("town", place=OTHER_TOWN), reason="说的不是同一件事")
    apart = actions.unmerge(one, actor=clerk, reason="说的不是同一件事")
    assert (apart.state, apart.merged_into) == ("received", None)
    assert Task.objects.open().count() == 2
    assert Event.objects.get(verb="needs.voice:unmerge", outcome="done").facts["out_of"] == into.number


def test_when_the_voice_merged_into_is_taken_back_the_others_are_still_owed_an_answer() -> None:
    clerk = make_actor("community")
    into, one, two = make_voice(), make_voice(), make_voice()
    actions.gather(into, actor=clerk, voices=[one, two])
    with pytest.raises(NotAllowed):
        actions.part(one, actor=clerk)
    actions.withdraw(into, actor=PUBLIC, code=code_of(into))
    assert set(Voice.objects.filter(state="received", merged_into=None)) == {one, two}
    assert set(Task.objects.open().values_list("subject_id", flat=True)) == {one.pk, two.pk}
    assert Event.objects.get(verb="needs.voice:part", subject_id=one.pk, outcome="done").actor_kind == "system"
    actions.merge(one, actor=clerk, into=two)
    actions.answer(two, actor=clerk, answer="下周起由食堂送餐上门。")
    actions.withdraw(two, actor=PUBLIC, code=code_of(two))
    page = Client().post(reverse("needs:follow"), {"code": code_of(one)}).content.decode()
    assert "下周起由食堂送餐上门" in page


def test_merging_from_the_list_and_from_a_voices_page() -> None:
    into, one, two = make_voice(), make_voice(), make_voice(content=NEAR)
    client = browser(make_actor("community"))
    listed = client.get(reverse("needs:voice_list")).content.decode()
    assert listed.count('form="gather"') == 3
    page = client.get(reverse("needs:voice_gather_chosen"), {"chosen": [one.pk, into.pk]}).content.decode()
    assert one.number in page
    assert into.number in page
    none = client.get(reverse("needs:voice_gather_chosen"), {"chosen": ["x", "9" * 30, "-1"]})
    assert "至少选两件" in none.content.decode()
    typed = {"into": into.pk, "voices": [one.pk, into.pk]}
    assert client.post(reverse("needs:voice_gather_chosen"), typed).status_code == 302
    assert "可能重复的诉求" in client.get(into.get_absolute_url()).content.decode()
    client.post(reverse("needs:voice_gather", args=[into.pk]), {"voices": [two.pk]})
    assert Voice.objects.filter(merged_into=into).count() == 2
    client.post(reverse("needs:voice_unmerge", args=[two.pk]), {"reason": "说的不是同一件事"})
    assert Voice.objects.get(pk=two.pk).state == "received"


class TestTransfer:
    @pytest.fixture
    def department(self, db: Any) -> Actor:
        return make_actor("department")

    def given(self, department: Actor, **changes: Any) -> Voice:
        voice = make_voice(content=SECRET, name="赵示例", phone="13800001234", consent=True, **changes)
        to = receivers(voice).get(pk=department.organisation_id)
        moved = actions.transfer(voice, actor=make_actor("community"), to=to, reason="属于部门职责")
        moved.code = code_of(voice)  # type: ignore[attr-defined]
        return moved

    def test_the_task_and_the_deadline_go_along_and_the_department_answers(self, department: Actor) -> None:
        voice = self.given(department)
        task = Task.objects.open().get()
        assert (task.organisation_id, task.due_at) == (department.organisation_id, voice.due_at)
        assert voice.transferred_from is not None
        assert voice.transferred_from.kind == "community"
        page = browser(department).get(voice.get_absolute_url())
        assert page.status_code == 200
        actions.answer(voice, actor=department, answer="已安排上门核实，月底前办好。", referral="区残联综合窗口")
        follow = Client().post(reverse("needs:follow"), {"code": code_of(voice)}).content.decode()
        assert "区残联综合窗口" in follow
        assert "属于部门职责" in follow

    def test_what_could_name_somebody_does_not_go_along(self, department: Actor) -> None:
        voice = self.given(department)
        client = browser(department)
        pages = [voice.get_absolute_url(), reverse("needs:voice_print", args=[voice.pk]), reverse("needs:voice_list")]
        text = "".join(client.get(page).content.decode() for page in pages)
        text += client.get(reverse("needs:voice_list") + "?q=13800001234").content.decode()
        assert "没有符合条件的记录" in text
        for secret in ("13800001234", "501室", "320117199001011234", "赵示例"):
            assert secret not in text.replace('value="13800001234"', "").replace("q=13800001234", "")
        with rls.acting(department):
            assert not VoiceContact.objects.exists()
        with pytest.raises(NotAllowed):
            actions.reveal(voice, actor=department)
        assert client.post(reverse("needs:voice_reveal", args=[voice.pk])).status_code == 200
        assert "13800001234" not in client.post(reverse("needs:voice_reveal", args=[voice.pk])).content.decode()

    def test_a_department_sees_only_what_was_given_to_it(self, department: Actor) -> None:
        mine, other = self.given(department), make_voice()
        client = browser(department)
        assert client.get(other.get_absolute_url()).status_code == 403
        assert other.number not in client.get(reverse("needs:voice_list")).content.decode()
        assert mine.number in client.get(reverse("needs:voice_list")).content.decode()
        with pytest.raises(NotAllowed):
            actions.answer(other, actor=department, answer="一定办好这件事。")

    def test_only_to_whom_it_can_belong_with_a_reason_that_names_nobody(self, department: Actor) -> None:
        voice, clerk = make_voice(), make_actor("community")
        to = receivers(voice).get(pk=department.organisation_id)
        for stranger in (
            make_organisation("town", OTHER_TOWN),
            make_organisation("social"),
            make_organisation("supervisor"),
        ):
            with pytest.raises(Refusal, match="不能转给"):
                actions.transfer(voice, actor=clerk, to=stranger, reason="属于部门职责")
        for bad in ("短", "请打13800001234"):
            with pytest.raises(Refusal):
                actions.transfer(voice, actor=clerk, to=to, reason=bad)
        with pytest.raises(NotAllowed):
            actions.transfer(voice, actor=make_actor("supervisor", "supervisor"), to=to, reason="属于部门职责")

    def test_taken_back_by_the_resident_the_contact_goes_too(self, department: Actor) -> None:
        voice = make_voice(name="赵示例", phone="13800001234", consent=True)
        code = code_of(voice)
        to = receivers(voice).get(pk=department.organisation_id)
        actions.transfer(voice, actor=make_actor("community"), to=to, reason="属于部门职责")
        actions.withdraw(voice, actor=PUBLIC, code=code)
        with rls.acting(make_actor("community")):
            assert not VoiceContact.objects.exists()
        assert not Task.objects.open().exists()

    def test_by_its_page(self, department: Actor) -> None:
        voice = make_voice()
        client = browser(make_actor("community"))
        address = reverse("needs:voice_transfer", args=[voice.pk])
        assert "区级部门" in client.get(address).content.decode()
        assert client.post(address, {"to": department.organisation_id, "reason": "属于部门职责"}).status_code == 302
        assert Voice.objects.get().organisation_id == department.organisation_id


class TestLeaks:
    """What a resident wrote about himself, hunted for wherever somebody else could meet it."""

    SIGNS = ("13800001234", "501室", "320117199001011234")

    def test_lists_exports_prints_tasks_and_journal_are_without(self) -> None:
        voice = make_voice(content=SECRET)
        clerk = browser(make_actor("community"))
        supervisor = browser(make_actor("supervisor", "supervisor"))
        for client in (clerk, supervisor):
            for address in (reverse("needs:voice_list"), reverse("needs:voice_print", args=[voice.pk])):
                text = client.get(address).content.decode()
                assert not [sign for sign in self.SIGNS if sign in text]
            export = client.get(reverse("needs:voice_list") + "?export=xlsx").content
            assert not [sign for sign in self.SIGNS if sign in words_of(export)]
            assert "〔电话〕" in words_of(export)
        assert not [sign for sign in self.SIGNS if sign in supervisor.get(voice.get_absolute_url()).content.decode()]
        assert "13800001234" in clerk.get(voice.get_absolute_url()).content.decode()
        told = str(list(Event.objects.values())) + str(list(Task.objects.values()))
        assert not [sign for sign in self.SIGNS if sign in told]

    def test_search_does_not_confirm_a_number(self) -> None:
        make_voice(content=SECRET)
        for word in self.SIGNS:
            assert not Voice.objects.filter(search__words=word).exists()
        assert Voice.objects.filter(search__words="独居老人").exists()

    def test_a_clerk_masks_for_good(self) -> None:
        voice, client = make_voice(content=SECRET), browser(make_actor("community"))
        assert "永久遮盖" in client.get(voice.get_absolute_url()).content.decode()
        client.post(reverse("needs:voice_mask", args=[voice.pk]))
        voice.refresh_from_db()
        assert not [sign for sign in self.SIGNS if sign in voice.content]
        assert "永久遮盖" not in client.get(voice.get_absolute_url()).content.decode()
        with pytest.raises(Refusal, match="没有需要遮盖"):
            actions.mask(voice, actor=make_actor("community"))
        with pytest.raises(NotAllowed):
            actions.mask(make_voice(content=SECRET), actor=make_actor("supervisor", "supervisor"))

    def test_a_resident_and_a_clerk_are_told_of_it_when_it_is_recorded(self) -> None:
        place = make_voice().place
        client = browser(make_actor("community"))
        page = client.get(reverse("needs:voice_new")).content.decode()
        key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
        assert key
        typed = {
            "place": place.pk,
            "channel": "visit",
            "topic": "elderly",
            "content": SECRET,
            "idempotency_key": key[1],
        }
        first = client.post(reverse("needs:voice_new"), typed).content.decode()
        again = client.post(reverse("needs:voice_new"), typed).content.decode()
        assert "诉求人的查询码" in first
        assert "电话号码 1 处" in first
        code = re.search(r'class="code">([0-9A-Z-]{14})<', first)
        assert code
        assert code[1] in again
        assert Voice.objects.filter(channel="visit").count() == 1
        assert "没有找到" not in Client().post(reverse("needs:follow"), {"code": code[1]}).content.decode()


def words_of(workbook: bytes) -> str:
    """Every text of a workbook."""
    import io

    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(workbook), read_only=True).worksheets[0]
    return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
