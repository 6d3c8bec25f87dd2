"""Rounds of a design: frozen at each submission, returned with points, compared, withdrawn before the first decision."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, comparing, rounds, snapshots
from linli.flow.s2_goals.reviews.models import DesignVersion, ReturnPoint
from linli.flow.s2_goals.reviews.snapshots import Section, of_rows
from linli.flow.s2_goals.tests.factory import BUDGET, lines, make_design, make_source, make_submitted
from linli.flow.s2_goals.tests.reviews import returned
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.kernel.models import Approval, Event, Task
from linli.ui.tests.papers import words_of

pytestmark = pytest.mark.django_db
POINTS = (("lines", "请写明督导的次数和单价"), ("goal", "目标请写到人数"))


@pytest.fixture
def clerk(settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    return make_actor("town")


def part(differences: list[comparing.Difference], key: str) -> dict[str, tuple[str, str, str]]:
    """What changed in one part: name to (kind, before, after)."""
    found = next(one for one in differences if one.key == key)
    return {
        one.name: (one.kind, "".join(p.text for p in one.before), "".join(p.text for p in one.after))
        for one in found.changes
    }


def corrected(design: Design, clerk: Actor) -> Design:
    """The clerk changes goal and budget lines, and says of each point what was done."""
    start = {
        name: getattr(design, name)
        for name in ("problem", "beneficiaries", "catalogue_code", "service_from", "service_to")
    }
    design_actions.describe(design, actor=clerk, goal="一年内使 120 名老人吃上热饭。", **start)
    rows = [*lines(supervision="1400", management="14250")[:5], lines()[5]]
    rows[3] = type(rows[3])("materials", "每场 925 元", Decimal(925), Decimal(48), "场")
    design_actions.save_budget(design, actor=clerk, budget=BUDGET, lines=rows, source=make_source())
    said = [actions.Settlement(1, True, "督导改为每次 1,400 元"), actions.Settlement(2, True, "已写明 120 名")]
    return actions.settle(design, actor=clerk, settlements=said)


class TestFrozen:
    def test_each_submission_keeps_the_whole_design(self, clerk: Actor) -> None:
        design = make_submitted(clerk)
        version = DesignVersion.objects.get()
        kept = {one["key"]: {row["name"]: row["text"] for row in one["rows"]} for one in version.content["sections"]}
        assert kept["basics"]["要解决的问题"] == design.problem
        assert kept["purchase"]["项目预算（元）"] == "285,000.00"
        assert kept["categories"]["合计"] == "285,000.00"
        assert kept["lines"]["管理费 · 场地、水电、财务"] == "14,250.00 × 1 项 = 14,250.00"
        assert "0 → 12,000 人次" in kept["targets"]["助餐人次"]
        assert version.fingerprint == snapshots.fingerprint(version.content)
        assert Event.objects.get(verb="goals.design:submit").facts["fingerprint"] == version.fingerprint

    @pytest.mark.parametrize("change", [{"round": 9}, {"content": {}}, {"fingerprint": "0" * 64}])
    def test_nobody_changes_it(self, clerk: Actor, change: dict[str, Any]) -> None:
        make_submitted(clerk)
        with pytest.raises(DatabaseError), transaction.atomic():
            DesignVersion.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            DesignVersion.objects.all()._raw_delete("default")

    def test_tables_of_others_come_in_by_one_registration(self, clerk: Actor, monkeypatch: Any) -> None:
        monkeypatch.setattr(snapshots, "_sections", dict(snapshots._sections))
        snapshots.register(Section("more", "更多", lambda design: of_rows(design.lines.all(), ("basis",), ("amount",))))
        design = make_submitted(clerk)
        content = DesignVersion.objects.get(design=design).content
        assert content["sections"][-1]["key"] == "more"
        assert len(content["sections"][-1]["rows"]) == 6
        with pytest.raises(ValueError, match="more"):
            snapshots.register(Section("more", "", lambda design: []))


class TestReturned:
    def test_the_points_must_be_settled_before_it_goes_back(self, clerk: Actor) -> None:
        design = returned(make_submitted(clerk), *POINTS)
        assert [(one.about, one.office) for one in ReturnPoint.objects.all()] == [
            ("lines", "采购人审核"), ("goal", "采购人审核"),
        ]  # fmt: skip
        with pytest.raises(Refusals) as refused:
            design_actions.submit(design, actor=clerk)
        assert "退回要点还有 2 条" in str(refused.value)
        with pytest.raises(Refusal) as caught:
            actions.settle(design, actor=clerk, settlements=[actions.Settlement(1, True, " ")])
        assert caught.value.field == "reply_1"
        actions.settle(design, actor=clerk, settlements=[actions.Settlement(1, True, "已写明")])
        with pytest.raises(Refusals) as refused:
            design_actions.submit(design, actor=clerk)
        assert "退回要点还有 1 条" in str(refused.value)
        actions.settle(design, actor=clerk, settlements=[actions.Settlement(2, True, "已写明人数")])
        assert design_actions.submit(design, actor=clerk).state == "in_approval"
        assert DesignVersion.objects.count() == 2

    def test_what_was_asked_is_not_rewritten(self, clerk: Actor) -> None:
        returned(make_submitted(clerk), *POINTS)
        with pytest.raises(DatabaseError), transaction.atomic():
            ReturnPoint.objects.update(text="什么也没有要求")

    def test_only_the_purchasers_clerk_settles(self, clerk: Actor) -> None:
        design = returned(make_submitted(clerk), *POINTS)
        for other in (make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN), make_actor("finance")):
            with pytest.raises(NotAllowed):
                actions.settle(design, actor=other, settlements=[])

    def test_the_office_writes_its_points_on_the_page(self, clerk: Actor) -> None:
        design = make_submitted(clerk)
        leader = browser(make_actor("town", "leader"))
        tab = reverse("thread:tab", args=[design.project_id, "goals"])
        assert "about_1" in leader.get(tab).content.decode()
        running = approvals.running(design)
        assert running is not None
        typed = {
            "decision": "return", "opinion": "请补正", "about_1": "lines", "point_1": "请写明单价来源", "version": running.version,
        }  # fmt: skip
        assert leader.post(reverse("thread:approval", args=[running.pk]), typed).status_code == 302
        assert ReturnPoint.objects.get().text == "请写明单价来源"
        page = browser(clerk).get(reverse("goals:returned", args=[design.project_id])).content.decode()
        assert "请写明单价来源" in page
        assert "预算明细" in page
        answer = {"settled_1": "on", "reply_1": "见第 2 行"}
        assert browser(clerk).post(reverse("goals:returned", args=[design.project_id]), answer).status_code == 302
        assert ReturnPoint.objects.get().settled


class TestCompared:
    def test_what_changed_stands_side_by_side(self, clerk: Actor) -> None:
        design = corrected(returned(make_submitted(clerk), *POINTS), clerk)
        design_actions.submit(design, actor=clerk)
        old, new = DesignVersion.objects.filter(design=design)
        found = comparing.compare(old.content, new.content)
        assert part(found, "basics")["项目目标"][2] == "一年内使 120 名老人吃上热饭。"
        assert part(found, "categories")["督导和评估"] == ("changed", "18,000.00", "16,800.00")
        assert part(found, "categories")["活动物料"] == ("changed", "43,200.00", "44,400.00")
        assert part(found, "lines")["活动物料 · 每场 900 元"][0] == "deleted"
        assert part(found, "lines")["活动物料 · 每场 925 元"][0] == "added"
        assert part(found, "targets") == {}
        assert comparing.is_same(comparing.compare(old.content, old.content))

    def test_offices_and_clerk_read_it_and_print_it(self, clerk: Actor) -> None:
        design = corrected(returned(make_submitted(clerk), *POINTS), clerk)
        address = reverse("goals:compare", args=[design.project_id])
        draft = browser(clerk).get(address).content.decode()
        assert "现在的草稿" in draft
        design_actions.submit(design, actor=clerk)
        for reader in (clerk, make_actor("town", "leader"), make_actor("civil_affairs", "leader")):
            page = browser(reader).get(address).content.decode()
            assert "督导改为每次 1,400 元" in page
            assert "第 2 次送审稿" in page
        text = words_of(browser(clerk).get(reverse("goals:compare_paper", args=[design.project_id, "docx"])))
        wanted = ["项目方案修改对照表", "请写明督导的次数和单价", "督导改为每次 1,400 元", "16,800.00", "18,000.00"]
        assert [one for one in wanted if one not in text] == []
        for other in (make_actor("town", place=OTHER_TOWN), make_actor("social", "manager")):
            assert browser(other).get(address).status_code == 404


class TestWithdrawn:
    def test_before_the_first_decision_it_comes_back_as_a_draft(self, clerk: Actor) -> None:
        design = make_submitted(clerk)
        with pytest.raises(Refusal):
            actions.withdraw(design, actor=clerk, reason=" ")
        actions.withdraw(design, actor=clerk, reason="漏写一项预算")
        design.refresh_from_db()
        assert (design.state, Project.objects.get().state) == ("draft", "designing")
        assert [one.verb for one in Task.objects.open()] == ["goals.design:submit"]
        assert Approval.objects.get().state == "withdrawn"
        assert Event.objects.get(verb="goals.design:withdraw", outcome="done").facts["reason"] == "漏写一项预算"
        design_actions.submit(design, actor=clerk)
        assert [one.round for one in DesignVersion.objects.all()] == [1, 2]
        assert rounds.asked_for(design) == []

    def test_after_an_opinion_it_does_not(self, clerk: Actor) -> None:
        design = make_submitted(clerk)
        approvals.approve(approvals.running(design), actor=make_actor("town", "leader"))  # type: ignore[arg-type]
        with pytest.raises(WrongState) as refused:
            actions.withdraw(design, actor=clerk, reason="漏写一项预算")
        assert "采购人审核" in str(refused.value)
        assert (Design.objects.get().state, Approval.objects.get().state) == ("in_approval", "running")

    def test_strangers_do_not(self, clerk: Actor) -> None:
        design = make_submitted(clerk)
        for other in (make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN), make_actor("civil_affairs")):
            with pytest.raises(NotAllowed):
                actions.withdraw(design, actor=other, reason="代为撤回")

    def test_a_draft_is_not_withdrawn(self, clerk: Actor) -> None:
        with pytest.raises(WrongState):
            actions.withdraw(make_design(clerk), actor=clerk, reason="没有提交")


@pytest.mark.django_db(transaction=True)
def test_two_offices_at_once_decide_once() -> None:
    """The same step by two people of the office: one opinion stands, the chain moves on by one step."""
    design = make_submitted(make_actor("town"))
    running = approvals.running(design)
    assert running is not None
    gate, outcomes = threading.Barrier(2), []

    def decide(verb: Any, actor: Actor, **more: Any) -> None:
        gate.wait()
        try:
            verb(running, actor=actor, **more)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(approvals.approve, make_actor("town", "leader"))),
        threading.Thread(
            target=decide, args=(approvals.send_back, make_actor("town", "leader")),
            kwargs={"opinion": "请补正", "points": POINTS},
        ),
    ]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes.count("done") == 1
    decided = [step for step in Approval.objects.get().steps.all() if step.decided_at is not None]
    assert len(decided) == 1
    assert ReturnPoint.objects.count() == (2 if Design.objects.get().state == "returned" else 0)
