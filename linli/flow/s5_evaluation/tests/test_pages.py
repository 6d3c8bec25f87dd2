"""The pages of step 5, opened and used by those who may and refused to those who may not."""

from typing import Any

import pytest
from django.urls import reverse

from linli.flow.s4_delivery.tests.browsing import browser, typed
from linli.flow.s4_delivery.tests.world import World
from linli.flow.s5_evaluation.models import Evaluation, Instrument, Rectification
from linli.kernel.actor import Actor


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def tab(world: World) -> str:
    return reverse("thread:tab", args=[world.project.pk, "evaluation"])


def send(actor: Actor, name: str, key: int, **values: Any) -> Any:
    client = browser(actor)
    address = reverse(f"evaluation:{name}", args=[key])
    page = client.get(address)
    assert page.status_code == 200, (name, page.status_code)
    return client.post(address, typed(page, **values))


def start(world: World) -> Evaluation:
    assert send(world.clerk, "start", world.project.pk).status_code == 302
    return Evaluation.objects.get()


def record_all(world: World, accounts: str = "92") -> None:
    who = {"onsite": world.clerk, "expert": world.bureau_clerk, "accounts": world.cashier}
    for kind, actor in who.items():
        key = Instrument.objects.current().get(kind=kind).pk
        score = accounts if kind == "accounts" else "88.5"
        assert send(actor, "instrument", key, score=score, findings="查阅资料、现场走访").status_code == 302
    survey = Instrument.objects.current().get(kind="satisfaction").pk
    answers = {"answers_1": "0", "answers_2": "1", "answers_3": "6", "answers_4": "50", "answers_5": "43"}
    assert send(world.clerk, "instrument", survey, findings="入户问卷一百份", **answers).status_code == 302


def test_from_the_start_to_the_published_result(world: World) -> None:
    world.finish()
    assert "启动评估" in browser(world.clerk).get(tab(world)).content.decode()
    assert "启动评估" not in browser(world.manager).get(tab(world)).content.decode()
    evaluation = start(world)
    record_all(world)
    shown = browser(world.clerk).get(tab(world)).content.decode()
    assert "95% 区间" in shown
    assert "n = 100" in shown
    page = browser(world.clerk).get(reverse("evaluation:grade", args=[evaluation.pk]))
    assert "综合得分" in page.content.decode()
    assert send(world.clerk, "grade", evaluation.pk, conclusion="完成约定目标，服务规范").status_code == 302
    assert "公布评估结果" in browser(world.clerk).get(tab(world)).content.decode()
    publish = reverse("evaluation:publish", args=[evaluation.pk])
    assert browser(world.manager).post(publish).status_code == 403
    assert browser(world.clerk).get(publish).status_code == 302
    assert Evaluation.objects.get().state == "graded"
    browser(world.clerk).post(publish, {"version": Evaluation.objects.get().version})
    assert Evaluation.objects.get().state == "published"


def test_outsiders_see_nothing_before_the_result_is_published(world: World) -> None:
    world.finish()
    evaluation = start(world)
    world.project = world.fresh()
    world.project.public_since = evaluation.created_at
    world.project.save()
    record_all(world)
    shown = browser(world.rival_manager).get(tab(world)).content.decode()
    assert "评估结果还没有公布" in shown
    assert "查阅资料" not in shown
    send(world.clerk, "grade", evaluation.pk, conclusion="完成约定目标，服务规范")
    browser(world.clerk).post(reverse("evaluation:publish", args=[evaluation.pk]))
    shown = browser(world.rival_manager).get(tab(world)).content.decode()
    assert "完成约定目标，服务规范" in shown
    assert "查阅资料" not in shown


def test_a_rectification_goes_to_and_fro(world: World) -> None:
    world.finish()
    evaluation = start(world)
    record_all(world, accounts="41")
    send(world.clerk, "grade", evaluation.pk, conclusion="账目不完整，其余合格")
    send(world.clerk, "order", evaluation.pk, demands="补齐账目凭证，按月公开支出")
    key = Rectification.objects.get().pk
    assert "报送整改情况" in browser(world.manager).get(tab(world)).content.decode()
    send(world.manager, "rectify", key, text="凭证已全部补齐")
    send(world.clerk, "return_report", key, reason="凭证仍缺三张")
    send(world.manager, "rectify", key, text="三张凭证已补齐")
    send(world.clerk, "accept", key, opinion="核查属实，整改到位")
    assert Evaluation.objects.get().state == "graded"


def test_the_provider_is_not_offered_as_evaluator(world: World) -> None:
    world.finish()
    page = browser(world.clerk).get(reverse("evaluation:start", args=[world.project.pk]))
    assert world.provider.name not in page.content.decode().split("<form")[-1].split("相关情况")[0]
    client = browser(world.clerk)
    values = typed(client.get(reverse("evaluation:start", args=[world.project.pk])), onsite=str(world.provider.pk))
    assert client.post(reverse("evaluation:start", args=[world.project.pk]), values).status_code == 422
    assert not Evaluation.objects.exists()


def test_pages_are_refused_to_those_who_may_not(world: World) -> None:
    world.finish()
    assert browser(world.manager).get(reverse("evaluation:start", args=[world.project.pk])).status_code == 403
    evaluation = start(world)
    onsite = reverse("evaluation:instrument", args=[Instrument.objects.get(kind="onsite").pk])
    for actor in (world.manager, world.rival_manager, world.other_clerk, world.cashier, world.supervisor):
        assert browser(actor).get(onsite).status_code == 403
        assert browser(actor).post(onsite, {"score": "1"}).status_code == 403
        assert browser(actor).get(reverse("evaluation:grade", args=[evaluation.pk])).status_code == 403
    assert browser(Actor.public()).get(onsite).status_code == 302


def test_the_list(world: World) -> None:
    world.finish()
    start(world)
    address = reverse("evaluation:list")
    assert len(browser(world.clerk).get(address).context["page"].object_list) == 1
    assert not browser(world.other_clerk).get(address).context["page"].object_list
    assert browser(Actor.public()).get(address).status_code == 302


def test_a_wrong_score_keeps_what_was_typed(world: World) -> None:
    world.finish()
    start(world)
    key = Instrument.objects.get(kind="onsite").pk
    answer = send(world.clerk, "instrument", key, score="101", findings="现场走访三次")
    assert answer.status_code == 422
    assert "现场走访三次" in answer.content.decode()
