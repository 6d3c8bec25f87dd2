"""Chain, indicators, staff and risks in the database, filled from templates and earlier projects; what the database refuses."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions, checks
from linli.flow.s2_goals.models import Design, Indicator
from linli.flow.s2_goals.results import content, saved, templates
from linli.flow.s2_goals.results.content import Part
from linli.flow.s2_goals.results.values import GroupTarget, Node, Position
from linli.flow.s2_goals.tests.factory import (
    approve_all,
    make_design,
    make_submitted,
    service_period,
    targets,
)
from linli.flow.s4_delivery.indicators import of_project
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.foundations.rulebook import book
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.ui.tests.papers import words_of

pytestmark = pytest.mark.django_db
ALL = [str(part) for part in Part]
CHAIN = [Node("outcome", "老人吃上热饭"), Node("output", "每日供餐"), Node("activity", "备餐送餐", 0, 1, 12)]


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


@pytest.fixture
def clerk() -> Actor:
    return make_actor("town")


@pytest.fixture
def design(clerk: Actor) -> Design:
    return make_design(clerk)


@pytest.fixture
def empty(clerk: Actor) -> Design:
    """A draft that has a service period and nothing else."""
    made = actions.draft(make_adopted_project(clerk), actor=clerk)
    start, end = service_period()
    return actions.describe(made, actor=clerk, service_from=start, service_to=end)


def at_once() -> None:
    """Ask the deferred triggers now, and let them wait again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class TestChain:
    def test_rows_keep_their_indicators_and_lines_when_the_chain_is_rewritten(
        self, design: Design, clerk: Actor
    ) -> None:
        actions.set_chain(design, actor=clerk, nodes=CHAIN)
        keys = [one.key for one in saved.nodes(design)]
        actions.set_targets(design, actor=clerk, targets=[replace(targets()[0], node=keys[1])])
        lines = [replace(saved.lines(design)[0], activity=keys[2])]
        actions.save_budget(design, actor=clerk, budget=None, lines=lines)
        rows = saved.nodes(design)
        again = [rows[0], Node("output", "新的一行"), replace(rows[1], text="改了说法"), rows[2]]
        actions.set_chain(design, actor=clerk, nodes=again)
        assert [one.text for one in saved.nodes(design)] == ["老人吃上热饭", "新的一行", "改了说法", "备餐送餐"]
        indicator = design.indicators.get()
        assert indicator.node is not None
        assert indicator.node.text == "改了说法"
        assert str(design.lines.get().activity) == "备餐送餐"
        actions.set_chain(design, actor=clerk, nodes=saved.nodes(design)[:2])
        assert design.indicators.get().node is None
        assert design.lines.get().activity is None

    def test_parents_follow_from_the_order(self, design: Design, clerk: Actor) -> None:
        actions.set_chain(design, actor=clerk, nodes=[*CHAIN, Node("output", "另一产出")])
        found = {row.text: row.parent and row.parent.text for row in design.nodes.select_related("parent")}
        assert found == {
            "老人吃上热饭": None,
            "每日供餐": "老人吃上热饭",
            "备餐送餐": "每日供餐",
            "另一产出": "老人吃上热饭",
        }

    def test_gaps_are_told_and_stop_where_the_rule_book_says_so(
        self, design: Design, clerk: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        actions.set_chain(design, actor=clerk, nodes=[Node("activity", "无所属的活动")])
        [told] = [one for one in checks.of_design(design) if one.code == "chain"]
        assert (told.level, "不服务于任何产出" in told.title) == ("warn", True)
        real = book.value
        monkeypatch.setattr(
            book, "value", lambda name, *a, **k: "stop" if name == "design.unfinished" else real(name, *a, **k)
        )
        with pytest.raises(Refusals, match="需要修改"):
            actions.submit(design, actor=clerk)


class TestIndicators:
    def save(self, design: Design, clerk: Actor, **changes: Any) -> Indicator:
        actions.set_targets(design, actor=clerk, targets=[replace(targets()[0], **changes)])
        return design.indicators.get()

    @pytest.mark.parametrize(("how", "whole"), [("sum", "1000"), ("last", "400"), ("average", "250")])
    def test_the_target_is_what_the_periods_give_whatever_was_typed(
        self, design: Design, clerk: Actor, how: str, whole: str
    ) -> None:
        each = tuple(Decimal(n) for n in (100, 200, 300, 400))
        row = self.save(design, clerk, frequency="quarter", aggregation=how, periods=each, target=Decimal(7))
        assert row.target == Decimal(whole)
        at_once()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE goals_indicator SET target = target + 1",
            "UPDATE goals_indicator SET aggregation = 'last'",
            "UPDATE goals_indicator SET frequency = 'whole'",
            "UPDATE goals_indicatorperiod SET target = target + 1 WHERE number = 2",
            "DELETE FROM goals_indicatorperiod WHERE number = 1",
            "DELETE FROM goals_indicatorperiod",
        ],
    )
    def test_not_even_sql_parts_the_target_from_its_periods(self, design: Design, clerk: Actor, statement: str) -> None:
        self.save(design, clerk, frequency="quarter", periods=tuple(Decimal(n) for n in (100, 200, 300, 400)))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(IntegrityError, match="its periods give"):
                cursor.execute(statement)

    def test_the_database_rounds_an_average_as_the_rule_does(self, design: Design, clerk: Actor) -> None:
        for each in (
            ("0.01", "0.02", "0.02", "0.03"),
            ("0.00", "0.00", "0.01", "0.01"),
            ("0.03", "0.00", "0.00", "0.01"),
        ):
            self.save(design, clerk, frequency="quarter", aggregation="average", periods=tuple(map(Decimal, each)))
            at_once()

    def test_as_many_targets_as_periods(self, design: Design, clerk: Actor) -> None:
        with pytest.raises(Refusal, match="4 期"):
            self.save(design, clerk, frequency="quarter", periods=(Decimal(1),) * 3)
        with pytest.raises(Refusal, match="0 期目标"):
            self.save(design, clerk, frequency="month")

    def test_a_target_worse_than_its_baseline_is_refused_also_when_its_periods_give_it(
        self, design: Design, clerk: Actor
    ) -> None:
        with pytest.raises(Refusal) as refused:
            self.save(
                design, clerk, baseline=Decimal(50), frequency="quarter", aggregation="last", periods=(Decimal(49),) * 4
            )
        assert refused.value.code == "indicator_target_beyond_baseline"

    def test_groups_that_exceed_the_whole_are_not_submitted(self, design: Design, clerk: Actor) -> None:
        self.save(
            design,
            clerk,
            groups=(GroupTarget("sex", "female", Decimal(9000)), GroupTarget("sex", "male", Decimal(3001))),
        )
        with pytest.raises(Refusals, match="需要修改") as refused:
            actions.submit(design, actor=clerk)
        assert any("12001" in str(one.message) for one in refused.value.each)

    def test_a_changed_service_period_asks_for_new_periods(self, design: Design, clerk: Actor) -> None:
        self.save(design, clerk, frequency="quarter", periods=(Decimal(1),) * 4)
        Design.objects.filter(pk=design.pk).update(service_to=service_period()[0].replace(day=28))
        found = checks.of_design(Design.objects.get(pk=design.pk))
        assert [one.level for one in found if one.code == "periods"] == ["stop"]


