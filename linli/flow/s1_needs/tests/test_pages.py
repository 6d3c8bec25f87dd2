"""The pages of step 1, opened and used by those who may and refused to those who may not; the resident's own pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.models import Need, NeedsList, Voice, VoiceContact
from linli.flow.s1_needs.tests.factory import SAYS, make_listed_need, make_need, make_voice
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_TOWN, make_actor, make_organisation, make_place
from linli.kernel import rls
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="linli.foundations.parties.signin.backend.NameOrPhone"
    )
    return client


def opened(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"needs:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def key_of(page: str) -> str:
    found = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert found
    return found[1]


PAGES = [
    ("need_list", False),
    ("need_new", False),
    ("voice_list", False),
    ("voice_new", False),
    ("list_list", False),
    ("list_publish", False),
]


@pytest.mark.parametrize("name", [name for name, _public in PAGES])
@pytest.mark.parametrize("kind", ["community", "town", "civil_affairs"])
def test_those_who_serve_a_place_open_every_page(name: str, kind: str) -> None:
    make_voice()
    make_listed_need()
    make_need(title="还是草稿的需求")
    opened(browser(make_actor(kind)), name)


@pytest.mark.parametrize(
    ("name", "kind", "role", "status"),
    [
        ("need_new", "social", "manager", 403),
        ("voice_list", "social", "manager", 403),
        ("voice_list", "department", "clerk", 200),
        ("voice_list", "finance", "clerk", 403),
        ("hotline_import", "department", "clerk", 403),
        ("hotline_import", "supervisor", "supervisor", 403),
        ("list_publish", "finance", "clerk", 403),
        ("need_list", "social", "manager", 200),
        ("voice_list", "supervisor", "supervisor", 200),
        ("voice_new", "supervisor", "supervisor", 403),
    ],
)
def test_others_open_what_they_may(name: str, kind: str, role: str, status: int) -> None:
    assert browser(make_actor(kind, role)).get(reverse(f"needs:{name}")).status_code == status


@pytest.mark.parametrize("name", ["need_list", "voice_list", "need_new", "list_list"])
def test_visitors_are_asked_to_sign_in(name: str) -> None:
    assert Client().get(reverse(f"needs:{name}")).status_code == 302


def test_a_neighbouring_town_opens_neither_a_voice_nor_a_draft() -> None:
    client = browser(make_actor("town", place=OTHER_TOWN))
    assert client.get(make_voice().get_absolute_url()).status_code == 403
    assert client.get(make_need().get_absolute_url()).status_code == 403
    assert client.get(make_listed_need(title="公布了的需求").get_absolute_url()).status_code == 200


def test_a_voice_is_answered_on_its_page_and_nothing_is_lost_when_it_is_too_short() -> None:
    voice = make_voice()
    client = browser(make_actor("community"))
    address = reverse("needs:voice_answer", args=[voice.pk])
    short = client.post(address, {"answer": "好"})
    assert "答复太短" in short.content.decode()
    assert client.post(address, {"answer": "下周起送餐上门。", "version": voice.version}).status_code == 302
    assert Voice.objects.get().state == "answered"


def test_the_contact_is_masked_until_it_is_asked_for() -> None:
    voice = make_voice(name="赵示例", phone="13800001234", consent=True)
    client = browser(make_actor("community"))
    assert "13800001234" not in (page := opened(client, "voice", voice.pk))
    assert "138****1234" in page
    shown = client.post(reverse("needs:voice_reveal", args=[voice.pk])).content.decode()
    assert "13800001234" in shown
    assert client.get(reverse("needs:voice_reveal", args=[voice.pk])).status_code == 405


def test_merging_and_closing_by_buttons() -> None:
    first, second = make_voice(), make_voice()
    client = browser(make_actor("community"))
    client.post(reverse("needs:voice_merge", args=[first.pk]), {"into": second.pk})
    client.post(reverse("needs:voice_answer", args=[second.pk]), {"answer": "下周起送餐上门。"})
    client.post(reverse("needs:voice_close", args=[second.pk]))
    assert [voice.state for voice in Voice.objects.order_by("pk")] == ["merged", "closed"]


def test_a_need_goes_from_a_voice_to_a_project_by_its_pages() -> None:
    voice = make_voice()
    clerk = browser(make_actor("community"))
    page = clerk.get(reverse("needs:need_new") + f"?voice={voice.pk}").content.decode()
    typed = {
        "title": "高龄独居老人助餐", "topic": "elderly", "place": make_place(COMMUNITY).pk, "voices": [voice.pk],
        "beneficiaries": 120, "breadth": 4, "urgency": 5, "vulnerability": 5, "gap": 5, "idempotency_key": key_of(page),
    }  # fmt: skip
    assert clerk.post(reverse("needs:need_new"), {**typed, "breadth": 9}).status_code == 422
    for _i in range(2):
        assert clerk.post(reverse("needs:need_new"), typed).status_code == 302
    need = Need.objects.get()
    assert (need.priority, need.voices.count()) == (94, 1)
    publish = reverse("needs:list_publish")
    assert publish in clerk.get(need.get_absolute_url()).content.decode()
    assert publish not in browser(make_actor("town")).get(need.get_absolute_url()).content.decode()
    rank = {"beneficiaries": 100, "breadth": 3, "urgency": 5, "vulnerability": 5, "gap": 5, "version": need.version}
    clerk.post(reverse("needs:need_rank", args=[need.pk]), rank)
    words = {"title": "高龄老人助餐送餐", "topic": "elderly", "basis": "入户 60 户"}
    clerk.post(reverse("needs:need_revise", args=[need.pk]), words)
    clerk.post(reverse("needs:list_publish"), {"year": 2026, "round": 1})
    row = NeedsList.objects.get().rows.get()
    assert (row.title, row.priority) == ("高龄老人助餐送餐", 88)
    opened(clerk, "list", row.needs_list_id)
    town = browser(make_actor("town"))
    assert "确认立项" in opened(town, "need", need.pk)
    adopted = town.post(reverse("needs:need_adopt", args=[need.pk]), {"title": "高龄老人助餐项目"})
    project = Project.objects.get()
    assert adopted["Location"] == reverse("thread:tab", args=[project.pk, "goals"])
    assert town.post(reverse("needs:need_adopt", args=[need.pk]), {"title": "再立一个项目"}).status_code == 422
    assert Project.objects.count() == 1


def test_a_need_is_dropped_with_a_reason() -> None:
    need = make_need()
    client = browser(make_actor("community"))
    client.post(reverse("needs:need_drop", args=[need.pk]), {"reason": "与养老助餐重复"})
    assert Need.objects.get().state == "dropped"


def test_lists_filter_sort_and_export() -> None:
    make_need()
    make_need(title="困境儿童课后关爱", topic="children", breadth=1)
    client = browser(make_actor("community"))
    found = client.get(reverse("needs:need_list") + "?topic=children&sort=title&q=儿童").content.decode()
    assert "困境儿童课后关爱" in found
    assert "高龄独居老人助餐" not in found
    exported = client.get(reverse("needs:need_list") + "?export=xlsx")
    assert exported.status_code == 200
    assert "sheet" in exported["Content-Type"]


class TestResident:
    @pytest.fixture(autouse=True)
    def community(self, db: Any) -> None:
        make_organisation("community")

    def say(self, client: Client, **changes: Any) -> Any:
        page = client.get(reverse("needs:say")).content.decode()
        typed = {
            "place": make_place(COMMUNITY).pk,
            "topic": "elderly",
            "content": SAYS,
            "idempotency_key": key_of(page),
        }
        self.typed = {**typed, **changes}
        return client.post(reverse("needs:say"), self.typed)

    def code_in(self, answer: Any) -> str:
        found = re.search(r'class="code">([0-9A-Z-]{14})<', answer.content.decode())
        assert found
        return found[1]

    def test_he_speaks_follows_and_takes_back_with_his_code_alone(self) -> None:
        client = Client()
        code = self.code_in(self.say(client, name="赵示例", phone="13800001234", consent="on"))
        followed = client.post(reverse("needs:follow"), {"code": code.lower()}).content.decode()
        assert SAYS in followed
        assert code not in reverse("needs:follow")
        gone = client.post(reverse("needs:withdraw"), {"code": code})
        assert "已撤回" in gone.content.decode()
        with rls.acting(make_actor("community")):
            assert not VoiceContact.objects.exists()
        assert SAYS not in client.post(reverse("needs:follow"), {"code": code}).content.decode()

    def test_sending_the_form_twice_gives_one_voice_and_the_same_code(self) -> None:
        client = Client()
        first = self.say(client)
        again = client.post(reverse("needs:say"), self.typed)
        assert self.code_in(first) == self.code_in(again)
        assert Voice.objects.count() == 1

    def test_what_he_typed_stays_when_something_is_wrong(self) -> None:
        answer = self.say(Client(), phone="12345", consent="on").content.decode()
        assert SAYS in answer
        assert "不是手机号" in answer
        assert not Voice.objects.exists()

    def test_a_program_that_fills_everything_is_caught(self) -> None:
        assert self.say(Client(), homepage="http://example.com").status_code == 200
        assert not Voice.objects.exists()

    def test_a_wrong_code_finds_nothing(self) -> None:
        self.say(Client())
        assert "没有找到" in Client().post(reverse("needs:follow"), {"code": "2222-2222-2222"}).content.decode()
        assert Client().post(reverse("needs:withdraw"), {"code": "2222-2222-2222"}).status_code == 200
        assert Voice.objects.get().state == "received"

    def test_a_form_from_another_site_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post(reverse("needs:say"), {"content": SAYS}).status_code == 403

    def test_the_answer_is_private_to_the_browser(self) -> None:
        assert "no-store" in self.say(Client())["Cache-Control"]
