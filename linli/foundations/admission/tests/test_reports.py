"""A report of an unadmitted task: answered and decided in time, escalated when late, decided once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from linli.foundations.admission import actions, tasks
from linli.foundations.admission.models import Report
from linli.foundations.admission.tests.factory import make_application, make_consulting, make_listed, make_report
from linli.foundations.parties.tests.factory import OTHER_COMMUNITY, make_actor, make_organisation, make_place
from linli.kernel import clock, files, year_cache
from linli.kernel.calendar import edit_day, load_year
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task
from linli.kernel.models.files import StoredFile

pytestmark = pytest.mark.django_db


def days(n: int) -> Any:
    return clock.travelled(clock.now() + timedelta(days=n))


def test_a_report_is_answered_decided_and_closed() -> None:
    report = make_report()
    assert report.answer_due_at < report.due_at
    for verb, kind in (("answer", "department"), ("decide", "civil_affairs")):
        task = Task.objects.open().get(verb=f"admission.report:{verb}")
        assert (task.organisation.kind if task.organisation else "", task.role) == (kind, "clerk")
        assert task.due_at is not None
    bureau = make_actor("civil_affairs")
    with pytest.raises(WrongState, match="还没有答复"):
        actions.decide(report, actor=bureau, outcome="unadmitted", reason="没有准入文件")
    department = make_actor("department")
    with pytest.raises(Refusal, match="没有写明答复"):
        actions.answer(report, actor=department, kind="withdraw", text="")
    actions.answer(report, actor=department, kind="withdraw", text="任务已收回，由本部门自行填报")
    with pytest.raises(Refusal, match="没有出示准入事项"):
        actions.decide(report, actor=bureau, outcome="admitted", reason="部门有准入文件")
    actions.decide(report, actor=bureau, outcome="unadmitted", reason="没有准入，任务应当收回")
    with pytest.raises(Refusal, match="办结情况"):
        actions.close(report, actor=bureau, closing="好")
    actions.close(report, actor=bureau, closing="任务已收回，社区已知悉")
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("closed", "unadmitted")
    told = Task.objects.open().get(subject_type="admission.report")
    assert (told.verb, told.organisation_id) == ("admission.report:acknowledge", report.organisation_id)
    with pytest.raises(NotAllowed):
        actions.acknowledge_report(report, actor=make_actor("community", place=OTHER_COMMUNITY))
    actions.acknowledge_report(report, actor=make_actor("community"))
    assert not Task.objects.open().filter(subject_type="admission.report").exists()
    event = Event.objects.get(verb="admission.report:close", outcome="done")
    assert event.public
    assert "place" not in event.facts


def test_what_is_shown_must_have_covered_the_community_on_that_day() -> None:
    admission = make_listed()
    department = make_actor("department")
    report = make_report()
    before = make_report(occurred_on=clock.today() - timedelta(days=3))
    elsewhere = make_report(make_actor("community", place=OTHER_COMMUNITY))
    for wrong in (before, elsewhere):
        with pytest.raises(Refusal, match="没有覆盖"):
            actions.answer(wrong, actor=department, kind="show", text="清单中已有准入", admission=admission)
    with pytest.raises(Refusal, match="没有指明"):
        actions.answer(report, actor=department, kind="show", text="已经有准入")
    other = make_organisation("department", name="示例别的部门（演示）")
    strange = make_application(make_actor("department", organisation=other))
    with pytest.raises(Refusal, match="没有指明"):
        actions.answer(report, actor=department, kind="apply", text="正在补办准入", admission=strange)
    actions.answer(report, actor=department, kind="show", text="清单中已有该事项", admission=admission)
    actions.decide(report, actor=make_actor("civil_affairs"), outcome="admitted", reason="清单中已有该事项")
    report.refresh_from_db()
    assert (report.state, report.admission) == ("decided", admission)


def test_one_to_be_admitted_afterwards_is_closed_when_that_has_ended() -> None:
    clerk = make_actor("department")
    application = make_application(clerk)
    report = make_report()
    actions.answer(report, actor=clerk, kind="apply", text="正在补办准入", admission=application)
    bureau = make_actor("civil_affairs")
    actions.decide(report, actor=bureau, outcome="unadmitted", reason="补办前不得下派")
    with pytest.raises(Refusal, match="还没有结果"):
        actions.close(report, actor=bureau, closing="部门已补办准入")
    actions.withdraw(application, actor=clerk)
    actions.close(report, actor=bureau, closing="部门撤回申请，任务已收回")


def test_what_is_late_goes_to_the_leaders_once_and_may_be_decided_without_an_answer() -> None:
    report = make_report()
    assert tasks.escalations() == 0
    with days(12):
        assert tasks.daily(0)["escalated"] == 1
        assert tasks.escalations() == 0
        leader = Task.objects.open().get(verb="admission.report:answer", role="leader")
        assert leader.organisation_id == report.department_id
        with pytest.raises(Refusal, match="没有写明认定理由"):
            actions.decide(report, actor=make_actor("civil_affairs"), outcome="unadmitted", reason="")
    with days(40):
        assert tasks.escalations() == 1
        assert tasks.escalations() == 0
        assert Task.objects.open().filter(verb="admission.report:decide", role="leader").count() == 1
        actions.decide(
            report, actor=make_actor("civil_affairs", "leader"), outcome="unadmitted", reason="部门逾期未答复"
        )
    assert Event.objects.get(verb="admission.report:decide", outcome="done").facts["late"] is True
    assert not Task.objects.open().filter(verb__in=["admission.report:answer", "admission.report:decide"]).exists()


def test_a_calendar_that_changes_moves_the_days_of_reports_and_consultations() -> None:
    """The record's own day decides when the bureau may decide and when the consultation ends: it moves with its tasks."""
    year_cache.years.forget()
    with clock.travelled(timezone.make_aware(datetime(2027, 2, 22, 9))):
        report, asked = make_report(), make_consulting()
        before = (report.answer_due_at, report.due_at, asked.consult_until)
        bureau = make_actor("civil_affairs")
        load_year(year=2027, actor=bureau)
        edit_day(day=date(2027, 2, 24), day_kind="holiday", actor=bureau)
        report.refresh_from_db()
        asked.refresh_from_db()
        after = (report.answer_due_at, report.due_at, asked.consult_until)
        assert all(new > old for old, new in zip(before, after, strict=True))
        due = dict(Task.objects.open().filter(verb__startswith="admission.").values_list("verb", "due_at"))
        assert [due[f"admission.{verb}"] for verb in ("report:answer", "report:decide", "opinion:give")] == list(after)
    year_cache.years.forget()


