"""The pages of step 6, opened and used by those who may and refused to those who may not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from linli.flow.s4_delivery.tests.browsing import browser, typed
from linli.flow.s4_delivery.tests.world import World, at
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.thread import spine
from linli.kernel import clock, hooks
from linli.kernel.actor import Actor


@pytest.fixture
def followed(world: World, settings: Any) -> Iterator[World]:
    settings.REQUIRE_MFA = False
    world.finish()
    world.project = spine.move(world.project, "following", grade="良")
    hooks.call("evaluation.published", project=world.project, actor=world.clerk)
    with clock.travelled(at(2027, 1, 4)):
        yield world


def tab(world: World) -> str:
    return reverse("thread:tab", args=[world.project.pk, "followup"])


def send(actor: Actor, name: str, key: int, **values: Any) -> Any:
    client = browser(actor)
    address = reverse(f"followup:{name}", args=[key])
    page = client.get(address)
    assert page.status_code == 200, (name, page.status_code)
    return client.post(address, typed(page, **values))


def visit(world: World, months: int, **more: Any) -> Any:
    values = {"people": "12", "lasted": "yes", "satisfaction": "4", "summary": "助餐照常开展"} | more
    return send(world.clerk, "visit", Visit.objects.get(months=months).pk, **values)


def test_from_the_visits_to_the_close(followed: World) -> None:
    for months in (1, 3):
        assert visit(followed, months).status_code == 302
    visit(followed, 6, issue="助餐点冬天没有热水", lasted="partly", satisfaction="3")
    shown = browser(followed.clerk).get(tab(followed)).content.decode()
    assert "助餐点冬天没有热水" in shown
    assert reverse("followup:close", args=[FollowUp.objects.get().pk]) not in shown
    issue = Issue.objects.get().pk
    send(followed.manager, "mend", issue, text="已装热水器")
    send(followed.clerk, "return_mending", issue, reason="水温仍然不够")
    send(followed.manager, "mend", issue, text="已换大功率热水器")
    send(followed.clerk, "confirm", issue)
    assert (
        reverse("followup:close", args=[FollowUp.objects.get().pk])
        in browser(followed.clerk).get(tab(followed)).content.decode()
    )
    answer = send(followed.clerk, "close", FollowUp.objects.get().pk, lesson="助餐点离居民近，参与率高")
    assert answer.status_code == 302
    assert "助餐点离居民近" in browser(followed.clerk).get(tab(followed)).content.decode()


def test_a_visit_is_read_by_the_parties_and_by_nobody_else(followed: World) -> None:
    visit(followed, 1)
    own = Visit.objects.get(months=1).get_absolute_url()
    assert "助餐照常开展" in browser(followed.manager).get(own).content.decode()
    assert browser(followed.rival_manager).get(own).status_code == 403
    assert browser(Actor.public()).get(own).status_code == 302


def test_a_complaint_is_filed_by_the_purchaser(followed: World) -> None:
    key = FollowUp.objects.get().pk
    send(followed.clerk, "complain", key, text="送餐经常迟到半小时")
    assert Issue.objects.get().source == "complaint"
    address = reverse("followup:complain", args=[key])
    for actor in (followed.manager, followed.other_clerk, followed.supervisor):
        assert browser(actor).get(address).status_code == 403
        assert browser(actor).post(address, {"text": "送餐经常迟到"}).status_code == 403


def test_the_provider_reads_but_does_not_record(followed: World) -> None:
    own = Visit.objects.get(months=1).get_absolute_url()
    shown = browser(followed.manager).get(own).content.decode()
    assert "<textarea" not in shown
    assert browser(followed.manager).post(own, {"people": "1"}).status_code == 403


def test_an_impossible_visit_keeps_what_was_typed(followed: World) -> None:
    answer = visit(followed, 1, visited_on="2027-01-05")
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()
    assert "助餐照常开展" in answer.content.decode()


def test_the_list(followed: World) -> None:
    address = reverse("followup:list")
    assert len(browser(followed.clerk).get(address).context["page"].object_list) == 1
    assert not browser(followed.other_clerk).get(address).context["page"].object_list
    assert browser(Actor.public()).get(address).status_code == 302


def test_outsiders_see_visits_but_no_issues(followed: World) -> None:
    visit(followed, 1, issue="助餐点冬天没有热水")
    followed.project.public_since = at(2026, 1, 1)
    followed.project.save()
    shown = browser(followed.rival_manager).get(tab(followed)).content.decode()
    assert "第 1 个月" in shown
    assert "没有热水" not in shown
