"""A supplement: applied for, decided, put into a batch of its own; never what may not be bought, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection

from linli.foundations.catalogue import actions, bought, compare, lookup
from linli.foundations.catalogue.models import CatalogueItem, Purchase, Supplement
from linli.foundations.catalogue.tests.factory import (
    item,
    make_approved_supplement,
    make_first_batch,
    make_supplement,
    offices,
)
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation, make_place
from linli.kernel import approvals, clock
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first() -> None:
    make_first_batch()


def turn(supplement: Supplement) -> approvals.Approval:
    running = approvals.running(supplement)
    assert running is not None
    return running


def test_an_approved_supplement_becomes_an_item_of_its_own_batch() -> None:
    supplement, _clerk = make_approved_supplement()
    assert supplement.state == "approved"
    task = Task.objects.open().get(verb="catalogue.supplement:include")
    assert task.due_at is not None
    with pytest.raises(Refusal, match="目录中没有编号 A0412"):
        lookup.check("A0412", buyer="town")
    bureau = make_actor("civil_affairs")
    start = clock.today() + timedelta(days=2)
    actions.include(supplement, actor=bureau, since=start)
    supplement.refresh_from_db()
    assert supplement.item is not None
    assert (supplement.state, supplement.item.code, supplement.item.field) == ("included", "A0412", "专业综合")
    assert (supplement.item.batch.kind, supplement.item.batch.number) == ("supplement", 2)
    with pytest.raises(Refusal, match="现在还不能购买"):
        lookup.check("A0412", buyer="town")
    assert lookup.check("A0412", buyer="town", on=start).name == "示例社区宠物友好引导"
    assert not Task.objects.open().filter(verb="catalogue.supplement:include").exists()
    assert Event.objects.get(verb="catalogue.supplement:include").public


def test_a_supplement_is_returned_corrected_and_refused_with_reasons() -> None:
    offices()
    supplement, clerk = make_supplement()
    actions.submit_supplement(supplement, actor=clerk)
    leader = make_actor("town", "leader")
    with pytest.raises(Refusal, match="没有填写意见"):
        approvals.send_back(turn(supplement), actor=leader, opinion="")
    approvals.send_back(turn(supplement), actor=leader, opinion="请补充询价记录")
    supplement.refresh_from_db()
    assert (supplement.state, supplement.answer) == ("returned", "请补充询价记录")
    assert Task.objects.open().filter(verb="catalogue.supplement:submit", organisation=supplement.organisation).exists()
    actions.submit_supplement(supplement, actor=clerk)
    approvals.approve(turn(supplement), actor=leader)
    approvals.refuse(turn(supplement), actor=make_actor("civil_affairs", "leader"), opinion="可用现行目录 B0501")
    supplement.refresh_from_db()
    assert (supplement.state, supplement.answer) == ("refused", "可用现行目录 B0501")
    with pytest.raises(WrongState):
        actions.include(supplement, actor=make_actor("civil_affairs"), since=clock.today())


def test_the_applicant_takes_it_back_while_nothing_is_decided() -> None:
    offices()
    supplement, clerk = make_supplement()
    actions.submit_supplement(supplement, actor=clerk)
    running = turn(supplement)
    actions.withdraw(supplement, actor=clerk)
    supplement.refresh_from_db()
    assert supplement.state == "withdrawn"
    assert approvals.running(supplement) is None
    assert not Task.objects.open().filter(verb="kernel.approval:approve").exists()
    with pytest.raises(Refusal):
        approvals.approve(running, actor=make_actor("town", "leader"))


def test_only_its_own_clerk_touches_it_and_only_the_bureau_includes_it() -> None:
    supplement, clerk = make_supplement()
    stranger = make_actor("town", place=OTHER_TOWN)
    for verb in (actions.submit_supplement, actions.withdraw):
        with pytest.raises(NotAllowed):
            verb(supplement, actor=stranger)
    with pytest.raises(NotAllowed):
        actions.apply(actor=make_actor("social", "manager"), price_from=Decimal(1), price_to=Decimal(2), served=[])
    approved, _clerk = make_approved_supplement(name="示例另一项服务")
    with pytest.raises(NotAllowed):
        actions.include(approved, actor=clerk, since=clock.today())
    assert not Supplement.objects.visible_to(stranger).exists()


def test_what_may_not_be_bought_does_not_get_in() -> None:
    offices()
    supplement, clerk = make_supplement(content="劳务派遣窗口人员")
    with pytest.raises(Refusal, match="含有“劳务派遣”") as caught:
        actions.submit_supplement(supplement, actor=clerk)
    assert caught.value.field == "negative_mark"
    given = {n: getattr(supplement, n) for n in (*actions.SUPPLEMENT_FIELDS, "price_from", "price_to", "served")}
    judged = {**given, "negative_mark": "clear", "negative_reason": "仅为窗口引导志愿服务，不涉及用工"}
    actions.revise(supplement, actor=clerk, **judged)
    actions.submit_supplement(supplement, actor=clerk)
    approvals.approve(turn(supplement), actor=make_actor("town", "leader"))
    bureau = make_actor("civil_affairs")
    actions.judge_supplement(supplement, actor=bureau, mark="dispatch", reason="实为派遣用工")
    approvals.approve(turn(supplement), actor=make_actor("civil_affairs", "leader"))
    with pytest.raises(Refusal, match="已认定属于不得购买的事项：购买主体的人员招聘、劳务派遣用工"):
        approvals.approve(turn(supplement), actor=make_actor("finance", "leader"))
    supplement.refresh_from_db()
    assert supplement.state == "in_approval"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": "社区文化活动"}, "现行目录已有"),
        ({"why": "要"}, "没有写明增补理由"),
        ({"basis": "x"}, "没有写明增补理由或参考价依据"),
    ],
)
def test_what_is_not_whole_is_not_submitted(change: dict[str, str], what: str) -> None:
    offices()
    supplement, clerk = make_supplement(**change)
    with pytest.raises(Refusal, match=what):
        actions.submit_supplement(supplement, actor=clerk)


def test_a_used_code_and_a_past_day_are_refused() -> None:
    supplement, _clerk = make_approved_supplement()
    bureau = make_actor("civil_affairs")
    for given, what in (({"code": "A0401"}, "已被使用"), ({"code": "B0999"}, "不在 A04 之下")):
        with pytest.raises(Refusal, match=what):
            actions.include(supplement, actor=bureau, since=clock.today(), **given)
    with pytest.raises(Refusal, match="已经过去"):
        actions.include(supplement, actor=bureau, since=clock.today() - timedelta(days=1))


def test_contracts_are_counted_once_by_item_year_and_town() -> None:
    community = make_place()
    purchaser = make_organisation("town")
    actor = make_actor("social", "manager")

    def sign(key: int, amount: str, code: str = "A0102") -> None:
        project = SimpleNamespace(
            pk=key, catalogue_code=code, place=community, purchaser_id=purchaser.pk, net_paid=Decimal(amount)
        )
        contract = SimpleNamespace(project=project, amount=Decimal(amount))
        actions.note_contract(contract=contract, actor=actor)
        actions.note_contract(contract=contract, actor=actor)

    sign(1, "1000.00")
    sign(2, "2500.50")
    sign(3, "7.00", code="Z9999")
    lines = bought.lines("A0102")
    assert [(line.town, line.contracts, line.amount) for line in lines] == [
        (str(purchaser.place.name), 2, Decimal("3500.50"))
    ]
    assert lines[0].year == clock.today().year
    found = bought.with_totals(CatalogueItem.objects.current()).get(code="A0102")
    assert (found.bought_contracts, found.bought_amount) == (2, Decimal("3500.50"))  # type: ignore[attr-defined]
    actions.note_close(project=SimpleNamespace(pk=1, net_paid=Decimal("900.00")), actor=actor)
    closed = Purchase.objects.get(project_key=1)
    assert (closed.paid, closed.closed_on) == (Decimal("900.00"), clock.today())


def test_two_batches_are_compared_field_by_field() -> None:
    before = [item("A0101"), item("A0102"), item("A0103")]
    after = [item("A0101"), item("A0102", price_from=Decimal(90), price_to=Decimal(126), unit="人次"), item("A0104")]
    found = compare.changes(before, after)
    assert [(one.kind, one.code) for one in found] == [("changed", "A0102"), ("dropped", "A0103"), ("added", "A0104")]
    assert found[0].moved == Decimal("20.0")
    assert [name for name, _a, _b in found[0].fields] == ["price_from", "price_to"]
    assert compare.moved(item(price_from=Decimal(0), price_to=Decimal(0)), item()) is None
    assert compare.moved(item(unit="场"), item()) is None


@pytest.mark.django_db(transaction=True)
def test_included_by_two_at_once_it_is_one_item() -> None:
    supplement, _clerk = make_approved_supplement()
    clerks = [make_actor("civil_affairs") for _n in range(6)]

    def include(actor: object) -> str:
        try:
            actions.include(Supplement.objects.get(pk=supplement.pk), actor=actor, since=clock.today())  # type: ignore[arg-type]
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "included"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(include, clerks))
    assert sorted(answers) == ["included", *["wrong_state"] * 5]
    assert CatalogueItem.objects.filter(name=supplement.name).count() == 1
