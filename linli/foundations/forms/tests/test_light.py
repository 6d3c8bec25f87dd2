"""The page without script: conditions, faults, kept input, and once is once."""

import re
import time
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.test import Client
from django.urls import reverse

from linli.foundations.forms import actions, library
from linli.foundations.forms.light.expression import Unknown, compiled
from linli.foundations.forms.models import Form
from linli.foundations.forms.tests.factory import kept, make_version, only, upload_of
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel.errors import NotAllowed, Refusal

TRUE = [
    "${a} = 'x'", "${a} != 'y' and ${n} > 2", "${n} >= 3 or false()", "not(${a} = 'y')", "selected(${many}, 'p')",
    "count-selected(${many}) = 2", ". = 'own'", "string-length(.) = 3", "${n} + 2 - 1 = 4", "if(${a} = 'x', 1, 0) = 1",
    "'2020-01-01' < today()", "(${n} = 3)", "${none} = ''", "not(${none} > 2)",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_expressions_that_hold(text: str) -> None:
    values = {"a": "x", "n": "3", "many": "p q"}
    assert compiled(text)(values, "own")
    assert not compiled(f"not({text})")(values, "own")


@pytest.mark.parametrize("text", ["regex(., 'x')", "pulldata('a')", "1 +", "(1", "${a} ! 2", "a/b", ""])
def test_what_is_more_than_plain_is_not_read(text: str) -> None:
    with pytest.raises(Unknown):
        compiled(text)


@pytest.fixture
def page(db: Any) -> str:
    bureau = make_actor("civil_affairs")
    version = actions.upload(
        actor=bureau, workbook=upload_of(library.workbook("satisfaction").read()), purpose="satisfaction"
    )
    actions.publish(version, actor=bureau)
    form = actions.open_page(Form.objects.get(), actor=bureau, consent="只收集评价，用于考核服务机构。")
    return reverse("xforms:fill", args=[form.page_token])


GOOD = {
    "used": "yes",
    "channel": "home",
    "attitude": "5",
    "skill": "4",
    "timely": "4",
    "effect": "5",
    "overall": "5",
    "again": "yes",
}


def key_of(html: str) -> str:
    found = re.search(r'name="instance" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_it_is_small_and_needs_no_script_of_its_own(page: str) -> None:
    html = Client().get(page).content
    assert len(html) < 100_000
    assert "只有“近三个月您或家人用过这项服务吗”是“是”时才回答".encode() in html


def test_it_is_stored_once_however_often_it_is_sent(page: str) -> None:
    client = Client()
    typed = {**GOOD, "agreed": "on", "instance": key_of(client.get(page).content.decode())}
    for _again in range(3):
        assert "已收到" in client.post(page, typed).content.decode()
    row = only()
    assert (row.answers["overall"], row.road, row.person_id, row.place_code) == ("5", "page", None, "320117")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agreed": ""}, "没有同意"),
        ({"again": ""}, "请回答这一题"),
        ({"overall": "1"}, "请回答这一题"),
        ({"attitude": "9"}, "请从选项里选择"),
    ],
)
def test_faults_are_told_and_what_was_typed_stays(page: str, changes: dict[str, str], words: str) -> None:
    typed = {**GOOD, "agreed": "on", "advice": "希望周末也服务", "instance": "x", **changes}
    answer = Client().post(page, {name: value for name, value in typed.items() if value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "希望周末也服务" in html
    assert kept() == []


def test_answers_that_their_condition_does_not_ask_for_are_left_out(page: str) -> None:
    Client().post(page, {**GOOD, "used": "no", "agreed": "on", "instance": "x"})
    assert set(only().answers) == {"used", "again", "meta/instanceID"}


def test_a_flood_is_stopped_and_nothing_typed_is_lost(
    page: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPEN_FORMS_PER_HOUR = 2
    settings.ACCOUNT_RATE_LIMITS = {"open_form": "2/h/key"}
    client, typed = Client(), {**GOOD, "agreed": "on", "advice": "希望周末也服务"}
    fault = client.post(page, {**typed, "overall": ""})
    assert fault.status_code == 422
    sent = [client.post(page, typed) for _n in range(3)]
    assert [one.status_code for one in sent] == [200, 200, 429]
    html = sent[2].content.decode()
    assert all(words in html for words in ("已满 2 份", "没有丢失", "希望周末也服务"))
    assert len(kept()) == 2
    english = client.post(page, typed, headers={"Accept-Language": "en"}).content.decode()
    assert "Nothing that you filled in is lost" in english
    assert Client(REMOTE_ADDR="10.0.0.9").post(page, typed).status_code == 200
    now = time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: now + 3601)
    assert client.post(page, typed).status_code == 200


def test_a_closed_page_is_gone_and_its_link_does_not_come_back(page: str) -> None:
    bureau = make_actor("civil_affairs")
    actions.close_page(Form.objects.get(), actor=bureau)
    assert Client().get(page).status_code == 404
    assert Client().post(page, {**GOOD, "agreed": "on"}).status_code == 404
    actions.open_page(Form.objects.get(), actor=bureau, consent="只收集评价，用于考核服务机构。")
    assert Client().get(page).status_code == 404
    assert kept() == []


def test_forms_that_a_browser_cannot_finish_or_without_consent_are_not_opened(db: Any) -> None:
    town = make_actor("town")
    form = make_version(town, survey=[["audio", "a", "说一说", "yes"]], form_id="spoken").form
    with pytest.raises(Refusal, match="说一说"):
        actions.open_page(form, actor=town, consent="只收集评价，用于考核服务机构。")
    optional = make_version(town, survey=[["audio", "a", "说一说"]], form_id="maybe_spoken").form
    assert actions.open_page(optional, actor=town, consent="只收集评价，用于考核服务机构。").page_token
    plain = make_version(town, survey=[["text", "a", "甲"]], form_id="plain").form
    with pytest.raises(Refusal):
        actions.open_page(plain, actor=town, consent="好")
    with pytest.raises(NotAllowed):
        actions.open_page(plain, actor=make_actor("community"), consent="只收集评价，用于考核服务机构。")


def test_without_a_page_the_public_sends_nothing(db: Any) -> None:
    from linli.foundations.forms.tests.factory import xml_of
    from linli.foundations.forms.tests.test_pages import send
    from linli.kernel.actor import Actor

    with pytest.raises(NotAllowed):
        send(Actor.public(), make_version(), xml_of())
