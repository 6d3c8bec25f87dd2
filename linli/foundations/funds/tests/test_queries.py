"""What pages and reports read of the ledger."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundations.funds import accounts, actions, ledger, queries
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import FundSource, Stage
from linli.foundations.funds.tests.test_setting_aside import Bureaus
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


def test_flows_lose_no_fen(district: Bureaus) -> None:
    found = queries.flows(FundSource.objects.all())
    assert sum(flow.amount for flow in found if flow.out_of == "区级财政") == 1000
    assert {(flow.out_of, flow.into): flow.amount for flow in found}["专款专用", "已支付"] == 120
    by_middle: dict[str, Decimal] = {}
    for flow in found:
        by_middle[flow.into] = by_middle.get(flow.into, Decimal(0)) + flow.amount
        by_middle[flow.out_of] = by_middle.get(flow.out_of, Decimal(0)) - flow.amount
    assert by_middle["专款专用"] == by_middle["未指定用途"] == 0


def test_the_burn_down_ends_with_what_is_left(district: Bureaus) -> None:
    (month,) = queries.burn_down(FundSource.objects.all())
    assert [month.spent, month.left] == [120, 880]


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
