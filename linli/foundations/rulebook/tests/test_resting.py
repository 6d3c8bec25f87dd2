"""A repeal names what rests on the document, and whoever proposed a value on its ground is asked to take it back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.foundations.parties.models import Person
from linli.foundations.rulebook import book, resting
from linli.foundations.rulebook.actions import proposals
from linli.foundations.rulebook.documents import actions, shelf
from linli.foundations.rulebook.models import Proposal, RuleVersion
from linli.foundations.rulebook.tests import documents as made
from linli.foundations.rulebook.tests.test_proposals import House
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
GIVE_UP = "rulebook.proposal:withdraw"
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
GROUND = {"clause": "shili-banfa/3"}


@pytest.fixture(autouse=True)
def _spring(settings: Any) -> Iterator[None]:
    settings.REQUIRE_MFA = False
    book.kept.forget()
    with made.at(made.BEGIN):
        yield
    book.kept.forget()


@pytest.fixture
def house() -> House:
    return House()


def repealed(version: RuleVersion, house: House) -> None:
    reason = {"reason": "由新办法替代。", "on": JULY, "successor": "fund-measures"}
    actions.repeal(RuleVersion.objects.get(pk=version.pk), actor=house.leader, **reason)


def page(actor: Actor, name: str, *keys: Any) -> str:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    answer = client.get(reverse(f"rulebook:{name}", args=keys))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_proposal_that_loses_its_ground_is_told_and_can_no_longer_be_decided(house: House) -> None:
    version = made.make_issued()
    with made.at(JUNE):
        before, after = (
            house.propose(since=date(2026, 6, 20), **GROUND),
            house.propose(since=date(2026, 8, 1), **GROUND),
        )
        form = page(house.leader, "doc-do", "shili-banfa", "repeal")
        assert form.count(str(before)) == 2
        repealed(version, house)
        assert Event.objects.get(verb="rulebook.version:repeal").facts["proposals"] == 1
        task = Task.objects.open().get(verb=GIVE_UP)
        assert (task.subject_id, task.organisation_id, task.role) == (after.pk, house.bureau.pk, "clerk")
        assert "2026年7月1日起废止" in task.context
        assert "不能再引用" in page(house.treasurer, "proposal", after.pk)
        assert "不能再引用" not in page(house.treasurer, "proposal", before.pk)
        with pytest.raises(Refusal, match="自 2026年7月1日起废止，不能再引用") as refused:
            house.pass_chain(after)
        assert "资金管理办法" in str(refused.value.remedy)
        house.pass_chain(before)
        proposals.withdraw(Proposal.objects.get(pk=after.pk), actor=house.clerk)
        assert not Task.objects.open().filter(verb=GIVE_UP).exists()


def test_a_returned_proposal_that_is_corrected_is_not_asked_for_any_more(house: House) -> None:
    version = made.make_issued()
    with made.at(JUNE):
        proposal = house.propose(since=date(2026, 8, 1), **GROUND)
        repealed(version, house)
        running = approvals.running(proposal)
        assert running is not None
        approvals.send_back(running, actor=house.leader, opinion="请改引现行条款。")
        assert Task.objects.open().filter(verb=GIVE_UP).count() == 1
        proposals.resubmit(
            Proposal.objects.get(pk=proposal.pk), actor=house.clerk, value=25, since=date(2026, 8, 1),
            clause="purchasing-measures/evaluation", reason="本区项目编制时间普遍不足，延长编制期限。",
        )  # fmt: skip
        assert not Task.objects.open().filter(verb=GIVE_UP).exists()


def test_a_value_whose_ground_ended_goes_on_and_its_page_says_so(house: House) -> None:
    version = made.make_issued()
    with made.at(JUNE):
        house.pass_chain(house.propose(since=date(2026, 6, 20), **GROUND))
        repealed(version, house)
        held = shelf.find("shili-banfa")
        assert held is not None
        assert "自 2026年7月1日起废止" in page(house.clerk, "doc", "shili-banfa")
    with made.at(date(2026, 6, 30)):
        assert [row.parameter.name for row in resting.values("shili-banfa", JULY)] == ["tender.bid_days"]
        entry = book.parameter("tender.bid_days").entry(JULY)
        assert resting.ground_ended(entry, date(2026, 6, 30)) is None
        assert resting.ground_ended(entry, JULY) == ("服务标准办法", JULY)
        assert "试行期已满" not in page(house.clerk, "parameter", "tender.bid_days")
    with made.at(JULY):
        assert book.value("tender.bid_days") == 25
        assert "所依据的“服务标准办法”已废止" in page(house.clerk, "parameter", "tender.bid_days")
        public = Client().get(reverse("rulebook:document", args=["shili-banfa"])).content.decode()
        assert reverse("rulebook:document", args=["fund-measures"]) in public