def test_who_reports_answers_and_decides() -> None:
    report = make_report()
    with pytest.raises(NotAllowed):
        make_report(make_actor("town"))
    with pytest.raises(NotAllowed):
        actions.answer(report, actor=make_actor("community"), kind="withdraw", text="不应由我答复")
    with pytest.raises(NotAllowed):
        actions.decide(report, actor=make_actor("department"), outcome="other", reason="不应由我认定")
    with pytest.raises(Refusal, match="不是区级部门"):
        make_report(department=make_organisation("finance"))
    with pytest.raises(Refusal, match="还没有到"):
        make_report(occurred_on=clock.today() + timedelta(days=1))
    assert not Report.objects.visible_to(make_actor("community", place=OTHER_COMMUNITY)).exists()
    assert not Report.objects.visible_to(make_actor("social", "manager")).exists()
    for kind in ("community", "department", "town", "civil_affairs", "supervisor"):
        assert Report.objects.visible_to(make_actor(kind)).exists(), kind


def test_evidence_is_read_by_whoever_sees_the_report() -> None:
    report = make_report(evidence=[ContentFile("通知：三日内填报".encode(), name="通知.txt")])
    stored = StoredFile.objects.get(subject_type="admission.report", subject_id=report.pk)
    assert files.may_read(make_actor("department"), stored)
    assert files.may_read(make_actor("civil_affairs"), stored)
    assert not files.may_read(make_actor("community", place=OTHER_COMMUNITY), stored)
    assert not files.may_read(make_actor("social", "manager"), stored)
    make_place()


@pytest.mark.django_db(transaction=True)
def test_decided_by_two_at_once_it_is_decided_once() -> None:
    report = make_report()
    actions.answer(report, actor=make_actor("department"), kind="withdraw", text="任务已收回")
    judges = [make_actor("civil_affairs", role) for role in ("clerk", "leader") * 3]

    def decide(n: int) -> str:
        try:
            outcome = ("unadmitted", "other")[n % 2]
            actions.decide(Report.objects.get(pk=report.pk), actor=judges[n], outcome=outcome, reason="认定理由如下")
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(decide, range(6)))
    assert sorted(answers) == ["decided", *["wrong_state"] * 5]
    assert Event.objects.filter(verb="admission.report:decide", outcome="done").count() == 1
    assert Task.objects.open().filter(verb="admission.report:close").count() == 1