class TestFilling:
    @pytest.mark.parametrize("key", ["elderly", "minors", "relief", "mixed"])
    def test_a_template_gives_a_whole_design(self, key: str, empty: Design, clerk: Actor) -> None:
        found = templates.known()[key]
        given = found.content(empty.service_from, empty.service_to)
        design = actions.fill(empty, actor=clerk, content=given, parts=ALL, origin=found.file.title)
        at_once()
        told = [one for one in checks.of_design(design) if one.level != "ok"]
        left = {"catalogue_code", "beneficiaries", "source", "plan"}
        assert [one.title for one in told if one.code not in left] == []
        assert all(row.node and row.definition and row.data_source for row in design.indicators.select_related("node"))
        assert design.budget == sum(row.amount for row in design.lines.all())
        assert design.lines.exclude(activity=None).count() >= 3

    def test_the_templates_are_those_of_the_four_lines(self) -> None:
        assert [file.line for _key, file in templates.lines()] == ["养老服务", "未保服务", "助困治理", "专业综合"]

    def test_what_is_there_is_replaced_only_when_told_so(self, design: Design, clerk: Actor) -> None:
        given = templates.known()["elderly"].content(design.service_from, design.service_to)
        with pytest.raises(Refusal, match="预算明细") as refused:
            actions.fill(design, actor=clerk, content=given, parts=["budget", "team"], origin="模板")
        assert refused.value.field == "overwrite"
        before = saved.targets(design)
        actions.fill(design, actor=clerk, content=given, parts=["budget", "team"], origin="模板", overwrite=True)
        assert (saved.targets(design), design.posts.count()) == (before, 3)

    def test_an_earlier_project_is_copied_whole_and_fitted_to_another_service_period(self, clerk: Actor) -> None:
        model = make_design(clerk)
        model.refresh_from_db()
        given = templates.known()["elderly"].content(model.service_from, model.service_to)
        actions.fill(model, actor=clerk, content=given, parts=ALL, origin="模板", overwrite=True)
        model.refresh_from_db()
        fresh = actions.draft(make_adopted_project(clerk), actor=clerk)
        start, _end = service_period()
        fresh = actions.describe(fresh, actor=clerk, service_from=start, service_to=start.replace(year=start.year + 2))
        actions.fill(fresh, actor=clerk, content=content.of(model), parts=ALL, origin=model.project.title)
        at_once()
        assert [n.text for n in saved.nodes(fresh)] == [n.text for n in saved.nodes(model)]
        assert (saved.posts(fresh), saved.risks(fresh)) == (saved.posts(model), saved.risks(model))
        assert {t.name: len(t.periods) for t in saved.targets(fresh)}["建档老人数"] == 9
        assert all(start <= t.due for t in saved.targets(fresh))

    def test_the_page_offers_templates_and_approved_projects_and_fills(self, clerk: Actor, empty: Design) -> None:
        model = make_submitted(clerk)
        approve_all(model)
        draft = make_design(clerk)
        client, address = browser(clerk), reverse("goals:fill", args=[empty.project_id])
        page = client.get(address).content.decode()
        assert client.get(reverse("goals:fill", args=[draft.project_id])).context["chosen"] == "template:elderly"
        assert f"design:{model.pk}" in page
        assert f"design:{draft.pk}" not in page
        assert page.count('id="id_parts"') == 1
        post = {"origin": "template:minors", "parts": ALL, "version": empty.version}
        assert client.post(address, post).status_code == 302
        assert Design.objects.get(pk=empty.pk).nodes.count() == 11
        again = client.post(address, post | {"version": "", "origin": f"design:{model.pk}"})
        assert again.status_code == 422
        assert "方案已有内容" in again.content.decode()
        foreign = client.post(address, post | {"origin": f"design:{draft.pk}"})
        assert foreign.status_code == 422


