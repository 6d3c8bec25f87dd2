"""What pages and reports read of the ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundations.funds import accounts, actions, ledger, queries
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import Stage
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal


@pytest.fixture
def district(db: Any) -> Bureaus:
    made = Bureaus()
    actions.set_aside(made.source, title="养老专项", purpose="A01", amount=Decimal(300), actor=made.treasurer)
    ledger.reserve(made.source, 7, Decimal(400), actor=made.treasurer, purpose="A0102", place=made.town_place)
    ledger.commit_for(7, Decimal(350), actor=made.treasurer)
    ledger.spend_for(7, Decimal(120), actor=made.treasurer)
    return made


def test_a_statement_pages_by_key(district: Bureaus) -> None:
    free = accounts.free(district.source)
    for _n in range(4):
        ledger.reserve(district.source, 8, Decimal(1), actor=district.treasurer)
    free.refresh_from_db()
    newest = queries.statement(free, size=3)
    assert [entry.sequence for entry in newest.entries] == [7, 6, 5]
    assert newest.newer is None
    older = queries.statement(free, before=newest.older, size=3)
    assert [entry.sequence for entry in older.entries] == [4, 3, 2]
    oldest = queries.statement(free, before=older.older, size=3)
    assert [oldest.entries[0].balance, oldest.older] == [1000, None]
    assert [e.sequence for e in queries.statement(free, after=1, size=3).entries] == [4, 3, 2]
    assert queries.statement(free, before=1).entries == []


def test_the_trial_balance_is_balanced(district: Bureaus) -> None:
    found = queries.trial_balance(year=2026)
    assert found.is_balanced
    assert found.debit == 1000
    assert {row.stage: row.debit - row.credit for row in found.rows} == {
        "income": -1000, "available": 600, "reserved": 50, "committed": 230, "spent": 120,
    }  # fmt: skip
    assert queries.trial_balance(year=2025).rows == []
    assert queries.trial_balance(source=district.source.pk, owner=district.finance.pk).debit == 1000


def everything(district: Bureaus) -> Any:
    return queries.accounts(district.treasurer, 2026)


def test_the_ways_lose_no_fen(district: Bureaus) -> None:
    found = queries.ways(everything(district))
    assert sum(amount for *_way, amount in found) == 1000
    assert {use: amount for _kind, _pool, use, amount in found} == {"可用": 600, "养老服务": 400}
    assert {(kind, pool) for kind, pool, _use, _amount in found} == {("区级财政", "直接安排")}


@pytest.mark.parametrize("by", list(queries.GROUPS))
def test_every_grouping_adds_up_to_the_same_and_leads_to_its_accounts(district: Bureaus, by: str) -> None:
    found = everything(district)
    rows = queries.grouped(found, by)
    whole = queries.total(rows)
    assert [whole.budget, whole.available, whole.held, whole.spent] == [1000, 600, 280, 120]
    for row in rows:
        below = [one for one in queries.chosen(found, by, row.key) if one.stage not in ("income", "carried_in")]
        assert sum(one.balance for one in below) == row.budget
        assert row.name == queries.name_of(by, row.key) != ""


def test_groups_of_towns_and_purposes(district: Bureaus) -> None:
    towns = {row.name: row.budget for row in queries.grouped(everything(district), "town")}
    assert towns == {"示例区": 600, "示例镇": 400}
    purposes = {row.key: row.budget for row in queries.grouped(everything(district), "purpose")}
    assert purposes == {"": 600, "A01": 400}


def test_what_is_left_ends_with_what_was_not_paid(district: Bureaus) -> None:
    (months,) = queries.left_by_month(everything(district), "kind", 2026).values()
    assert months[-1] == 880
    assert len(months) == 12


def test_a_statement_of_some_days_opens_and_closes_with_the_right_balance(district: Bureaus) -> None:
    free = accounts.free(district.source)
    for day in (1, 2, 3, 3, 5):
        with clock.travelled(timezone.make_aware(datetime(2027, 6, day, 9))):
            ledger.reserve(district.source, 8, Decimal(day), actor=district.treasurer)
    free.refresh_from_db()
    whole = queries.statement(free, since=date(2027, 6, 2), until=date(2027, 6, 3))
    assert [-entry.amount for entry in whole.entries] == [3, 3, 2]
    assert whole.opening - whole.closing == 8
    assert whole.window.count == 3
    none = queries.statement(free, since=date(2027, 6, 4), until=date(2027, 6, 4))
    assert [none.entries, none.opening, none.window.count] == [[], none.closing, 0]
    assert queries.statement(free, since=date(2027, 6, 5)).closing == free.balance
    assert queries.statement(free, until=date(2020, 1, 1)).closing == 0


def test_a_statement_knows_the_other_side(district: Bureaus) -> None:
    spent = queries.accounts(district.treasurer, 2026).get(stage="spent", balance__gt=0)
    (entry,) = queries.statement(spent).entries
    assert [one.stage for one in queries.counterparts([entry])[entry.posting_id]] == ["committed"]


def test_a_statement_does_not_name_others_money_of_the_same_pool(district: Bureaus) -> None:
    """A town sees its own source, not what else its pool is filled from; the posting has both."""
    town = district.town_place
    actions.create(
        name="示例镇自筹",
        kind="town",
        year=2026,
        place=town,
        owner=district.town,
        amount=Decimal(100),
        actor=district.treasurer,
    )
    own = queries.accounts(district.leader, 2026).get(stage=Stage.AVAILABLE).source
    pool = actions.create_pool(
        name="示例镇资金池", year=2026, owner=district.finance, place=town, actor=district.treasurer
    )
    for source in (own, district.source):
        actions.put_in(pool, source=source, amount=Decimal(50), actor=district.treasurer)
    ledger.reserve(pool, 9, Decimal(80), actor=district.treasurer)
    held = queries.accounts(district.leader, 2026).get(stage=Stage.RESERVED)
    (entry,) = queries.statement(held).entries
    assert {side.source_id for side in entry.posting.entries.all()} == {own.pk, district.source.pk}
    assert [one.source_id for one in queries.counterparts([entry])[entry.posting_id]] == [own.pk]


def test_a_projects_money_can_be_followed_from_grant_to_voucher(district: Bureaus) -> None:
    rows = list(queries.trail(7))
    assert sum(entry.amount for entry in rows) == 0
    assert {entry.source.name for entry in rows} == {"示例区级资金"}
    assert [e.posting.kind for e in rows if e.account.stage == Stage.SPENT] == ["spend"]


def test_actual_use_counts_in_the_narrowest_line(district: Bureaus) -> None:
    lines = [
        Line("养老服务", Decimal(500), purpose="A01"),
        Line("示例镇养老服务", Decimal(300), purpose="A01", place=district.town_place),
        Line("福彩资金", Decimal(100), kind="lottery"),
    ]
    budget = actions.adopt_budget(
        year=2026, owner=district.finance, title="示例预算", lines=lines, actor=district.treasurer
    )
    ledger.reserve(district.source, 8, Decimal(10), actor=district.treasurer, purpose="A0201")
    with CaptureQueriesContext(connection) as seen:
        rows = queries.against_actual(budget)
    assert len(seen) == 2
    assert [(row.title, row.used, row.left) for row in rows] == [
        ("养老服务", 0, 500), ("示例镇养老服务", 400, -100), ("福彩资金", 0, 100), ("未列入预算", 10, -10),
    ]  # fmt: skip
    assert [rows[1].reserved, rows[1].committed, rows[1].spent] == [50, 230, 120]
    actions.amend_budget(budget, lines=lines[:1], reason="示财预〔2026〕9号", actor=district.treasurer)
    assert [row.used for row in queries.against_actual(budget)] == [400, 10]
    with pytest.raises(Refusal, match="应为 1 至"):
        actions.amend_budget(budget, lines=[], reason="清空", actor=district.treasurer)
    with pytest.raises(NotAllowed):
        actions.amend_budget(budget, lines=lines, reason="追加", actor=district.leader)
