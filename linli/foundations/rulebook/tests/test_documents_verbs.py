"""Documents from the draft to the repeal: who may, when, and what is refused with which words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import InternalError, ProgrammingError, transaction

from linli.foundations.parties.tests.factory import OTHER_TOWN, TOWN, make_actor, make_place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import actions, shelf
from linli.foundations.rulebook.documents.held import Standing
from linli.foundations.rulebook.documents.states import VersionState
from linli.foundations.rulebook.documents.tree import Row
from linli.foundations.rulebook.models import RuleClause, RuleComment, RuleDocument, RuleVersion
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import approvals, clock, files
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring() -> Iterator[None]:
    with made.at(made.BEGIN):
        yield


def say(version: RuleVersion, content: str = "建议第三条写明答复的方式。", **changes: Any) -> RuleComment:
    return actions.record_comment(actor=Actor.public(), draft=version, content=content, **changes)


def test_a_document_goes_from_draft_to_issue_and_every_verb_is_in_the_journal() -> None:
    clerk = made.bureau()
    version = made.make_consulted(clerk)
    comment = say(version, clause="3")
    made.concluded(version, clerk)
    actions.answer(comment, actor=clerk, verdict="adopted", answer="已在第三条写明书面答复。")
    actions.edit(version, actor=clerk, title=version.title, style="articles", rows=made.rows(made.TEXT + "书面答复。"))
    version.refresh_from_db()
    actions.submit(version, actor=clerk)
    made.approve_all(version)
    assert version.state == VersionState.APPROVED
    made.issued(version, clerk, number="示例民发〔2026〕3号")
    version.refresh_from_db()
    assert (version.state, version.trial) == (VersionState.ISSUED, True)
    verbs = (
        Event.objects.filter(verb__startswith="rulebook.", outcome="done").order_by("id").values_list("verb", flat=True)
    )
    assert [verb.split(".")[1] for verb in verbs] == [
        "document:draft", "version:edit", "version:consult", "comment:record", "version:conclude", "comment:answer",
        "version:edit", "version:submit", "version:approve", "version:issue",
    ]  # fmt: skip
    assert not Task.objects.open().filter(organisation_id=clerk.organisation_id).exists()


def test_the_bureau_drafts_for_the_district_and_a_street_for_itself_only() -> None:
    street, place = made.street(), make_place(TOWN)
    assert made.make_draft(street, key="jiedao-shouce").document.level == "street"
    for where in (make_place(OTHER_TOWN), make_place("320117")):
        with pytest.raises(NotAllowed):
            made.make_draft(street, key="qita", place=where)
    with pytest.raises(NotAllowed):
        made.make_draft(made.bureau(), key="qita", place=place)
    for actor in (make_actor("finance"), made.bureau("leader"), make_actor("social", "manager"), Actor.public()):
        with pytest.raises(NotAllowed):
            made.make_draft(actor, key="qita", place=make_place("320117"))
    with pytest.raises(Refusal, match="不能起草这一层级"):
        made.make_draft(street, key="qita", level="national")


def test_an_address_is_taken_once_and_shipped_ones_are_taken() -> None:
    made.make_draft()
    for key in ("shili-banfa", "fund-measures"):
        with pytest.raises(Refusal, match="已有文件使用"):
            made.make_draft(key=key)
    with pytest.raises(Refusal, match="小写字母"):
        made.make_draft(key="Shi_Li")


def test_another_office_does_not_touch_a_draft() -> None:
    version = made.make_draft(made.street(), key="jiedao-shouce")
    for actor in (made.bureau(), make_actor("town", "clerk", OTHER_TOWN), made.street("leader"), Actor.public()):
        with pytest.raises(NotAllowed):
            actions.edit(version, actor=actor, title="改名", style="articles", rows=[])
        with pytest.raises(NotAllowed):
            actions.consult(version, actor=actor, until=date(2026, 5, 1))
    visible = RuleVersion.objects.visible_to
    assert not visible(Actor.public()).exists()
    assert not visible(make_actor("town", "clerk", OTHER_TOWN)).exists()
    assert not visible(made.bureau()).exists()
    assert visible(make_actor("supervisor", "supervisor")).exists()


def test_a_consultation_is_no_shorter_than_the_rule_book_says() -> None:
    clerk = made.bureau()
    version = made.make_draft(clerk)
    earliest = book.last_day("document.consultation_days", clock.today())
    with pytest.raises(Refusal, match="不足 7 个工作日") as refused:
        actions.consult(version, actor=clerk, until=earliest - timedelta(days=1))
    assert "规范性文件管理规则" in refused.value.clauses[0]
    version.refresh_from_db()
    actions.consult(version, actor=clerk, until=earliest)
    version.refresh_from_db()
    assert Task.objects.open().get(verb="rulebook.version:conclude").due_at == version.consultation_until
    with pytest.raises(Refusal, match="还不能结束"):
        actions.conclude(version, actor=clerk)
    with pytest.raises(WrongState):
        actions.edit(version, actor=clerk, title="改名", style="articles", rows=made.rows())


def test_an_empty_draft_is_not_consulted_on() -> None:
    clerk = made.bureau()
    version = actions.draft(actor=clerk, place=make_place("320117"), key="kong", title="示例空白办法", short="空白办法")
    with pytest.raises(Refusal, match="还没有条款"):
        actions.consult(version, actor=clerk, until=date(2026, 5, 1))


def test_no_text_goes_to_review_before_every_comment_is_answered() -> None:
    clerk = made.bureau()
    version = made.make_consulted(clerk)
    first, second = say(version), say(version, content="与本办法无关的内容，打广告。")
    actions.show(first, actor=clerk)
    made.concluded(version, clerk)
    with pytest.raises(Refusal, match="还有 2 条意见没有答复"):
        actions.submit(version, actor=clerk)
    for bad in ({"verdict": "maybe", "answer": "理由充分。"}, {"verdict": "declined", "answer": " "}):
        with pytest.raises(Refusal):
            actions.answer(first, actor=clerk, **bad)
    actions.answer(first, actor=clerk, verdict="declined", answer="已有专门规定，不重复。")
    actions.set_aside(second, actor=clerk, reason="与征求意见稿无关。")
    with pytest.raises(WrongState):
        actions.answer(second, actor=clerk, verdict="adopted", answer="改主意了吗？")
    version.refresh_from_db()
    actions.submit(version, actor=clerk)
    with pytest.raises(NotAllowed):
        actions.approve(version, actor=clerk)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("太短", "应为 5 至 1000 个字"),
        ("请打我的电话13900000117联系我", "手机号"),
        ("我的身份证是32011719800101123X请核对", "身份证号"),
        ("请回复 shili@example.org 谢谢", "邮箱"),
    ],
)
def test_a_comment_says_something_and_no_personal_data(content: str, words: str) -> None:
    version = made.make_consulted()
    with pytest.raises(Refusal, match=words):
        say(version, content=content)
    assert not RuleComment.objects.exists()
    assert content not in str(list(Event.objects.values_list("facts", flat=True)))


def test_comments_are_taken_in_the_period_only_and_not_in_floods() -> None:
    draft = made.make_draft()
    with pytest.raises(Refusal, match="没有公开征求意见"):
        say(draft)
    version = made.make_consulted(key="di-er")
    for _turn in range(20):
        say(version, source="one")
    with pytest.raises(Refusal, match="超过 20 条") as refused:
        say(version, source="one")
    assert refused.value.status == 429
    say(version, source="another")
    with pytest.raises(Refusal, match="没有这一条"):
        say(version, clause="99")
    assert version.consultation_until is not None
    with clock.travelled(version.consultation_until + timedelta(seconds=1)), pytest.raises(Refusal, match="截止"):
        say(version)


def test_offices_comment_in_their_own_name_and_visitors_cannot_pretend_to_be_one() -> None:
    version = made.make_consulted()
    comment = actions.record_comment(actor=make_actor("finance"), draft=version, content="建议明确资金来源。")
    assert (comment.voice, comment.speaker) == ("office", make_actor("finance").organisation_name)
    assert say(version, voice="office").voice == "resident"
    assert say(version, voice="organisation", speaker="示例社会组织").who == "示例社会组织"
    with pytest.raises(NotAllowed):
        actions.record_comment(actor=make_actor("social", "manager"), draft=version, content="以承接主体身份提。")
    for actor in (made.street(), made.bureau("leader"), Actor.public()):
        with pytest.raises(NotAllowed):
            actions.answer(comment, actor=actor, verdict="adopted", answer="同意采纳。")


def test_a_street_text_is_reviewed_by_its_leader_and_the_bureau() -> None:
    clerk = made.street()
    version = made.make_consulted(clerk, key="jiedao-shouce")
    made.bureau("leader")
    made.concluded(version, clerk)
    version.refresh_from_db()
    actions.submit(version, actor=clerk)
    running = approvals.running(version)
    assert running is not None
    assert [step.organisation.kind for step in running.steps.all()] == ["town", "civil_affairs"]
    approvals.send_back(running, actor=made.street("leader"), opinion="第二条再斟酌。")
    version.refresh_from_db()
    assert version.state == VersionState.AMENDING
    assert "第二条再斟酌" in Task.objects.open().get(verb="rulebook.version:submit").context
    actions.submit(version, actor=clerk)
    running = approvals.running(version)
    assert running is not None
    approvals.refuse(running, actor=made.street("leader"), opinion="不需要另行规定。")
    version.refresh_from_db()
    assert (version.state, "不需要" in version.end_reason) == (VersionState.WITHDRAWN, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "示例民发[2026]3号"}, "〔年份〕"),
        ({"issued_on": date(2026, 12, 1)}, "还没有到"),
        ({"effective_on": date(2026, 1, 1)}, "早于发布日期"),
        ({"expires_on": None}, "没有填试行期满日"),
        ({"expires_on": date(2026, 4, 2)}, "不晚于施行日期"),
        ({"expires_on": date(2028, 6, 1)}, "超过 2 年"),
    ],
)
def test_number_and_dates_of_an_issue_are_checked(changes: dict[str, Any], words: str) -> None:
    clerk = made.bureau()
    version = made.approved(made.make_consulted(clerk), clerk)
    right = {
        "number": "示例民发〔2026〕3号",
        "issued_on": date(2026, 4, 2),
        "effective_on": date(2026, 4, 2),
        "expires_on": date(2027, 4, 1),
    }
    with made.at(date(2026, 4, 2)):
        with pytest.raises(Refusal, match=words):
            actions.issue(version, actor=clerk, **{**right, **changes})
        version.refresh_from_db()
        with pytest.raises(NotAllowed):
            actions.issue(version, actor=made.bureau("leader"), **right)
        actions.issue(version, actor=clerk, **right)


def test_a_number_is_used_once() -> None:
    made.make_issued()
    with pytest.raises(Refusal, match="文号已经用过"):
        made.make_issued(key="di-er")


def test_a_text_that_was_put_out_does_not_change_by_whatever_road() -> None:
    version = made.make_issued()
    for change in (
        lambda: RuleClause.objects.filter(version=version).update(text="改写"),
        lambda: RuleClause.objects.filter(version=version).delete(),
        lambda: RuleClause.objects.create(version=version, position=99, key="99", kind="article", text="添写"),
    ):
        with pytest.raises((InternalError, ProgrammingError), match="is fixed"), transaction.atomic():
            change()


def test_a_revision_keeps_addresses_and_the_old_version_readable() -> None:
    clerk = made.bureau()
    first = made.make_issued(clerk)
    text = made.TEXT.replace("第三条 居民", "第三条 新增一条。\n第四条 居民").replace("七个工作日", "五个工作日")
    with made.at(date(2026, 6, 1)):
        second = made.make_revised(first, text, number="示例民发〔2026〕9号", clerk=clerk)
        held = shelf.find("shili-banfa")
        assert held is not None
        assert [version.ordinal for version in held.versions] == [2, 1]
        new, old = held.versions
        assert "五个工作日" in new.clause("3").text
        assert new.clause("3").name == "第四条"
        assert "七个工作日" in old.clause("3").text
        assert new.clause("3-2").text == "新增一条。"
        begins = second.effective_on
        assert begins is not None
        assert old.standing(begins) == Standing.REVISED
        assert old.standing(begins - timedelta(days=1)) == Standing.TRIAL
        assert held.current(begins - timedelta(days=1)) is old
    assert [version.state for version in RuleVersion.objects.order_by("ordinal")] == ["revised", "issued"]


def test_revising_needs_a_version_in_force_and_goes_once_at_a_time() -> None:
    clerk = made.bureau()
    draft = made.make_draft(clerk)
    with pytest.raises(Refusal, match="没有已发布的版本"):
        actions.revise(draft.document, actor=clerk, note="根据执行情况修订")
    document = made.make_issued(clerk, key="di-er").document
    with pytest.raises(Refusal, match="修订理由"):
        actions.revise(document, actor=clerk, note=" ")
    with pytest.raises(NotAllowed):
        actions.revise(document, actor=made.street(), note="根据执行情况修订")
    version = actions.revise(document, actor=clerk, note="根据执行情况修订")
    with pytest.raises(Refusal, match="已有一个版本正在起草"):
        actions.revise(RuleDocument.objects.get(pk=document.pk), actor=clerk, note="根据执行情况修订")
    actions.withdraw(version, actor=clerk, reason="改为明年修订。")
    assert actions.revise(RuleDocument.objects.get(pk=document.pk), actor=clerk, note="根据执行情况修订").ordinal == 3


def test_a_repeal_names_reason_day_and_successor() -> None:
    version, leader = made.make_issued(), made.bureau("leader")
    with made.at(date(2026, 6, 1)):
        right: dict[str, Any] = {"reason": "由新办法替代。", "on": date(2026, 6, 10), "successor": "fund-measures"}
        for change, words in (
            ({"reason": ""}, "废止理由"),
            ({"on": date(2026, 5, 31)}, "已经过去"),
            ({"successor": "shili-banfa"}, "另一份"),
        ):
            with pytest.raises(Refusal, match=words):
                actions.repeal(version, actor=leader, **{**right, **change})
        with pytest.raises(NotAllowed):
            actions.repeal(version, actor=made.bureau(), **right)
        actions.repeal(version, actor=leader, **right)
        assert shelf.citable("shili-banfa", "3", on=date(2026, 6, 9)).label == "第三条"
        with pytest.raises(Refusal, match="第三条自 2026年6月10日起废止") as refused:
            shelf.citable("shili-banfa", "3", on=date(2026, 6, 10))
        assert "资金管理办法" in str(refused.value.remedy)


def test_what_is_not_yet_or_no_longer_in_force_is_not_cited() -> None:
    clerk = made.bureau()
    version = made.approved(made.make_consulted(clerk), clerk)
    with made.at(date(2026, 4, 2)):
        actions.issue(
            version, actor=clerk, number="示例民发〔2026〕3号", issued_on=date(2026, 4, 2), effective_on=date(2026, 5, 1),
            expires_on=date(2027, 4, 30),
        )  # fmt: skip
        with pytest.raises(Refusal, match="第三条自 2026年5月1日起施行，2026年4月2日还不能引用"):
            shelf.citable("shili-banfa", "3")
    assert shelf.citable("shili-banfa", "2i1", on=date(2026, 5, 1)).label == "第二条第（一）项"
    with pytest.raises(Refusal, match="试行期到 2027年4月30日已满"):
        shelf.citable("shili-banfa", "3", on=date(2027, 5, 1))
    with pytest.raises(Refusal, match="没有“99”这一条"):
        shelf.citable("shili-banfa", "99", on=date(2026, 5, 1))
    with pytest.raises(Refusal, match="没有“nichts”这份文件"):
        shelf.citable("nichts", "1")
    assert shelf.citable("government-procurement-law", "35").document.short == "政府采购法"


def test_a_trial_is_reminded_of_at_each_point_once_and_shows_its_end() -> None:
    version = made.make_issued(trial_days=364)
    assert version.expires_on is not None
    end = version.expires_on
    points = {}
    for left in (200, 180, 179, 91, 89, 31, 30, 1, 0, -1, -5):
        with made.at(end - timedelta(days=left)):
            points[left] = actions_reminded()
    assert [left for left, count in points.items() if count] == [180, 89, 30, -1]
    held = shelf.find("shili-banfa")
    assert held is not None
    assert held.versions[0].standing(end) == Standing.TRIAL
    assert held.versions[0].standing(end + timedelta(days=1)) == Standing.EXPIRED
    open_tasks = Task.objects.open().filter(due_basis="试行期满日")
    assert {(task.verb, task.role) for task in open_tasks} == {
        ("rulebook.version:extend", "leader"), ("rulebook.document:revise", "clerk"),
    }  # fmt: skip
    assert all("试行期已满" in task.title for task in open_tasks)


def actions_reminded() -> int:
    from linli.foundations.rulebook.documents.actions.ending import remind_all

    return remind_all()


def test_a_trial_is_extended_by_the_leader_within_the_longest_period() -> None:
    version, leader = made.make_issued(trial_days=364), made.bureau("leader")
    assert version.expires_on is not None
    end = version.expires_on
    with made.at(end - timedelta(days=20)):
        assert actions_reminded() == 1
        with pytest.raises(Refusal, match="不晚于原期满日"):
            actions.extend(version, actor=leader, until=end, reason="试行评估良好。")
        with pytest.raises(Refusal, match="超过 2 年"):
            actions.extend(version, actor=leader, until=end + timedelta(days=740), reason="试行评估良好。")
        with pytest.raises(Refusal, match="延长理由"):
            actions.extend(version, actor=leader, until=end + timedelta(days=300), reason="")
        with pytest.raises(NotAllowed):
            actions.extend(version, actor=made.bureau(), until=end + timedelta(days=300), reason="试行评估良好。")
        actions.extend(version, actor=leader, until=end + timedelta(days=300), reason="试行评估良好。")
        assert not Task.objects.open().filter(due_basis="试行期满日").exists()
        assert actions_reminded() == 0


def test_a_higher_document_is_entered_as_it_was_issued() -> None:
    clerk = made.bureau()
    text = "示例省社区服务条例\n第一条 为了加强社区服务，制定本条例。"
    version = made.make_draft(clerk, key="sheng-tiaoli", text=text, level="provincial", issuer="示例省")
    days = {"issued_on": date(2025, 1, 1), "effective_on": date(2025, 3, 1)}
    with pytest.raises(Refusal, match="上级文件不在本区征求意见"):
        actions.consult(version, actor=clerk, until=date(2026, 5, 1))
    actions.enter(version, actor=clerk, number="示例省人大公告第1号", **days)
    assert shelf.citable("sheng-tiaoli", "1").document.level == "provincial"
    own = made.make_draft(clerk)
    with pytest.raises(Refusal, match="不能直接收录"):
        actions.enter(own, actor=clerk, number="示例民发〔2026〕3号", **days)


def test_attachments_are_read_by_whoever_reads_the_text() -> None:
    clerk = made.bureau()
    version = made.make_draft(clerk)
    upload = ContentFile("附表一".encode(), name="附表.txt")
    actions.attach(version, actor=clerk, upload=upload, label="附表")
    stored = actions.drafting.attachments(version).get()
    assert not files.may_read(Actor.public(), stored)
    assert files.may_read(make_actor("supervisor", "supervisor"), stored)
    version.refresh_from_db()
    actions.detach(version, actor=clerk, file=stored.pk)
    version.refresh_from_db()
    assert not actions.drafting.attachments(version).exists()
    with pytest.raises(Refusal, match="不在本文件上"):
        actions.detach(version, actor=clerk, file=stored.pk)
    actions.attach(version, actor=clerk, upload=ContentFile("附表一".encode(), name="附表.txt"))
    actions.consult(RuleVersion.objects.get(pk=version.pk), actor=clerk, until=date(2026, 5, 1))
    assert files.may_read(Actor.public(), actions.drafting.attachments(version).get())


def test_a_forged_key_of_another_document_is_not_taken_over() -> None:
    clerk = made.bureau()
    version = made.make_draft(clerk)
    actions.edit(
        version,
        actor=clerk,
        title=version.title,
        style="articles",
        rows=[Row("article", "甲", "ch9-evil"), Row("article", "乙", "1"), Row("article", "丙", "1")],
    )
    keys = list(RuleClause.objects.filter(version=version).values_list("key", flat=True))
    assert "ch9-evil" not in keys
    assert len(set(keys)) == 3
