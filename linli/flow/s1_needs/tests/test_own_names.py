"""The name that somebody left with his voice, hunted for in his own words wherever somebody else could meet them."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.actions.transfer import receivers
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.tests.factory import make_voice
from linli.flow.s1_needs.tests.test_merging import PUBLIC, code_of, words_of
from linli.flow.s1_needs.tests.test_pages import browser
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel import clock
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


OWN = ("王秀英", "王 秀英", "秀英", "13800001234", "138 0000 1234", "xiuying@")


def test_his_own_name_is_hidden_from_whom_it_does_not_concern() -> None:
    """In lists, search, exports, prints, suggestions and what the analysis made of it, whoever looks."""
    said = (
        "我叫王 秀英，楼里独居老人中午没有地方吃饭，请打138 0000 1234，或写信到 xiuying@example.cn，王秀英第{}次反映。"
    )
    left = {"name": "王秀英女士", "phone": "13800001234", "consent": True}
    voices = [make_voice(content=said.format(n), **left) for n in range(4)]
    clerk, department, today = make_actor("community"), make_actor("department"), clock.today()
    run = actions.order(actor=clerk, place=voices[0].place, sources=["voices"], since=today, until=today)
    assert run.found == 1
    to = receivers(voices[0]).get(pk=department.organisation_id)
    actions.transfer(voices[0], actor=clerk, to=to, reason="属于部门职责")
    actions.answer(voices[1], actor=clerk, answer="下周起由食堂送餐上门。")
    actions.reopen(voices[1], actor=PUBLIC, code=code_of(voices[1]), reason="王秀英还是没有收到饭菜。")
    kinds = (("supervisor", "supervisor"), ("finance", "leader"), ("social", "manager"))
    others = [
        browser(one)
        for one in (department, make_actor("town", place=OTHER_TOWN), *(make_actor(*kind) for kind in kinds))
    ]
    pages = [
        reverse("needs:voice_list"),
        reverse("needs:need_list"),
        reverse("needs:suggestion_list"),
        run.get_absolute_url(),
    ]
    pages += [f"{pages[0]}?q=独居", *(one.get_absolute_url() for one in run.suggestions.all())]
    prints = [reverse("needs:voice_print", args=[one.pk]) for one in voices]
    whole = [one.get_absolute_url() for one in voices]
    for client in (*others, Client()):
        assert found_in(client, [*pages, *prints, *whole]) == []
    assert found_in(browser(clerk), [*pages, *prints]) == []
    for client in (*others, browser(clerk)):
        export = client.get(reverse("needs:voice_list") + "?export=xlsx")
        assert not [one for one in OWN if export.status_code == 200 and one in words_of(export.content)]
    assert "王 秀英" in browser(clerk).get(whole[2]).content.decode(), "who answers reads it whole"
    told = str(list(Event.objects.values())) + str(list(Task.objects.values()))
    assert not [one for one in OWN if one in told]
    for word in ("王秀英", "秀英"):
        assert not Voice.objects.filter(search__words=word).exists()
    actions.mask(voices[2], actor=clerk)
    assert not [one for one in OWN if one in Voice.objects.get(pk=voices[2].pk).content]


def test_voices_that_were_there_before_are_hidden_by_the_migration() -> None:
    department = make_actor("department")
    left = {"name": "王秀英", "phone": "13800001234", "consent": True}
    voices = [make_voice(content="我叫王秀英，楼里没有电梯。", **left) for _n in range(2)]
    to = receivers(voices[0]).get(pk=department.organisation_id)
    actions.transfer(voices[0], actor=make_actor("community"), to=to, reason="属于部门职责")
    Voice.objects.update(shown=F("content"))
    import_module("linli.flow.s1_needs.migrations.0008_hide_own_names").hide(apps, None)
    assert set(Voice.objects.values_list("shown", flat=True)) == {"我叫王某某，楼里没有电梯。"}


def found_in(client: Client, pages: list[str]) -> list[tuple[str, str]]:
    texts = [(page, client.get(page).content.decode()) for page in pages]
    return [(page, one) for page, text in texts for one in OWN if one in text]
