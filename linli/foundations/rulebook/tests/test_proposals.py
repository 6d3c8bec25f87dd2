"""A parameter changes by a proposal through its chain and by nothing else: looser, late, repeated and racing ones are refused."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions import proposals
from linli.foundations.rulebook.documents import actions as documents
from linli.foundations.rulebook.models import DatedEntry, Proposal
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Approval, Event, Task

pytestmark = pytest.mark.django_db
MARCH = timezone.make_aware(datetime(2026, 3, 5, 9))
MAY = date(2026, 5, 1)
CLAUSE = "purchasing-measures/evaluation"


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    book.kept.forget()
    with clock.travelled(MARCH):
        yield
    book.kept.forget()


class House:
    """The offices of a change."""

    def __init__(self) -> None:
        self.bureau = make_organisation("civil_affairs")
        self.finance = make_organisation("finance")
        self.town = make_organisation("town")
        self.district, self.street = self.bureau.place, self.town.place
        self.clerk, self.leader = self.who(self.bureau, "clerk"), self.who(self.bureau, "leader")
        self.treasurer = self.who(self.finance, "leader")
        self.town_clerk, self.town_leader = self.who(self.town, "clerk"), self.who(self.town, "leader")

    @staticmethod
    def who(organisation: Any, role: str) -> Actor:
        return actor_for(make_membership(organisation, role))

    def propose(self, name: str = "tender.bid_days", value: Any = 25, since: date = MAY, **more: Any) -> Proposal:
        asked = {"place": self.district, "clause": CLAUSE, "reason": "本区项目编制时间普遍不足，延长编制期限。", **more}
        actor = asked.pop("actor", self.clerk)
        return proposals.propose(actor=actor, parameter=name, value=value, since=since, **asked)

    def pass_chain(self, proposal: Proposal) -> None:
        while (running := approvals.running(proposal)) is not None:
            step = running.current_step
            assert step is not None
            actor = next(
                one for one in (self.leader, self.treasurer, self.town_leader)
                if (one.organisation_id, one.role) == (step.organisation_id, step.role)
            )  # fmt: skip
            approvals.approve(running, actor=actor)


@pytest.fixture
def house() -> House:
    return House()


def test_a_decided_proposal_is_a_new_entry_and_nothing_is_edited(house: House) -> None:
    proposal = house.propose()
    assert book.value("tender.bid_days", on=date(2026, 6, 1)) == 20
    house.pass_chain(proposal)
    days = [date(2026, 4, 30), MAY, date(2030, 1, 1)]
    assert [book.value("tender.bid_days", on=day) for day in days] == [20, 25, 25]
    assert book.citation("tender.bid_days", on=MAY)["level"] == "district"
    proposal.refresh_from_db()
    assert proposal.state == "decided"
    told = Event.objects.get(verb="rulebook.parameter:change")
    assert told.public
    assert (told.facts["before"], told.facts["after"], told.facts["since"]) == ("20 日", "25 日", "2026-05-01")
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        DatedEntry.objects.update(value=1)


def test_the_value_shows_at_once_and_a_warm_one_sends_no_statement(
    house: House, django_assert_num_queries: Any
) -> None:
    house.pass_chain(house.propose())
    book.kept.forget()  # as after the commit
    book.value("tender.bid_days", on=MAY)
    with django_assert_num_queries(0):
        assert book.value("tender.bid_days", on=MAY) == 25


@pytest.mark.parametrize(
    ("name", "value", "limit"),
    [
        ("tender.bid_days", 19, "20 日"),  # min: fewer days
        ("tender.bid_bond_percent", "3", "2%"),  # max: more
        ("panel.odd", "optional", "必须"),  # exact: anything else
        ("panel.expert_share", "1/2", "2/3"),
        ("contract.sign_days", 31, "30 日"),
    ],
)
def test_a_parameter_looser_than_the_law_above_it_is_refused_with_the_clause(
    house: House, name: str, value: Any, limit: str
) -> None:
    from decimal import Decimal

    with pytest.raises(Refusal) as refused:
        house.propose(name, Decimal(value) if name.endswith("percent") else value)
    assert "宽于上位规定" in str(refused.value)
    assert limit in str(refused.value)
    assert refused.value.field == "value"
    assert refused.value.clauses
    assert refused.value.remedy
    assert not Proposal.objects.exists()
    assert Event.objects.filter(outcome="refused", verb="rulebook.proposal:propose").count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"since": date(2026, 3, 5)}, "since"),  # today is past for whoever published this morning
        ({"since": date(2026, 3, 4)}, "since"),
        ({"clause": "purchasing-measures/nothing"}, "clause"),
        ({"clause": "nothing/1"}, "clause"),
        ({"reason": "太短"}, "reason"),
        ({"value": 20}, "value"),  # no change... equals the national value but is the district's own
        ({"value": "many"}, "value"),
        ({"value": -1}, "value"),
        ({"name": "no.such"}, "parameter"),
        ({"supersedes": 999}, "supersedes"),
    ],
)
def test_bad_input_is_refused_at_its_field(house: House, more: dict[str, Any], field: str) -> None:
    if more == {"value": 20}:
        house.pass_chain(house.propose(value=25, since=date(2026, 4, 1)))
        more = {"value": 25}
    with pytest.raises(Refusal) as refused:
        house.propose(**more)
    assert refused.value.field == field


def test_each_office_speaks_once_and_nobody_for_himself(house: House) -> None:
    proposal = house.propose()
    running = approvals.running(proposal)
    assert running is not None
    assert [step.title for step in running.steps.all()] == ["区民政局审批", "区财政局会签"]
    for stranger in (house.clerk, house.treasurer, house.town_leader):
        with pytest.raises(NotAllowed):
            approvals.approve(running, actor=stranger)
    with pytest.raises(NotAllowed):
        proposals.change(proposal, actor=house.leader)


def test_a_street_decides_its_own_value_and_only_there(house: House) -> None:
    code = house.street.code
    proposal = house.propose(place=house.street, actor=house.town_clerk, value=22)
    running = approvals.running(proposal)
    assert running is not None
    assert running.steps.count() == 3
    house.pass_chain(proposal)
    assert [book.value("tender.bid_days", on=MAY, place=place) for place in (code, code + "001", "320117999", "")] == [
        22, 22, 20, 20,
    ]  # fmt: skip
    with book.at(code):
        assert book.value("tender.bid_days", on=MAY) == 22


def test_nobody_proposes_for_a_place_that_is_not_his(house: House) -> None:
    for actor, place in (
        (house.clerk, house.street),
        (house.town_clerk, house.district),
        (house.leader, house.district),
    ):
        with pytest.raises(NotAllowed):
            house.propose(actor=actor, place=place)


def test_a_stricter_district_value_makes_a_looser_street_give_way(house: House) -> None:
    house.pass_chain(house.propose(place=house.street, actor=house.town_clerk, value=22))
    house.pass_chain(house.propose(value=30, since=date(2026, 6, 1)))
    code = house.street.code
    days = [MAY, date(2026, 6, 1)]
    assert [book.value("tender.bid_days", on=day, place=code) for day in days] == [22, 30]
    assert [(own.value, upper.value) for own, upper in book.parameter("tender.bid_days").overtaken()] == [(22, 30)]
    with pytest.raises(Refusal, match="宽于上位规定的 30 日"):
        house.propose(place=house.street, actor=house.town_clerk, value=25, since=date(2026, 7, 1))


def test_what_is_returned_is_corrected_and_what_is_withdrawn_is_over(house: House) -> None:
    proposal = house.propose()
    running = approvals.running(proposal)
    assert running is not None
    approvals.send_back(running, actor=house.leader, opinion="请说明依据。")
    proposal.refresh_from_db()
    assert proposal.state == "returned"
    assert Task.objects.open().get(verb="rulebook.proposal:resubmit").organisation_id == house.bureau.pk
    again = proposals.resubmit(
        proposal, actor=house.clerk, value=28, since=MAY, clause=CLAUSE, reason="依据区级会议纪要，延长编制期限。"
    )
    proposals.withdraw(again, actor=house.clerk)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert not Task.objects.open().exists()
    assert Approval.objects.order_by("-pk")[0].state == "withdrawn"
    with pytest.raises(WrongState):
        proposals.withdraw(proposal, actor=house.clerk)
    assert not DatedEntry.objects.exists()


def test_a_refused_proposal_changes_nothing(house: House) -> None:
    proposal = house.propose()
    running = approvals.running(proposal)
    assert running is not None
    approvals.refuse(running, actor=house.leader, opinion="没有必要。")
    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert not DatedEntry.objects.exists()
    assert Event.objects.get(verb="rulebook.proposal:refuse").facts["opinion"].endswith("没有必要。")


def test_a_decision_that_comes_too_late_is_refused_not_dated_back(house: House) -> None:
    proposal = house.propose()
    with clock.travelled(MARCH + timedelta(days=57)), pytest.raises(Refusal, match="不晚于决定之日"):  # 1 May
        house.pass_chain(proposal)
    proposal.refresh_from_db()
    assert proposal.state == "in_approval"
    assert not DatedEntry.objects.exists()


def test_a_repealed_document_is_no_ground_neither_at_the_proposal_nor_at_the_decision(house: House) -> None:
    """The refusal names the document, the day of its repeal, and what took its place."""
    version = made.make_issued(house.clerk)
    ground, june = "shili-banfa/3", date(2026, 6, 10)
    with made.at(date(2026, 6, 1)):
        running = house.propose(clause=ground, since=june)
        documents.repeal(version, actor=house.leader, reason="由新办法替代。", on=june, successor="fund-measures")
        for attempt in (
            lambda: house.propose(clause=ground, since=date(2026, 7, 1)),
            lambda: house.pass_chain(running),
        ):
            with pytest.raises(Refusal, match="服务标准办法 第三条自 2026年6月10日起废止，不能再引用") as refused:
                attempt()
            assert "资金管理办法" in str(refused.value.remedy)
            assert [str(one) for one in refused.value.clauses] == ["服务标准办法 第三条"]
        running.refresh_from_db()
        assert (running.state, Proposal.objects.count()) == ("in_approval", 1)
        assert not DatedEntry.objects.exists()
        house.pass_chain(house.propose(clause=ground, since=date(2026, 6, 9)))
    assert book.value("tender.bid_days", on=date(2026, 6, 9)) == 25


def test_an_entry_to_come_is_superseded_by_name_and_never_edited(house: House) -> None:
    first = house.propose(value=25)
    house.pass_chain(first)
    first.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        house.propose(value=30)
    assert refused.value.field == "supersedes"
    house.pass_chain(house.propose(value=30, supersedes=first.entry_id))
    assert book.value("tender.bid_days", on=MAY) == 30
    assert [(row.value, row.turn) for row in DatedEntry.objects.order_by("pk")] == [(25, 1), (30, 2)]
    with clock.travelled(MARCH + timedelta(days=100)), pytest.raises(Refusal) as late:
        house.propose(value=40, since=date(2026, 8, 1), supersedes=DatedEntry.objects.latest("pk").pk)
    assert late.value.field == "supersedes"


def test_two_proposals_for_one_parameter_and_day_cannot_run_at_once(house: House) -> None:
    house.propose(value=25)
    with pytest.raises(Refusal, match="已在审批中"):
        house.propose(value=26)
    house.propose(value=26, since=date(2026, 6, 1))


def test_of_two_decisions_for_one_day_the_table_takes_one(house: House) -> None:
    """As if both had counted the entries before either was written."""
    given = {
        "parameter": "tender.bid_days", "place_code": house.district.code, "since": MAY, "turn": 1,
        "document": "purchasing-measures", "clause": "evaluation",
    }  # fmt: skip
    DatedEntry.objects.create(value=25, **given)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="dated_entry_once_a_day"), transaction.atomic():
        DatedEntry.objects.create(value=26, **given)


def test_tables_keep_their_sum(house: House) -> None:
    with pytest.raises(Refusal, match="合计 90"):
        house.propose("needs.weights", {"breadth": 40, "urgency": 30, "vulnerability": 20})
    house.pass_chain(house.propose("needs.weights", {"breadth": 30, "urgency": 30, "vulnerability": 40}))
    assert book.value("needs.weights", on=MAY) == {"breadth": 30, "urgency": 30, "vulnerability": 40}


def test_a_national_fixed_value_cannot_be_changed_but_the_districts_own_can(house: House) -> None:
    with pytest.raises(Refusal, match="宽于上位规定"):
        house.propose("collusion.signs", book.value("collusion.signs")[:5])
    house.pass_chain(
        house.propose("evaluation.weights", {"onsite": 30, "expert": 30, "satisfaction": 20, "accounts": 20})
    )


@pytest.mark.django_db(transaction=True)
def test_two_racing_approvals_end_in_one_entry(house: House) -> None:
    """Two proposals for the same day, the second begun while the first is returned; both decided at the same moment."""
    import threading

    first = house.propose(value=25)
    running = approvals.running(first)
    assert running is not None
    approvals.send_back(running, actor=house.leader, opinion="请核对。")
    second = house.propose(value=30)
    with pytest.raises(Refusal, match="已在审批中"):
        proposals.resubmit(first, actor=house.clerk, value=26, since=MAY, clause=CLAUSE, reason="核对无误，请予审批。")
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def decide() -> None:
        with clock.travelled(MARCH):
            barrier.wait()
            try:
                house.pass_chain(Proposal.objects.get(pk=second.pk))
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=decide) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DatedEntry.objects.count() == 1
    assert "done" in outcomes
    assert book.value("tender.bid_days", on=MAY) == 30
