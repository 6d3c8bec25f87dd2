"""Whatever is tried, in whatever order: sums stay zero, balances are the sums of entries, nothing falls below its floor,
and every yuan spent is in an account of the source that it came from."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from linli.foundations.funds import accounts, actions, audit, ledger
from linli.foundations.funds.models import Account, Entry, Stage, Transfer
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.kernel import approvals
from linli.kernel.errors import Refusal

amounts = st.integers(1, 60_000).map(lambda fen: Decimal(fen) / 100)
projects = st.integers(1, 3)
purposes = st.sampled_from(["A0102", "A0201"])


class Money(RuleBasedStateMachine):
    """Two sources, an earmark, a pool, three projects, and every verb on them."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.district = Bureaus()
        self.actor = self.district.treasurer
        self.second = self.district.money(500, "示例福彩")
        self.pool = actions.create_pool(
            name="示例池", year=2026, owner=self.district.finance, place=self.district.place, actor=self.actor
        )
        self.earmark = actions.set_aside(
            self.district.source, title="养老专项", purpose="A01", amount=Decimal(200), actor=self.actor
        )

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def tried(self, verb: Callable[[], object]) -> None:
        """A refusal is an answer, as long as it changed nothing; the invariants look."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                verb()
        except Refusal:
            assert Entry.objects.count() == before

    @rule(project=projects, amount=amounts, purpose=purposes, which=st.sampled_from(["source", "second", "pool"]))
    def reserve(self, project: int, amount: Decimal, purpose: str, which: str) -> None:
        purse = {"source": self.district.source, "second": self.second, "pool": self.pool}[which]
        self.tried(lambda: ledger.reserve(purse, project, amount, actor=self.actor, purpose=purpose))

    @rule(
        project=projects, amount=amounts, verb=st.sampled_from(["commit_for", "spend_for", "reverse_for", "refund_for"])
    )
    def move(self, project: int, amount: Decimal, verb: str) -> None:
        self.tried(lambda: getattr(ledger, verb)(project, amount, actor=self.actor))

    @rule(project=projects, committed=st.booleans())
    def release(self, project: int, committed: bool) -> None:
        self.tried(lambda: ledger.release_for(project, actor=self.actor, committed=committed))

    @rule(amount=amounts, out=st.booleans(), second=st.booleans())
    def pool_it(self, amount: Decimal, out: bool, second: bool) -> None:
        verb = actions.take_out if out else actions.put_in
        source = self.second if second else self.district.source
        self.tried(lambda: verb(self.pool, source=source, amount=amount, actor=self.actor))

    @rule(amount=amounts)
    def change_the_earmark(self, amount: Decimal) -> None:
        self.tried(lambda: actions.change_earmark(self.earmark, amount=amount, reason="调整", actor=self.actor))

    @rule(amount=amounts)
    def adjust(self, amount: Decimal) -> None:
        self.tried(lambda: actions.adjust(self.second, amount=amount * 2, reason="调整", actor=self.actor))

    @rule(amount=amounts)
    def ask_for_a_transfer(self, amount: Decimal) -> None:
        purse = Account.objects.get(earmark=self.earmark, stage=Stage.AVAILABLE, pool__isnull=True)
        self.tried(
            lambda: actions.request_transfer(
                from_account=purse, to_account=accounts.free(self.district.source), amount=amount, reason="调剂",
                actor=self.actor,
            )
        )  # fmt: skip

    @precondition(lambda self: Transfer.objects.filter(state="in_approval").exists())
    @rule(agree=st.booleans())
    def decide(self, agree: bool) -> None:
        approval = approvals.running(Transfer.objects.filter(state="in_approval")[0])
        assert approval is not None
        step = approval.current_step
        assert step is not None
        who = {
            self.district.affairs.pk: self.district.affairs_leader,
            self.district.finance.pk: self.district.finance_leader,
        }
        actor = who[step.organisation_id]
        if agree:
            approvals.approve(approval, actor=actor)
        else:
            approvals.refuse(approval, actor=actor, opinion="不同意划转")

    @invariant()
    def it_adds_up(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert not list(audit.faults())
        assert not Account.objects.filter(balance__lt=0, floor=0).exists()
        totals = Account.objects.order_by().values_list("source").annotate(Sum("balance"))
        assert all(total == 0 for _source, total in totals)
        for source in (self.district.source, self.second):
            source.forget()
            parts = (source.available, source.transit, source.reserved, source.committed, source.spent)
            assert source.amount == sum(parts)


@pytest.mark.django_db(transaction=True)
def test_whatever_is_tried_the_ledger_adds_up() -> None:
    run_state_machine_as_test(Money, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
