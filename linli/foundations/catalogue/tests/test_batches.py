"""A batch from its draft to its end: nothing issued is edited, the same one is issued once, forbidden items do not pass."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection

from linli.foundations.catalogue import actions, lookup
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.tests.factory import (
    approve_all,
    item,
    make_approved,
    make_draft,
    make_first_batch,
    offices,
)
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import approvals, clock
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


def test_a_batch_is_drafted_approved_numbered_and_dated() -> None:
    make_first_batch()
    batch, clerk = make_approved(item("A0101", name="居家养老上门服务", price_to=Decimal(150)), item())
    assert (batch.state, batch.number) == ("approved", None)
    assert Task.objects.open().filter(verb="catalogue.batch:issue", role="clerk").exists()
    start = clock.today() + timedelta(days=3)
    actions.issue(batch, actor=clerk, since=start)
    batch.refresh_from_db()
    assert (batch.state, batch.number, batch.since) == ("issued", 2, start)
    old = lookup.item("A0101", start - timedelta(days=1))
    new = lookup.item("A0101", start)
    assert old is not None
    assert new is not None
    assert (old.price_to, old.until) == (Decimal(120), start - timedelta(days=1))
    assert (new.price_to, new.batch_id, new.until) == (Decimal(150), batch.pk, None)
    event = Event.objects.get(verb="catalogue.batch:issue")
    assert event.public
    assert event.facts["number"] == 2


def test_what_is_issued_is_never_edited() -> None:
    batch, clerk = make_approved()
    actions.issue(batch, actor=clerk, since=clock.today())
    for verb, given in (
        (actions.put_item, {"item": item("A0199")}),
        (actions.drop_item, {"code": "A0150"}),
        (actions.describe, {"title": "改名"}),
        (actions.import_items, {"file": "x.xlsx", "rows": []}),
        (actions.submit, {}),
    ):
        with pytest.raises(WrongState, match="已发布"):
            verb(batch, actor=clerk, **given)


def test_drafts_are_not_for_sale() -> None:
    make_draft(item("A0177"))
    assert lookup.item("A0177") is None
    with pytest.raises(Refusal, match="目录中没有编号 A0177"):
        lookup.check("A0177", buyer="town")


def test_the_past_is_no_date_and_nobody_else_issues() -> None:
    batch, clerk = make_approved()
    with pytest.raises(Refusal, match="已经过去"):
        actions.issue(batch, actor=clerk, since=clock.today() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.issue(batch, actor=make_actor("town"), since=clock.today())
    draft, clerk = make_draft(item("A0160"))
    with pytest.raises(WrongState):
        actions.issue(draft, actor=clerk, since=clock.today())


def test_a_batch_cannot_begin_before_the_version_it_follows() -> None:
    first, clerk = make_approved(item())
    actions.issue(first, actor=clerk, since=clock.today() + timedelta(days=10))
    second, clerk = make_approved(item())
    with pytest.raises(Refusal, match="不晚于"):
        actions.issue(second, actor=clerk, since=clock.today() + timedelta(days=10))
    second.refresh_from_db()
    assert (second.state, second.number) == ("approved", None)


def test_the_end_of_a_batch_ends_its_items_and_says_why() -> None:
    batch, clerk = make_approved()
    actions.issue(batch, actor=clerk, since=clock.today())
    leader = make_actor("civil_affairs", "leader")
    with pytest.raises(NotAllowed):
        actions.end(batch, actor=clerk, until=clock.today(), reason="由新目录代替")
    with pytest.raises(Refusal, match="停用理由"):
        actions.end(batch, actor=leader, until=clock.today(), reason=" ")
    actions.end(batch, actor=leader, until=clock.today() + timedelta(days=5), reason="由新目录代替")
    assert lookup.item("A0150", clock.today() + timedelta(days=5)) is not None
    assert lookup.item("A0150", clock.today() + timedelta(days=6)) is None
    with pytest.raises(Refusal, match="停用"):
        lookup.check("A0150", buyer="town", on=clock.today() + timedelta(days=6))


def test_a_returned_batch_goes_back_to_the_clerk() -> None:
    offices()
    batch, clerk = make_draft(item())
    actions.submit(batch, actor=clerk)
    running = approvals.running(batch)
    assert running is not None
    approvals.send_back(running, actor=make_actor("civil_affairs", "leader"), opinion="价格依据不足")
    batch.refresh_from_db()
    assert batch.state == "returned"
    assert Task.objects.open().filter(verb="catalogue.batch:submit", context__contains="价格依据不足").exists()
    actions.submit(batch, actor=clerk)
    approve_all(batch)
    assert batch.state == "approved"


def test_a_word_only_hints_and_a_person_decides() -> None:
    offices()
    batch, clerk = make_draft(item(content="食堂设备采购和配送"))

    def judge(mark: str, reason: str) -> None:
        judged = item(content="食堂设备采购和配送", negative_mark=mark, negative_reason=reason)
        actions.put_item(batch, actor=clerk, item=judged)

    with pytest.raises(Refusals, match="1 个目录项不能提交") as caught:
        actions.submit(batch, actor=clerk)
    assert "设备采购" in str(caught.value.each[0].message)
    assert "由经办人认定" in str(caught.value.each[0].remedy)
    with pytest.raises(Refusals, match="没有写明认定理由"):
        judge("clear", "")
    judge("goods_works", "以买设备为主")
    with pytest.raises(Refusals) as caught:
        actions.submit(batch, actor=clerk)
    assert "已认定属于不得购买的事项：货物和工程" in str(caught.value.each[0].message)
    assert caught.value.each[0].clauses == ["财政部令第102号 第十条（待核对）"]
    judge("clear", "只含配送服务，设备由街道自备")
    actions.submit(batch, actor=clerk)
    batch.refresh_from_db()
    assert batch.state == "in_approval"


def test_a_draft_may_start_from_what_is_in_force() -> None:
    make_first_batch()
    clerk = make_actor("civil_affairs")
    copy = actions.draft(actor=clerk, title="示例第二批", copy=True)
    assert copy.items.count() == CatalogueItem.objects.current().count() >= 80
    assert not copy.items.filter(since__isnull=False).exists()
    actions.drop_item(copy, actor=clerk, code="A0101")
    assert lookup.item("A0101") is not None


def test_an_item_is_checked_when_it_is_put() -> None:
    batch, clerk = make_draft(item())
    for change, what in (
        ({"code": "B0101"}, "不在二级"),
        ({"price_to": Decimal(1)}, "不成区间"),
        ({"buyers": ["company"]}, "不认识“company”"),
        ({"standard_clause": "nowhere/1"}, "没有条款"),
        ({"code": "A0151", "field": "别名"}, "已叫“养老服务”"),
        ({"unit": ""}, "没有填写"),
    ):
        with pytest.raises(Refusals, match=what):
            actions.put_item(batch, actor=clerk, item=item(**{"code": "A0150", **change}))
    actions.put_item(batch, actor=clerk, item=item("A0152"), former="A0150")
    assert list(batch.items.values_list("code", flat=True)) == ["A0152"]


@pytest.mark.django_db(transaction=True)
def test_issued_by_two_at_once_it_is_issued_once() -> None:
    batch, clerk = make_approved()
    other = make_actor("civil_affairs")

    def issue(actor: object) -> str:
        try:
            actions.issue(Batch.objects.get(pk=batch.pk), actor=actor, since=clock.today())  # type: ignore[arg-type]
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "issued"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(issue, [clerk, other] * 4))
    assert sorted(answers) == ["issued", *["wrong_state"] * 7]
    assert Event.objects.filter(verb="catalogue.batch:issue", outcome="done").count() == 1
    assert CatalogueItem.objects.issued().filter(code="A0150").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_batches_issued_at_once_never_get_one_number_nor_two_current_versions() -> None:
    pairs = [make_approved(item()) for _n in range(4)]
    days = [clock.today() + timedelta(days=n) for n in range(4)]

    def issue(n: int) -> str:
        try:
            actions.issue(pairs[n][0], actor=pairs[n][1], since=days[n])
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "issued"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(issue, range(4)))
    assert "issued" in answers
    numbers = [n for n in Batch.objects.values_list("number", flat=True) if n is not None]
    assert len(numbers) == len(set(numbers)) == answers.count("issued")
    rows = CatalogueItem.objects.issued().filter(code="A0150").order_by("since")
    assert sum(1 for row in rows if row.until is None) == 1
    assert all(a.until < b.since for a, b in pairwise(rows))  # type: ignore[operator]
