"""A task comes into communities only with money and hours, after they were asked, for a term that ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from linli.foundations.admission import actions, lookup, rules, tasks
from linli.foundations.admission.models import Admission, Opinion
from linli.foundations.admission.tests.factory import (
    all_agree,
    lines,
    make_application,
    make_consulting,
    make_listed,
)
from linli.foundations.catalogue.tests.factory import approve_all
from linli.foundations.parties.tests.factory import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_actor,
    make_organisation,
    make_place,
)
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


def days(n: int) -> Any:
    return clock.travelled(clock.now() + timedelta(days=n))


def said(refusals: Refusals) -> str:
    return " ".join(str(one.message) for one in refusals.each)


def test_from_the_application_to_the_public_list() -> None:
    admission = make_consulting(places=[make_place(COMMUNITY), make_place(OTHER_COMMUNITY)])
    assert admission.state == "consulting"
    assert Task.objects.open().filter(verb="admission.opinion:give", due_at__isnull=False).count() == 2
    first, second = admission.opinions.all()
    voice = make_actor("community", organisation=first.organisation)
    with pytest.raises(Refusal, match="没有写明条件"):
        actions.give_opinion(first, actor=voice, stance="conditional")
    actions.give_opinion(first, actor=voice, stance="conditional", text="须配一名专职人员")
    assert Task.objects.open().filter(verb="admission.opinion:give").count() == 1
    assert approvals.running(admission) is None
    actions.give_opinion(second, actor=make_actor("community", organisation=second.organisation), stance="agree")
    running = approvals.running(admission)
    assert running is not None
    assert [step.organisation.kind for step in running.steps.all()] == [
        "department", "civil_affairs", "finance", "civil_affairs",
    ]  # fmt: skip
    approve_all(admission)
    assert admission.state == "approved"
    clerk = make_actor("civil_affairs")
    actions.issue(admission, actor=clerk)
    admission.refresh_from_db()
    assert (admission.state, admission.number) == ("in_force", f"ZR-320117-{clock.today().year}-001")
    assert Event.objects.get(verb="admission.admission:issue").public
    assert not Task.objects.open().filter(verb="admission.admission:issue").exists()


def test_money_and_hours_go_with_the_task_to_every_community_in_every_year() -> None:
    clerk = make_actor("department")
    admission = make_application(clerk, until=clock.today() + timedelta(days=400))
    place = make_place(COMMUNITY)
    make_place(OTHER_COMMUNITY)
    whole = lines([place, make_place(OTHER_COMMUNITY)], admission.since, admission.until)
    actions.attach(admission, actor=clerk, lines=whole[:-1])
    with pytest.raises(Refusals) as caught:
        actions.submit(admission, actor=clerk)
    assert "费随事转" in said(caught.value)
    assert str(admission.until.year) in said(caught.value)
    actions.attach(admission, actor=clerk, lines=lines([place], admission.since, admission.until, money="0"))
    with pytest.raises(Refusals, match="费随事转"):
        actions.submit(admission, actor=clerk)
    actions.attach(admission, actor=clerk, lines=[])
    with pytest.raises(Refusals, match="没有选择社区"):
        actions.submit(admission, actor=clerk)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"content": "做"}, "没有写明工作内容"),
        ({"legal_basis": "-"}, "没有写明依据"),
        ({"until": timedelta(days=800)}, "超过最长 24 个月"),
        ({"since": timedelta(days=-60), "until": timedelta(days=-1)}, "已经过去"),
    ],
)
def test_what_an_application_lacks_is_named(change: dict[str, Any], what: str) -> None:
    given = {k: clock.today() + v if isinstance(v, timedelta) else v for k, v in change.items()}
    clerk = make_actor("department")
    with pytest.raises(Refusals) as caught:
        actions.submit(make_application(clerk, **given), actor=clerk)
    assert what in said(caught.value)


def test_the_last_day_of_the_longest_term_is_allowed_and_the_next_is_not() -> None:
    with clock.travelled(timezone.make_aware(datetime(2026, 3, 5, 9))):
        clerk = make_actor("department")
        good = make_application(clerk, until=clock.today().replace(year=2028, day=4))
        actions.submit(good, actor=clerk)
        bad = make_application(clerk, until=clock.today().replace(year=2028))
        with pytest.raises(Refusals) as caught:
            actions.submit(bad, actor=clerk)
    assert str(caught.value.each[0].remedy) == "最晚可定 2028年3月4日。"


def test_who_does_not_answer_in_time_does_not_stop_it() -> None:
    admission = make_consulting(places=[make_place(COMMUNITY), make_place(OTHER_COMMUNITY)])
    first = admission.opinions.all()[0]
    actions.give_opinion(first, actor=make_actor("community", organisation=first.organisation), stance="agree")
    assert tasks.consultations() == 0
    with days(20):
        assert tasks.daily(0)["consultations"] == 1
        assert tasks.consultations() == 0
    admission.refresh_from_db()
    assert admission.state == "in_approval"
    assert sorted(admission.opinions.values_list("state", flat=True)) == ["given", "missed"]
    late = admission.opinions.get(state="missed")
    with pytest.raises(WrongState):
        actions.give_opinion(late, actor=make_actor("community", organisation=late.organisation), stance="agree")


def test_a_returned_application_asks_the_communities_anew() -> None:
    admission = make_consulting()
    all_agree(admission)
    running = approvals.running(admission)
    assert running is not None
    approvals.send_back(running, actor=make_actor("department", "leader"), opinion="经费测算不清")
    admission.refresh_from_db()
    assert (admission.state, admission.answer) == ("returned", "经费测算不清")
    actions.submit(admission, actor=make_actor("department"))
    admission.refresh_from_db()
    assert (admission.round, admission.opinions.count()) == (2, 2)
    assert admission.opinions.filter(state="asked").count() == 1


def test_who_submitted_does_not_decide_and_strangers_do_nothing() -> None:
    admission = make_consulting()
    stranger = make_actor("department", organisation=make_organisation("department", name="示例别的部门（演示）"))
    for verb in (actions.withdraw, actions.submit):
        with pytest.raises(NotAllowed):
            verb(admission, actor=stranger)
    opinion = admission.opinions.get()
    with pytest.raises(NotAllowed):
        actions.give_opinion(opinion, actor=make_actor("community", place=OTHER_COMMUNITY), stance="agree")
    with pytest.raises(NotAllowed):
        actions.close_consultation(admission, actor=make_actor("civil_affairs"))
    assert not Admission.objects.visible_to(stranger).exists()
    assert Admission.objects.visible_to(make_actor("community")).exists()


def test_the_department_takes_it_back_and_nobody_is_asked_any_more() -> None:
    admission = make_consulting()
    clerk = make_actor("department")
    actions.withdraw(admission, actor=clerk)
    assert not Task.objects.open().filter(verb="admission.opinion:give").exists()
    second = make_consulting(title="示例另一事项")
    all_agree(second)
    actions.withdraw(second, actor=clerk)
    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert approvals.running(second) is None


def test_the_end_is_announced_three_times_and_then_it_expires() -> None:
    admission = make_listed(until=clock.today() + timedelta(days=90))
    assert tasks.reminders() == 0
    with pytest.raises(Refusal, match="还没有到期"):
        actions.expire(admission, actor=Actor.system())
    told = []
    for ahead in (31, 45, 61, 70, 84, 89):
        with days(ahead):
            told.append(tasks.daily(0)["reminded"])
    assert told == [1, 0, 1, 0, 1, 0]
    assert Task.objects.open().filter(verb="admission.admission:renew").count() == 2
    with days(90):
        assert tasks.expiries() == 0
    with days(91):
        assert tasks.daily(0)["expired"] == 1
    admission.refresh_from_db()
    assert (admission.state, admission.ended_on) == ("expired", admission.until)
    assert not Task.objects.open().filter(verb="admission.admission:renew").exists()
    assert Event.objects.filter(verb="admission.admission:expire", public=True).count() == 1


def test_a_renewal_follows_on_and_is_begun_once() -> None:
    clerk = make_actor("department")
    admission = make_listed(clerk=clerk)
    until = admission.until + timedelta(days=300)
    with pytest.raises(Refusal, match="超过最长 24 个月"):
        actions.renew(admission, actor=clerk, until=admission.until + timedelta(days=800))
    made = actions.renew(admission, actor=clerk, until=until)
    assert (made.since, made.renews_id, made.state) == (admission.until + timedelta(days=1), admission.pk, "draft")
    assert {row.year for row in made.shares.all()} == set(rules.years(made.since, until))
    with pytest.raises(Refusal, match="已经在续办"):
        actions.renew(admission, actor=clerk, until=until)
    actions.submit(made, actor=clerk)
    assert Opinion.objects.filter(admission=made, state="asked").exists()


def test_it_is_revoked_with_a_public_reason_which_the_department_acknowledges() -> None:
    admission = make_listed()
    with pytest.raises(NotAllowed):
        actions.revoke(admission, actor=make_actor("civil_affairs"), reason="经费没有到位")
    leader = make_actor("civil_affairs", "leader")
    with pytest.raises(Refusal, match="撤销理由"):
        actions.revoke(admission, actor=leader, reason="无")
    actions.revoke(admission, actor=leader, reason="经费没有到位")
    admission.refresh_from_db()
    assert (admission.state, admission.ended_on, admission.end_reason) == ("revoked", clock.today(), "经费没有到位")
    assert Task.objects.open().filter(verb="admission.admission:acknowledge").exists()
    actions.acknowledge(admission, actor=make_actor("department"))
    assert not Task.objects.open().filter(verb="admission.admission:acknowledge").exists()


def refused(admission: Admission | None, **change: Any) -> str:
    holder = admission.organisation if admission else make_organisation("department")
    given: dict[str, Any] = {
        "holder": holder, "communities": [make_place(COMMUNITY)],
        "since": clock.today(), "until": clock.today() + timedelta(days=300), **change,
    }  # fmt: skip
    found = lookup.refusal(admission, **given)
    return str(found.message) if found else ""


def test_what_an_admission_carries_and_what_not() -> None:
    admission = make_listed()
    assert refused(admission) == ""
    assert "没有写明准入事项" in refused(None)
    assert "不包括" in refused(admission, communities=[make_place(COMMUNITY), make_place(OTHER_COMMUNITY)])
    assert "没有覆盖项目的服务期" in refused(admission, until=admission.until + timedelta(days=1))
    assert "没有覆盖项目的服务期" in refused(admission, since=admission.since - timedelta(days=1))
    other = make_organisation("department", name="示例别的部门（演示）")
    assert "不属于" in refused(admission, holder=other)
    with days(365):
        assert "到期" in refused(admission)
    draft = make_application(title="示例还是草稿")
    assert "还没有列入准入清单" in refused(draft)
    actions.revoke(admission, actor=make_actor("civil_affairs", "leader"), reason="经费没有到位")
    admission.refresh_from_db()
    assert "撤销" in refused(admission)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_opinions_at_once_begin_one_chain() -> None:
    places = [make_place(f"320117004{n:03d}") for n in range(1, 5)]
    admission = make_consulting(places=places)
    asked = list(admission.opinions.select_related("organisation"))
    voices = [make_actor("community", organisation=one.organisation) for one in asked]

    def give(n: int) -> None:
        try:
            actions.give_opinion(asked[n], actor=voices[n], stance="agree")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(give, range(4)))
    admission.refresh_from_db()
    assert admission.state == "in_approval"
    assert Event.objects.filter(verb="admission.admission:close_consultation", outcome="done").count() == 1
    assert approvals.running(admission) is not None


@pytest.mark.django_db(transaction=True)
def test_issued_by_many_at_once_it_has_one_number() -> None:
    admission = make_consulting()
    all_agree(admission)
    approve_all(admission)
    clerks = [make_actor("civil_affairs") for _n in range(6)]

    def issue(actor: Any) -> str:
        try:
            actions.issue(Admission.objects.get(pk=admission.pk), actor=actor)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "issued"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(issue, clerks))
    assert sorted(answers) == ["issued", *["wrong_state"] * 5]