VERBS: dict[str, dict[str, Any]] = {
    "set_chain": {"nodes": CHAIN},
    "set_people": {"groups": []},
    "set_team": {"posts": [Position("社工", 1, Decimal(12))], "risks": []},
    "fill": {"content": content.Content(), "parts": ["chain"], "origin": "示例"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_purchasers_clerk_writes_and_only_a_draft(verb: str, clerk: Actor) -> None:
    design = make_design(clerk)
    for actor in (
        make_actor("town", "leader"),
        make_actor("town", place=OTHER_TOWN),
        make_actor("civil_affairs"),
        make_actor("social", "manager"),
    ):
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(design, actor=actor, **VERBS[verb])
    done = make_submitted(clerk)
    with pytest.raises(WrongState):
        getattr(actions, verb)(done, actor=clerk, **VERBS[verb])


def test_later_rooms_and_the_public_read_what_was_promised(clerk: Actor) -> None:
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    design = make_design(clerk)
    actions.set_chain(design, actor=clerk, nodes=CHAIN)
    page = reverse("portal:project", args=[design.project.number])
    actions.submit(design, actor=clerk)
    assert "备餐送餐" not in Client().get(page).content.decode()
    design.refresh_from_db()
    actions.publish_intention(approve_all(design), actor=clerk)
    assert of_project(design.project) == [{"code": "1", "name": "助餐人次", "unit": "人次", "target": Decimal(12000)}]
    shown = Client().get(page).content.decode()
    assert [words for words in ("老人吃上热饭", "每日供餐", "备餐送餐", "打算怎样做到") if words not in shown] == []


def test_the_application_says_all_of_it_on_paper(clerk: Actor) -> None:
    design = make_design(clerk)
    design.refresh_from_db()
    given = templates.known()["elderly"].content(design.service_from, design.service_to)
    actions.fill(design, actor=clerk, content=given, parts=ALL, origin="模板", overwrite=True)
    text = words_of(browser(clerk).get(reverse("goals:paper", args=[design.project_id, "docx"])))
    wanted = [
        "结果链",
        "每周入户或电话探访",
        "同一老人一天计一次",
        "各期合计",
        "志愿者协调员",
        "社会工作师",
        "购买意外险",
    ]
    assert [one for one in wanted if one not in text] == []


class TestPages:
    def test_periods_and_groups_become_fields_and_the_target_follows(self, design: Design, clerk: Actor) -> None:
        client, address = browser(clerk), reverse("goals:targets", args=[design.project_id])
        row = {
            "level": "output", "name": "助餐人次", "direction": "increase", "unit": "人次", "baseline": "0", "means": "签收",
            "due": service_period()[1].isoformat(), "frequency": "quarter", "aggregation": "sum", "by_sex": "on",
        }  # fmt: skip
        post = {f"targets-0-{name}": value for name, value in row.items()}
        post |= {"targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "0"}
        before = saved.targets(design)
        listed = client.post(address, post | {"do": "list"}).context["formset"].forms[0]
        assert (len(listed.period_fields), [len(groups) for _tick, groups in listed.dimension_fields]) == (
            4,
            [2, 0, 0, 0, 0],
        )
        assert client.post(address, post | {"do": "draft"}).status_code == 200
        assert saved.targets(design) == before
        post |= {f"targets-0-period_{n}": str(n * 100) for n in range(1, 5)} | {"targets-0-group_sex_female": "600"}
        assert client.post(address, post | {"do": "draft"}).status_code == 302
        [kept] = saved.targets(design)
        assert client.post(address, post | {"do": "list"}).context["formset"].forms[0].whole == "1000"
        assert (kept.target, kept.groups) == (Decimal(1000), (GroupTarget("sex", "female", Decimal(600)),))
        worse = client.post(address, post | {"targets-0-baseline": "1001", "do": "draft"})
        assert "比现状值 1001 差" in worse.content.decode()
        wide = client.post(address, post | {"targets-0-period_1": "１，１００．５", "do": "draft"})
        assert (wide.status_code, saved.targets(design)[0].target) == (302, Decimal("2000.50"))
        large = client.post(address, post | {f"targets-0-period_{n}": "9999999999" for n in (1, 2)} | {"do": "draft"})
        assert "各期得出的目标值太大" in large.content.decode()

    def test_rows_of_the_chain_move_without_a_script_and_nothing_is_saved(self, design: Design, clerk: Actor) -> None:
        client, address = browser(clerk), reverse("goals:chain", args=[design.project_id])
        post: dict[str, Any] = {"nodes-TOTAL_FORMS": 3, "nodes-INITIAL_FORMS": 0}
        for place, one in enumerate(CHAIN):
            post |= {f"nodes-{place}-level": one.level, f"nodes-{place}-text": one.text}
        page = client.post(address, post | {"do": "out-2"})
        assert [form["level"].value() for form in page.context["formset"].forms] == ["outcome", "output", "output"]
        assert not design.nodes.exists()
        client.post(address, post | {"problem": "吃饭难", "goal": "吃上热饭", "do": "draft"})
        design.refresh_from_db()
        assert (design.nodes.count(), design.goal) == (3, "吃上热饭")

    def test_the_price_is_held_against_its_reference_while_it_is_typed(self, design: Design, clerk: Actor) -> None:
        data = {
            "budget": "1000", "lines-TOTAL_FORMS": 1, "lines-0-category": "wages", "lines-0-unit_price": "8001",
            "lines-0-quantity": "1", "lines-0-unit": "人月",
        }  # fmt: skip
        address = reverse("goals:budget_check", args=[design.project_id])
        client = browser(clerk)
        assert "高于参考价 8,000 元" in client.post(address, data).content.decode()
        assert "参考价 8,000 元/人月以内" in client.post(address, data | {"lines-0-unit_price": ""}).content.decode()
