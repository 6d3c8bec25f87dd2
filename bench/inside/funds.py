"""What a ledger under load needs: accounts with money, approved payments, an account with many entries, and clocks."""

import statistics
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from bench.inside import people
from linli.flow.s4_delivery.actions import paying
from linli.flow.s4_delivery.actions.batch import Voucher, pay_many
from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.thread.models import Project
from linli.foundations.funds import accounts, posting, queries
from linli.foundations.funds.actions import create
from linli.foundations.funds.models import Account, FundSource, PostingKind, Reservation, Stage
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Approval, ApprovalStep

PRICE = Decimal("100.00")
RICH = Decimal(10) ** 8
FIRST_KEY = 10**9
"""Keys of made-up projects begin here."""


def source() -> FundSource:
    """A source with more money than any measurement spends."""
    owner = people.organisation("finance", people.DISTRICT)
    found = FundSource.objects.filter(name="测量资金（演示）").first()
    return found or create(
        name="测量资金（演示）", kind="district", year=clock.today().year, place=owner.place, owner=owner,
        amount=RICH * 10, actor=_treasurer(),
    )  # fmt: skip


def _treasurer() -> Actor:
    return people.actor("finance", people.DISTRICT, "clerk")


def pairs(count: int) -> tuple[int, int, int]:
    """`count` accounts with money and as many to pay into: the first keys of both rows, and how many."""
    held = _holdings([FIRST_KEY + n for n in range(count)], Decimal(1000))
    return held[0].committed_account_id, held[0].spent_account_id, count


def _holdings(projects: list[int], amount: Decimal) -> list[Reservation]:
    """A holding with this much committed for each project; accounts of one stage have keys in a row."""
    giver = source()
    free = accounts.free(giver)
    made: dict[str, list[Account]] = {}
    for stage in accounts.HELD:
        made[stage] = Account.objects.bulk_create(
            [accounts._new(giver, stage, None, None, key) for key in projects], batch_size=2000
        )
    columns = zip(projects, *(made[stage] for stage in accounts.HELD), strict=True)
    held = Reservation.objects.bulk_create(
        [
            Reservation(source=giver, origin=free, project_key=key, reserved_account=r, committed_account=c,
                        spent_account=s)
            for key, r, c, s in columns
        ],
        batch_size=2000,
    )  # fmt: skip
    wishes = [
        posting.Wish({free.pk: -amount, one.committed_account_id: amount}, one.project_key, 0, None) for one in held
    ]
    with transaction.atomic():
        assert not posting.post_many(PostingKind.RESERVE, wishes, actor=_treasurer(), subject_type="")
    return held


def payments(count: int, mark: str) -> int:
    """Bring this many projects to an approved payment each, written directly; answers with how many there are."""
    town, provider = (
        people.organisation("town", f"{people.DISTRICT}001"),
        people.organisation("social", people.DISTRICT),
    )
    leader, clerk = (
        people.actor("town", f"{people.DISTRICT}001", "leader"),
        people.actor("town", f"{people.DISTRICT}001", "clerk"),
    )
    today = clock.today()
    projects = Project.objects.bulk_create(
        [
            Project(number=f"{mark}-{n:06d}", title=f"测量项目{n}", purchaser=town, place=town.place, place_code=town.place.code,
                    provider=provider, method="open_tender", state="delivering", step=4, year=today.year, budget=PRICE,
                    contract_amount=PRICE, service_from=today, service_to=today + timedelta(days=365))
            for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip
    _holdings([project.pk for project in projects], PRICE)
    milestones = Milestone.objects.bulk_create(
        [
            Milestone(project=project, order=1, title="首期", percent=100, amount=PRICE, claimed_amount=PRICE, due_on=today,
                      conditions="验收合格", is_last=True, state="accepted", accepted_at=clock.now(), statement="同意验收", served_statement="抽取 10 人核实")
            for project in projects
        ],
        batch_size=2000,
    )  # fmt: skip
    made = Payment.objects.bulk_create(
        [
            Payment(project=one.project, milestone=one, provider=provider, number=f"{mark}-P{n:06d}", state="approved",
                    amount=PRICE, invoice_number=f"{mark}{n:08d}", invoice_amount=PRICE, invoice_on=date(today.year, 1, 1),
                    requested_at=clock.now(), checked_by_id=clerk.person_id)
            for n, one in enumerate(milestones)
        ],
        batch_size=2000,
    )  # fmt: skip
    _approved(made, leader)
    return len(made)


def _approved(made: list[Payment], leader: Actor) -> None:
    chains = Approval.objects.bulk_create(
        [
            Approval(chain="payment", subject_type="delivery.payment", subject_id=one.pk, title="支付", path="/", state="approved",
                     closed_at=clock.now())
            for one in made
        ],
        batch_size=2000,
    )  # fmt: skip
    ApprovalStep.objects.bulk_create(
        [
            ApprovalStep(approval=chain, order=1, title="采购人审批", organisation_id=leader.organisation_id or 0, role="leader",
                         state="approved", decided_by_id=leader.person_id, decided_at=clock.now())
            for chain in chains
        ],
        batch_size=2000,
    )  # fmt: skip


def pay_each(mark: str, workers: int, worker: int, begin: float) -> tuple[float, float, int, float]:
    """Pay every payment that falls to this worker, one action each, from a moment on: begin, end (Unix time), how many, and
    seconds of this process's own processor time."""
    mine = list(Payment.objects.filter(number__startswith=f"{mark}-P").order_by("pk"))[worker::workers]
    actor = people.actor("finance", people.DISTRICT, "clerk", serial=worker)
    for one in mine[:20]:
        paying.pay(one, actor=actor, voucher="国库 测量")
    time.sleep(max(0.0, begin - time.time()))
    begun, worked = time.time(), time.process_time()
    for one in mine[20:]:
        paying.pay(one, actor=actor, voucher="国库 测量")
    return begun, time.time(), len(mine) - 20, time.process_time() - worked


def pay_batch(mark: str) -> tuple[float, float]:
    """Seconds to pay all of them in one run, by the clock and of this process's own processor time."""
    vouchers = [
        Voucher(key, "国库 测量")
        for key in Payment.objects.filter(number__startswith=f"{mark}-P").values_list("pk", flat=True)
    ]
    begun, worked = time.perf_counter(), time.process_time()
    pay_many(vouchers=vouchers, actor=people.actor("finance", people.DISTRICT, "clerk", serial=9))
    return time.perf_counter() - begun, time.process_time() - worked


def statements_read() -> dict[str, float]:
    """Median milliseconds of the newest page, of one far back, and of the trial balance."""
    account = Account.objects.order_by("-sequence")[0]
    far = account.sequence // 3
    return {
        "newest": _median(lambda: queries.statement(account)),
        "far": _median(lambda: queries.statement(account, before=far)),
        "trial": _median(lambda: queries.trial_balance(year=account.year)),
        "entries": float(account.sequence),
        "accounts": float(Account.objects.count()),
    }


def _median(work: Any, times: int = 40) -> float:
    spent = []
    for _n in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return statistics.median(spent)


def hub() -> tuple[int, int, int]:
    """Keys of an account that many entries will be put into, of one they come out of, and of their source."""
    giver = source()
    return accounts.free(giver).pk, accounts.account(giver, Stage.INCOME).pk, giver.pk
