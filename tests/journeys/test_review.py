"""From a voice to the public intention by those whose work it is: list, project, experts, return, revision, approval."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.flow.s1_needs import actions as needs
from linli.flow.s1_needs.tests.factory import make_need, make_voice
from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions as goals
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions as review
from linli.flow.s2_goals.reviews import comparing
from linli.flow.s2_goals.reviews.models import DesignVersion, IntentionEdition, ReturnPoint
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.tests.factory import approve_all, fill, make_source, money
from linli.flow.s2_goals.tests.reviews import ask, expert, give, returned
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import make_actor, make_organisation
from linli.kernel import clock, journal
from linli.kernel.errors import Refusals
from linli.kernel.models import Event
from linli.ui.tests.papers import words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BUDGET = money("600000")
WAY = [
    "needs.voice:record", "needs.voice:answer", "needs.need:confirm", "needs.list:publish", "needs.need:adopt", "goals.design:draft",
    "goals.opinion:ask", "goals.opinion:give", "goals.opinion:answer", "goals.design:submit", "goals.design:return",
    "goals.design:settle", "goals.design:approve", "goals.intention:publish",
]  # fmt: skip


def rows(wages: str) -> list[Line]:
    left = BUDGET - money(wages)
    return [
        Line("wages", "社工 4 名", money(wages), money("1"), "年"),
        Line("materials", "活动用品", left / 2, money("1"), "年"),
        Line("training", "志愿者培训", money("90000"), money("1"), "年"),
        Line("venue", "场地", left / 2 - money("90000"), money("1"), "年"),
    ]


def test_from_a_voice_to_the_public_intention(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    with clock.travelled(NOW):
        committee, clerk = make_actor("community"), make_actor("town")
        for kind in ("civil_affairs", "finance", "town"):
            make_actor(kind, "leader")
        voice = make_voice()
        needs.answer(voice, actor=committee, answer="已登记，列入本季度需求清单。")
        need = make_need(committee, voices=[voice])
        needs.publish_list(actor=committee, place=need.place, year=2026, round=1)
        need.refresh_from_db()
        project = needs.adopt(need, actor=clerk)
        design = goals.draft(project, actor=clerk)
        fill(design, clerk)
        goals.save_budget(
            design, actor=clerk, budget=BUDGET, lines=rows("300000"), source=make_source(), price_reason="含上门服务"
        )
        with pytest.raises(Refusals, match="至少需要 3 份"):
            goals.submit(design, actor=clerk)
        asked = [expert(make_organisation("expert_body", name=f"示例高校{n}（演示）")) for n in range(3)]
        opinions = ask(design, clerk, *asked)
        give(opinions[0], asked[0])
        give(opinions[1], asked[1])
        hard = give(opinions[2], asked[2], "not_feasible", "人员经费测算没有依据")
        review.answer(hard, actor=clerk, answers=[review.Answer(1, "adopted", "已补充")])
        goals.submit(design, actor=clerk)
        returned(design, ("lines", "人员经费请写明月数"))
        goals.save_budget(
            design, actor=clerk, budget=BUDGET, lines=rows("288000"), source=make_source(), price_reason="含上门服务"
        )
        review.settle(design, actor=clerk, settlements=[review.Settlement(1, True, "按 12 个月测算，减为 288,000 元")])
        goals.submit(design, actor=clerk)
        first, second = DesignVersion.objects.filter(design=design)
        changed = {
            one.key: [row.name for row in one.changes] for one in comparing.compare(first.content, second.content)
        }
        assert changed["categories"] == ["专业社工工资", "活动物料", "场地使用"]
        assert ReturnPoint.objects.get().settled
        design = approve_all(Design.objects.get())
        text = words_of(browser(clerk).get(reverse("goals:paper", args=[project.pk, "docx"])))
        goals.publish_intention(design, actor=clerk)
        journal.sequence()
        check_the_record(project, text)


def check_the_record(project: Project, text: str) -> None:
    """The events stand in this order, the paper tells all of it, and everybody reads the notice."""
    done = [Event.objects.filter(verb=verb, outcome="done").earliest("id").pk for verb in WAY]
    assert done == sorted(done)
    wanted = [
        "可行性论证意见", "不可行", "人员经费测算没有依据", "采纳：已补充", "审批意见", "签字（盖章）", "审批记录", "请补正后再报", "人员经费请写明月数",
        "288,000.00", "区财政局审批",
    ]  # fmt: skip
    assert [one for one in wanted if one not in text] == []
    edition = IntentionEdition.objects.get()
    assert timezone.localdate(edition.until) == date(2026, 4, 4)
    event = Event.objects.get(verb="goals.intention:publish")
    page = Client().get(reverse("portal:notice", args=[event.journal_position.position])).content.decode()
    for words in ("采购需求概况", "600,000.00", "预计采购时间", "2026年4月", project.title):
        assert words in page.replace("\xa0", " ")
    assert "人员经费测算没有依据" not in page
    assert "不可行" not in page
