"""The district's money: what each year gives, quotas and purposes, a pool, a transfer, a refund, a bank statement, and the
end of each year."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from linli.demo.cast import Cast
from linli.demo.plot import Story
from linli.flow.thread.models import Project
from linli.foundations.funds import accounts, actions
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.bank import candidates, matching
from linli.foundations.funds.models import (
    Account,
    BankAccount,
    Earmark,
    FundSource,
    Reservation,
    SourceKind,
    Stage,
    Transfer,
)
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import approvals, clock

SERVICE, SPECIAL, TENDER = "为民服务资金", "社区治理专项资金", "公益招投标资金"
LOTTERY = (600_000, 700_000, 700_000)
"""With these the three years give 50,000,000 yuan, 30,000,000 of it service money for residents."""
QUOTA = Decimal(600_000)
LINES = (("A01", "养老服务"), ("A02", "未保服务"), ("A03", "助困治理"), ("A04", "专业综合"))
SETTLED = (2, 10)
"""Month and day on which the past year is settled: whatever was designed in it has been decided by then."""
FOURTH = 4
"""Every fourth line is left for somebody to look at."""
SURE = 80
"""Points from which the clerk confirms a suggestion without a second look."""


class Treasury:
    """The finance bureau's people and what they need to know."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now = cast, now
        self.bureau = cast.single[OrganisationKind.FINANCE]
        self.clerk = cast.one(OrganisationKind.FINANCE, "clerk")
        self.leader = cast.one(OrganisationKind.FINANCE, "leader")
        self.affairs = cast.one(OrganisationKind.CIVIL_AFFAIRS, "leader")
        self.district = Place.objects.get(code=settings.DISTRICT)
        self.first = now.year - 2

    def stories(self) -> list[tuple[datetime, Story]]:
        """Everything after the first day, each at its moment."""
        told: list[tuple[datetime, Story]] = []
        for year in range(self.first + 1, self.now.year + 1):
            told.append((_at(date(year, 1, 1), 8), _once(self.budget_of, year)))
            told.append((_at(date(year, *SETTLED), 10), _once(self.settle, year - 1)))
        told.append((_at(date(self.now.year, 6, 15), 10), self.transfer()))
        told.append((self.now - timedelta(days=40), _once(self.refund)))
        told.append((self.now - timedelta(days=5), _once(self.reconcile)))
        return [(moment, story) for moment, story in told if moment < self.now]

    def budget_of(self, year: int) -> None:
        """The year's budget and its sources of all six kinds; quotas for the towns; the four lines of the tender."""
        lottery = LOTTERY[year - self.first]
        service = self._enter(SERVICE, SourceKind.DISTRICT, year, 10_000_000, "社〔{year}〕3号")
        tender = self._enter(TENDER, SourceKind.DISTRICT, year, 1_000_000, "社〔{year}〕4号")
        self._enter(SPECIAL, SourceKind.DEPARTMENT, year, 5_000_000, "民〔{year}〕7号")
        fund = self._enter("福利彩票公益金", SourceKind.LOTTERY, year, lottery, "彩〔{year}〕1号")
        for town, office in self.cast.towns.items():
            self._quota(service, Place.objects.get(code=town), office)
        for code, name in LINES:
            actions.set_aside(tender, title=name, purpose=code, amount=Decimal(250_000), actor=self.clerk)
        self._local(year)
        self._pool(year, fund)
        actions.adopt_budget(
            year=year, owner=self.bureau, title=f"{year}年社区服务资金预算（演示）", document_number=f"示人〔{year}〕2号",
            lines=self._lines(lottery), actor=self.clerk,
        )  # fmt: skip

    def _lines(self, lottery: int) -> list[Line]:
        return [
            *(Line(name, Decimal(2_000_000), purpose=code) for code, name in LINES),
            Line("基本公共服务", Decimal(4_000_000), purpose="B"),
            Line("福利彩票公益金项目", Decimal(lottery), kind=SourceKind.LOTTERY),
            Line("社区治理与其他", Decimal(4_000_000)),
        ]

    def _enter(self, name: str, kind: str, year: int, amount: int, paper: str) -> FundSource:
        return actions.create(
            name=f"{year}年{name}（演示）", kind=kind, year=year, place=self.district, owner=self.bureau,
            amount=Decimal(amount), document_number="示财" + paper.format(year=year), actor=self.clerk,
        )  # fmt: skip

    def _quota(self, source: FundSource, town: Place, office: Organisation) -> None:
        actions.set_aside(source, title=f"{office.name}额度", place=town, amount=QUOTA, actor=self.clerk)

    def _local(self, year: int) -> None:
        """A town's and a community's own money, and a gift whose giver is not named."""
        for offices, kind, amount in (
            (self.cast.towns, SourceKind.TOWN, 400_000),
            (self.cast.communities, SourceKind.COMMUNITY, 60_000),
        ):
            office = next(iter(offices.values()))
            actions.create(
                name=f"{year}年{office.name}自筹资金", kind=kind, year=year, place=office.place, owner=office,
                amount=Decimal(amount), actor=self.clerk,
            )  # fmt: skip
        actions.create(
            name=f"{year}年爱心捐赠（演示）", kind=SourceKind.DONATION, year=year, place=self.district, owner=self.bureau,
            amount=Decimal(120_000), donor="示例爱心企业（演示）", donor_withheld=True, purpose="A02",
            wish="捐赠人指定用于未成年人保护", actor=self.clerk,
        )  # fmt: skip

    def _pool(self, year: int, fund: FundSource) -> None:
        special = FundSource.objects.get(name=f"{year}年{SPECIAL}（演示）")
        pool = actions.create_pool(
            name="养老服务资金池（演示）", year=year, owner=self.bureau, place=self.district, actor=self.clerk
        )
        for source, amount in ((special, 500_000), (fund, 200_000)):
            actions.put_in(pool, source=source, amount=Decimal(amount), actor=self.clerk)

    def settle(self, year: int) -> None:
        """What the lottery's fund did not use is taken back, everything else is carried over; then the year is closed."""
        for source in FundSource.objects.filter(year=year).order_by("pk"):
            if source.kind == SourceKind.LOTTERY and source.available:
                actions.take_back(source, reason=f"示财〔{year + 1}〕1号 收回结余", actor=self.clerk)
                source.refresh_from_db()
            if source.left:
                actions.carry_over(source, actor=self.clerk)
        actions.close(year=year, actor=self.leader)

    def transfer(self) -> Story:
        """Half of what a town has not used of its quota goes back to the district's common money."""
        quota = Earmark.objects.filter(source__year=clock.today().year, source__carried_from=None, kind="quota").last()
        assert quota is not None
        purse = Account.objects.get(earmark=quota, stage=Stage.AVAILABLE, pool=None)
        asked: Transfer = actions.request_transfer(
            from_account=purse, to_account=accounts.free(quota.source), amount=purse.balance / 2,
            reason="年中额度有余，调剂到全区统筹", actor=self.clerk,
        )  # fmt: skip
        for actor in (self.affairs, self.leader):
            yield clock.now() + timedelta(days=1)
            running = approvals.running(asked)
            assert running is not None
            approvals.approve(running, actor=actor, opinion="同意划转。")

    def refund(self) -> None:
        """A provider pays back what its project did not need."""
        held = (
            Reservation.objects.filter(spent_account__balance__gte=50_000, source__year=clock.today().year)
            .order_by("pk")
            .last()
        )
        provider = Project.objects.get(pk=held.project_key).provider if held else None
        if held is None or provider is None:
            return
        actions.refund(
            project_key=held.project_key, provider=provider, amount=Decimal("3200.00"), voucher="示例银行 2026-R001",
            received_on=clock.today(), reason="活动场次减少，退回结余", path=held.path, actor=self.clerk,
        )  # fmt: skip

    def reconcile(self) -> None:
        """Two months of the account's statement: what the books know, some days later, and a fee that they do not."""
        account = actions.open_account(
            owner=self.bureau, name="社区服务资金零余额账户（演示）", bank="示例银行溧水支行", number="3201170000000001",
            actor=self.clerk,
        )  # fmt: skip
        moved = candidates.between(clock.today() - timedelta(days=60), clock.today() - timedelta(days=3))
        self._import(account, moved)

    def _import(self, account: BankAccount, moved: list[candidates.Candidate]) -> None:
        rows = [["交易日期", "借方发生额", "贷方发生额", "对方户名", "摘要", "交易流水号"]]
        for number, one in enumerate(moved):
            out, into = (f"{-one.amount:.2f}", "") if one.amount < 0 else ("", f"{one.amount:.2f}")
            day = (one.on + timedelta(days=1)).isoformat()
            rows.append([day, out, into, one.counterparty, f"转账 {one.references[-1]}", f"YH{number:06d}"])
        rows.append([clock.today().isoformat(), "15.00", "", "示例银行溧水支行", "手续费", "YH999999"])
        text = "\n".join(",".join(row) for row in rows)
        statement = actions.import_statement(
            account, rows=rows, file_name="示例银行对账单（演示）.csv", sha256=hashlib.sha256(text.encode()).hexdigest(),
            actor=self.clerk,
        )  # fmt: skip
        lines = list(statement.lines.order_by("pk"))
        offered = matching.suggestions(lines)
        for number, line in enumerate(lines):
            if number % FOURTH == FOURTH - 1:
                continue
            best = next(iter(offered[line.pk]), None)
            taken = best is not None and best.candidate.key not in {c.key for c in matching.without_matched(moved)}
            if best is not None and best.score >= SURE and not taken:
                actions.match(
                    line,
                    subject_type=best.candidate.subject_type,
                    subject_id=best.candidate.subject_id,
                    actor=self.clerk,
                )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _once(work: Callable[..., None], *given: int) -> Story:
    work(*given)
    yield from ()


def opening(cast: Cast, now: datetime) -> Treasury:
    """The first year's money, on the first day."""
    treasury = Treasury(cast, now)
    treasury.budget_of(treasury.first)
    return treasury
