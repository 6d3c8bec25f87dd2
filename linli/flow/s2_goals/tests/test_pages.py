"""The pages of step 2: from the button of the tab to the published intention, and what they refuse."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.tests.factory import (
    approve_all,
    lines,
    make_catalogue,
    make_design,
    make_public_project,
    make_source,
    make_submitted,
    service_period,
)
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.ui.tests.papers import seal, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


@pytest.fixture
def clerk(db: Any) -> Actor:
    return make_actor("town")


def posted_lines(**changes: str) -> dict[str, Any]:
    rows = lines(**changes)
    data: dict[str, Any] = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        for name in ("category", "basis", "unit_price", "quantity", "unit"):
            data[f"lines-{index}-{name}"] = str(getattr(row, name))
    return data


def where(name: str, project: Project | Design) -> str:
    pk = project.pk if isinstance(project, Project) else project.project_id
    return reverse(f"goals:{name}", args=[pk])


def test_the_whole_way_through_the_pages(clerk: Actor) -> None:
    project = make_adopted_project(clerk)
    make_catalogue("A0101")
    source, (start, end) = make_source(), service_period()
    client = browser(clerk)
    tab = reverse("thread:tab", args=[project.pk, "goals"])
    assert "编制方案" in client.get(tab).content.decode()
    assert client.post(where("begin", project))["Location"] == where("basics", project)
    basics = {
        "problem": "中午吃饭难", "goal": "每个工作日吃上热饭", "beneficiaries": "120", "catalogue_code": "A0101",
        "service_from": start.isoformat(), "service_to": end.isoformat(), "do": "next",
    }  # fmt: skip
    assert client.post(where("basics", project), basics)["Location"] == where("people", project)
    assert client.post(where("people", project), {"groups-TOTAL_FORMS": 0, "groups-INITIAL_FORMS": 0, "do": "next"})[
        "Location"
    ] == where("chain", project)
    chain = {
        "nodes-TOTAL_FORMS": 0,
        "nodes-INITIAL_FORMS": 0,
        "problem": "中午吃饭难",
        "goal": "吃上热饭",
        "do": "next",
    }
    assert client.post(where("chain", project), chain)["Location"] == where("targets", project)
    target = {
        "targets-TOTAL_FORMS": 1, "targets-INITIAL_FORMS": 0, "targets-0-level": "output", "targets-0-name": "助餐人次",
        "targets-0-direction": "increase", "targets-0-unit": "人次", "targets-0-baseline": "0",
        "targets-0-target": "12000", "targets-0-means": "签收记录", "targets-0-due": end.isoformat(), "do": "next",
    }  # fmt: skip
    assert client.post(where("targets", project), target)["Location"] == where("budget", project)
    budget = {"budget": "285,000.00", "source": source.pk, "method": "", "do": "next", **posted_lines()}
    assert client.post(where("budget", project), budget)["Location"] == where("team", project)
    team = {f"{name}-{kind}_FORMS": 0 for name in ("posts", "risks") for kind in ("TOTAL", "INITIAL")}
    assert client.post(where("team", project), team | {"do": "next"})["Location"] == where("review", project)
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    review = client.get(where("review", project)).content.decode()
    assert "采购人审核" in review
    assert client.post(where("review", project))["Location"] == tab
    design = Design.objects.get()
    assert design.state == "in_approval"
    leader = browser(make_actor("town", "leader"))
    running = approvals.running(design)
    assert running is not None
    assert "退回补正" in leader.get(tab).content.decode()
    opinion = reverse("thread:approval", args=[running.pk])
    assert "没有填写意见" in leader.post(opinion, {"decision": "return", "opinion": " "}).content.decode()
    assert leader.post(opinion, {"decision": "approve", "version": running.version}).status_code == 302
    approve_all(design)
    assert "公开采购意向" in client.get(tab).content.decode()
    client.post(where("intention", project))
    assert Project.objects.get().state == "intention"
    assert client.get(reverse("goals:list")).status_code == 200


class TestBudget:
    @pytest.fixture
    def design(self, clerk: Actor) -> Design:
        return make_design(clerk)

    def post(self, design: Design, clerk: Actor, **changes: Any) -> Any:
        data = {"budget": "285000", "source": make_source().pk, "do": "next", **posted_lines(), **changes}
        return browser(clerk).post(where("budget", design), data)

    def test_what_breaks_a_limit_is_kept_but_does_not_go_on(self, design: Design, clerk: Actor) -> None:
        page = self.post(design, clerk, **{"lines-5-unit_price": "18600", "lines-3-basis": ""}).content.decode()
        assert "管理费 18,600 元，占 6.5%，超过上限 5%" in page
        assert "最多可列 14,250 元" in page
        assert 'href="#id_lines-5-unit_price"' in page
        assert "第 4 行“活动物料”没有测算依据" in page
        assert design.lines.get(order=6).unit_price == Decimal("18600")

    def test_a_word_for_a_number_is_named_with_its_row(self, design: Design, clerk: Actor) -> None:
        page = self.post(design, clerk, **{"lines-1-unit_price": "一千"}).content.decode()
        assert "第 2 行" in page
        assert "一千" in page

    def test_rows_are_added_and_removed_without_a_script(self, design: Design, clerk: Actor) -> None:
        more = self.post(design, clerk, do="add", budget="300000").context
        assert len(more["formset"].forms) == 7
        fewer = self.post(design, clerk, do="remove-0").context
        assert next(form["category"].value() for form in fewer["formset"].forms) == "insurance"
        assert design.lines.count() == 6

    def test_the_live_answer_computes_and_saves_nothing(self, design: Design, clerk: Actor) -> None:
        data = {"budget": "285000", **posted_lines(wages="9000")}
        version = Design.objects.get().version
        answer = browser(clerk).post(where("budget_check", design), data).content.decode()
        assert "216,000.00" in answer
        assert "超过上限" in answer
        assert Design.objects.get().version == version

    def test_half_typed_numbers_do_no_harm(self, design: Design, clerk: Actor) -> None:
        data = {**posted_lines(), "budget": "28五", "lines-0-unit_price": "-", "lines-0-category": "<b>"}
        assert browser(clerk).post(where("budget_check", design), data).status_code == 200

    def test_a_draft_is_kept_and_brings_its_version(self, design: Design, clerk: Actor) -> None:
        client = browser(clerk)
        address = reverse("goals:draft", args=[design.project_id, "budget"])
        data = {"budget": "285000", "source": make_source().pk, **posted_lines(wages="5100")}
        design.refresh_from_db()
        kept = client.post(address, {**data, "version": design.version})
        assert (kept.status_code, kept["X-Version"]) == (204, str(design.version + 1))
        stale = client.post(address, {**data, "version": design.version})
        assert stale.status_code == 422
        assert "变动" in stale.content.decode()
        assert client.post(address, {**data, "lines-0-quantity": "x"}).status_code == 422
        assert design.lines.get(order=1).unit_price == Decimal("5100")

    def test_a_stale_page_keeps_what_was_typed(self, design: Design, clerk: Actor) -> None:
        page = self.post(design, clerk, version="1", budget="123456").content.decode()
        assert "变动" in page
        assert "123456" in page


@pytest.mark.parametrize("page", ["basics", "people", "chain", "targets", "budget", "team", "fill", "review"])
def test_only_the_purchasers_clerk_edits_and_only_a_draft(page: str, clerk: Actor) -> None:
    design = make_design(clerk)
    assert browser(clerk).get(where(page, design)).status_code == 200
    for actor in (make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN), make_actor("civil_affairs")):
        assert browser(actor).get(where(page, design)).status_code == 403
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    actions.submit(design, actor=clerk)
    assert browser(clerk).get(where(page, design)).status_code == 403
    assert Client().get(where(page, design)).status_code == 302


def test_submitting_what_is_not_whole_names_everything_and_leads_there(clerk: Actor) -> None:
    design = actions.draft(make_adopted_project(clerk), actor=clerk)
    page = browser(clerk).post(where("review", design)).content.decode()
    assert "没有写明要解决的问题" in page
    assert where("basics", design) + "#id_problem" in page
    assert Design.objects.get().state == "draft"


def test_only_the_office_at_turn_is_asked_for_an_opinion(clerk: Actor) -> None:
    design = make_submitted(clerk)
    address = design.get_absolute_url()
    assert 'name="decision"' in browser(make_actor("town", "leader")).get(address).content.decode()
    assert 'name="decision"' not in browser(make_actor("civil_affairs", "leader")).get(address).content.decode()
    running = approvals.running(design)
    assert running is not None
    denied = browser(make_actor("civil_affairs", "leader")).post(
        reverse("thread:approval", args=[running.pk]), {"decision": "approve"}
    )
    assert "不能办理" in denied.content.decode()
    assert approvals.running(design) is not None


def test_after_the_intention_others_see_the_design(clerk: Actor) -> None:
    project = make_public_project()
    outsider = browser(make_actor("social", "manager"))
    assert "助餐人次" in outsider.get(reverse("thread:tab", args=[project.pk, "goals"])).content.decode()


def test_the_application_is_on_paper_for_whoever_sees_the_design(clerk: Actor) -> None:
    design = make_submitted(clerk)
    address = reverse("goals:paper", args=[design.project_id, "docx"])
    proof = seal(design, "goals.design:submit")
    text = words_of(browser(clerk).get(address))
    wanted = [f"{design.project.title}项目申报书", "（审批中）", design.problem, "绩效指标", "元整", *proof]
    assert [one for one in wanted if one not in text] == []
    assert browser(make_actor("town", place=OTHER_TOWN)).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert reverse("goals:paper", args=[design.project_id, "pdf"]) in (
        browser(clerk).get(design.get_absolute_url()).content.decode()
    )
