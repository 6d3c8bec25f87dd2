"""One purchase in a real browser: from what a resident says to the last follow-up visit, by everybody it takes.

Each person signs in through the sign-in page; the law's periods pass on the server's clock.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linli.demo.cast import SHOWN_TOWN
from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s3_tenders.models import Bid, Contract, Panel, Seat, Tender
from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s6_followup.models import FollowUp, Visit
from linli.flow.thread.models import Project
from linli.foundations.funds.models import FundSource
from linli.foundations.parties.models import Membership
from linli.foundations.places.models import Place
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.models import Approval
from tests import stage
from tests.journeys import ground
from tests.journeys.ground import account
from tests.journeys.hand import Hand

pytestmark = pytest.mark.browser
TITLE = "石湫街道居家养老助餐服务"
CLERK, LEADER, COMMITTEE = "jiedao", "jiedao-ld", "shequ"
COSTS = (("5000", "24"), ("2000", "10"), ("2000", "5"), ("60000", "1"), ("50", "200"), ("9000", "1"))
"""Unit price and number of each line of the budget; at first 45,000 yuan short of it."""
BUDGET, MATERIALS = "274000", "105000"


@pytest.fixture
def purchase(django_db_setup: None, django_db_blocker: Any, chromium: Any) -> Iterator["Purchase"]:
    with django_db_blocker.unblock(), ground.opened(chromium) as (hand, clock):
        yield Purchase(hand, clock)


class Purchase:
    """The six steps, each done by its people."""

    project: Project
    tender: Tender

    def __init__(self, hand: Hand, clock: stage.Clock) -> None:
        self.hand, self.clock = hand, clock

    def as_(self, username: str, path: str) -> Hand:
        """Sign in and open a page."""
        self.hand.sign_in(username)
        self.hand.open(path)
        return self.hand

    def do(self, username: str, path: str, button: str, **fields: Any) -> None:
        """Sign in, open a page, fill it in, press its button."""
        hand = self.as_(username, path)
        hand.fill(**fields)
        hand.press(button)

    def on(self, day: date, hour: int = 10) -> None:
        self.clock.at(datetime.combine(day, time(hour), ZoneInfo("Asia/Shanghai")))

    def at(self, key: str = "") -> str:
        """The project's page or one of its tabs."""
        return f"/projects/{self.project.pk}/{key}/" if key else f"/projects/{self.project.pk}/"

    def approved(self, path: str) -> list[str]:
        """Every office of the running chain agrees; returns who."""
        asked = []
        while approval := Approval.objects.filter(state="running", project_key=self.project.pk).first():
            step = approval.current_step
            assert step is not None
            asked.append(account(step.organisation_id, step.role))
            self.do(asked[-1], path, "同意", opinion="同意，请按期实施。")
        return asked

    def speak_and_list(self) -> Need:
        """Step 1: a resident speaks, the community answers, confirms and publishes, the street takes it up."""
        place = Place.objects.within(SHOWN_TOWN).communities()[0]
        self.hand.open("/public/say/")
        self.hand.fill(place=place.pk, topic="elderly", content="家里老人做饭不方便，希望社区中午能有热饭。")
        self.hand.press("提交诉求")
        assert "您的查询码" in self.hand.words()
        voice = Voice.objects.latest("pk")
        self.do(COMMITTEE, f"/needs/voices/{voice.pk}/", "答复诉求", answer="已登记，将列入本季度需求清单。")
        self.do(
            COMMITTEE, "/needs/new/", "确认需求", title="石湫社区居家养老助餐", topic="elderly", beneficiaries=180,
            breadth=4, urgency=4, vulnerability=4, voices=[voice.pk],
        )  # fmt: skip
        self.do(COMMITTEE, "/needs/lists/publish/", "公布清单", year=2026, round=1)
        need = Need.objects.latest("pk")
        self.do(CLERK, f"/needs/{need.pk}/adopt/", "确认立项", title=TITLE, communities=[place.pk])
        self.project = Project.objects.get(title=TITLE)
        return need

    def design(self) -> None:
        """Step 2: the design page by page; a budget that does not add up is refused; the chain agrees."""
        hand = self.as_(CLERK, self.at("goals"))
        hand.press("编制方案")
        hand.fill(
            problem="独居老人做饭不便，社区没有助餐点。", goal="为独居老人提供稳定的午餐。", beneficiaries=180,
            beneficiaries_basis="按入户核实名单测算", catalogue_code="A0102", service_from="2026-04-20",
            service_to="2026-08-20",
        )  # fmt: skip
        hand.press("保存并继续")
        hand.press("保存并继续")
        for index, row in enumerate(("午餐有保障", "每个工作日供餐", "备餐送餐")):
            hand.fill(**{f"nodes-{index}-text": row})
        hand.press("保存并继续")
        target = {"name": "年助餐人次", "unit": "人次", "baseline": 0, "target": 9000, "means": "签到表"}
        hand.fill(**{f"targets-0-{name}": value for name, value in target.items()} | {"targets-0-due": "2026-08-10"})
        hand.press("保存并继续")
        source = FundSource.objects.filter(year=2026).earliest("pk")
        hand.fill(budget=BUDGET, source=source.pk, method="consultation")
        for index, (price, number) in enumerate(COSTS):
            row = {"basis": "按实际需要测算", "unit_price": price, "quantity": number}
            hand.fill(**{f"lines-{index}-{name}": value for name, value in row.items()})
        with pytest.raises(AssertionError, match="相差 45,000 元"):
            hand.press("保存并继续")
        hand.fill(**{"lines-3-unit_price": MATERIALS})
        hand.press("保存并继续")
        hand.press("保存并继续")
        hand.press("提交方案")
        assert self.approved(self.at("goals")) == [LEADER, "minzheng-ld"]
        self.do(CLERK, self.at("goals"), "公开采购意向")

    def tender_out(self) -> list[str]:
        """Step 3, first half: notice after the intention's 30 days, three sealed bids, the opening."""
        self.on(date(2026, 2, 27), 9)
        hand = self.as_(CLERK, self.at("tender"))
        hand.press("编制招标文件")
        hand.fill(
            requirements="助餐服务，按月公示进展。", contact="石湫街道办事处 经办人", price_weight=20,
            reasons="预算低于公开招标限额，服务内容需要磋商明确。", bond_percent=1, name_1="服务方案", weight_1=40,
            name_2="人员配备", weight_2=25, name_3="类似业绩", weight_3=15, name_4="", weight_4="",
        )  # fmt: skip
        hand.press("保存草稿")
        hand.press("发布采购公告")
        hand.press("发布采购公告")
        self.tender = Tender.objects.get(project=self.project)
        here = f"/tenders/{self.tender.pk}/"
        managers = Membership.objects.filter(organisation__kind="social", role="manager").order_by("pk")
        bidders = list(managers.values_list("person__username", flat=True)[:3])
        for index, bidder in enumerate(bidders):
            amount = 262000 + 3000 * index
            self.do(bidder, here + "bid/", "密封并递交", amount=amount, plan="按采购需求开展。", team="持证社工 3 名")
        assert self.tender.bids_due is not None
        self.clock.at(self.tender.bids_due + timedelta(minutes=2))
        self.do("jiandu", here + "opening/", "见证开标")
        self.do(CLERK, here + "opening/", "开标")
        return bidders

    def judged(self) -> None:
        """Step 3: the panel is drawn, accepts, scores; the leader confirms, the result is announced."""
        here = f"/tenders/{self.tender.pk}/"
        self.do(CLERK, here + "panel/draw/", "抽取评审专家")
        with rls.acting(Actor(kind="person", organisation_id=self.project.purchaser_id)):
            seats = Seat.objects.filter(tender=self.tender).order_by("number")
            experts = list(seats.values_list("person__username", flat=True))
            bids = list(Bid.objects.filter(tender=self.tender).order_by("pk").values_list("pk", flat=True))
            review_on = Panel.objects.get(tender=self.tender).review_on
        for expert in experts:
            self.do(expert, here + "review/", "接受并声明")
        self.on(review_on, 14)
        weights = dict(self.tender.criteria.values_list("pk", "weight"))
        for expert in experts:
            hand = self.as_(expert, here + "review/")
            for better, bid in enumerate(bids):
                points = {f"bid{bid}-points-{one}": weight * (9 - better) // 10 for one, weight in weights.items()}
                hand.fill(**points)
                hand.press_in(f"[name='bid{bid}-remark']", "提交评分")
        self.do(CLERK, here, "形成评审报告")
        self.do(LEADER, here + "confirm/", "确认中标人")
        self.do(CLERK, here + "announce/", "公告中标结果")
        self.tender.refresh_from_db()
        assert self.tender.publicity_until is not None
        self.clock.at(self.tender.publicity_until + timedelta(hours=10))
        self.do(CLERK, here, "结束公示")

    def contract(self) -> None:
        """Step 3, the end: both sides sign, the contract is published."""
        self.do(CLERK, f"/tenders/{self.tender.pk}/contract/", "拟订合同")
        here = Contract.objects.get(project=self.project).get_absolute_url()
        self.do(LEADER, here, "签订合同")
        self.do(self.winner("manager"), here, "签订合同（承接主体）")
        self.do(CLERK, here, "公告合同")

    def winner(self, role: str) -> str:
        return account(Contract.objects.values_list("provider_id", flat=True).get(project=self.project), role)

    def deliver(self) -> None:
        """Step 4: plan, service records, two instalments, the end of the service."""
        manager, staff = self.winner("manager"), self.winner("staff")
        self.do(manager, self.at("delivery"), "报送工作计划")
        self.hand.fill(text="按月开展助餐，每季度小结。", staff_count=5)
        self.hand.press("报送工作计划")
        self.on(date(2026, 4, 22))
        self.do(
            staff, f"/delivery/projects/{self.project.pk}/records/add/", "登记服务记录", served_on="2026-04-21",
            activity="助餐", place="石湫社区服务点", minutes=120, participants=60, staff="示例社工",
        )  # fmt: skip
        first, second, _last = self.milestones()
        self.pay(first, "2026-04-22")
        self.on(date(2026, 6, 24))
        self.pay(second, "2026-06-24")
        self.on(date(2026, 8, 21))
        self.do(manager, self.at("delivery"), "申报完工")
        self.hand.fill(summary="服务全部完成，资料已归档。")
        self.hand.press("申报完工")

    def milestones(self) -> list[Milestone]:
        return list(Milestone.objects.filter(project=self.project).order_by("order"))

    def pay(self, milestone: Milestone, day: str) -> None:
        """Report, acceptance, invoice, check, two offices, treasury."""
        manager, here = self.winner("manager"), f"/delivery/milestones/{milestone.pk}/"
        self.do(manager, here + "report/", "报告进展", text="按计划开展，服务对象反映良好。", value_0=4000)
        self.do(CLERK, here + "accept/", "验收通过", statement="与计划相符，同意验收。", served="电话核实 10 人")
        number = day.replace("-", "")
        self.do(manager, here + "request/", "申请支付", invoice_number=number, invoice_on=day)
        payment = Payment.objects.get(milestone=milestone).get_absolute_url()
        self.do(CLERK, payment + "check/", "核对支付申请")
        assert self.approved(payment) == [LEADER, "caizheng-ld"]
        self.do("caizheng", payment + "pay/", "支付", voucher=f"CZ{number}")

    def evaluate(self) -> None:
        """Step 5: four instruments by four hands, the grade, its publication, the last instalment."""
        self.do(CLERK, f"/evaluation/projects/{self.project.pk}/start/", "启动评估")
        for one in Instrument.objects.filter(evaluation__project=self.project).order_by("pk"):
            given: dict[str, Any] = {"score": 88}
            if one.kind == "satisfaction":
                given = {f"answers_{n}": answers for n, answers in enumerate((0, 1, 3, 32, 48), start=1)}
            given |= {"findings": "服务秩序良好，台账与公示一致。", "done_on": "2026-08-21"}
            self.do(account(one.organisation_id, "clerk"), f"/evaluation/instruments/{one.pk}/", "填报评估", **given)
        here = f"/evaluation/{Evaluation.objects.get(project=self.project).pk}/"
        self.do(CLERK, here + "grade/", "评定等级", conclusion="综合四项结果评定。")
        self.do(CLERK, here + "publish/", "公布评估结果")
        self.on(date(2026, 8, 25))
        self.pay(self.milestones()[-1], "2026-08-25")

    def follow(self) -> None:
        """Step 6: a visit after one, three and six months, and the close."""
        for visit in Visit.objects.filter(followup__project=self.project).order_by("months"):
            self.on(visit.due_on)
            self.do(
                CLERK, f"/followup/visits/{visit.pk}/", "登记回访", visited_on=visit.due_on, people=12, lasted="yes",
                satisfaction=5, summary="随机走访，服务习惯保持。",
            )  # fmt: skip
        here = f"/followup/{FollowUp.objects.get(project=self.project).pk}/close/"
        self.do(CLERK, here, "办结项目", lesson="固定时间最受欢迎。", suggestion="下一轮关注周末。")


def test_a_purchase_by_all_its_people(purchase: Purchase) -> None:
    need = purchase.speak_and_list()
    purchase.design()
    bidders = purchase.tender_out()
    purchase.judged()
    purchase.contract()
    assert purchase.winner("manager") == bidders[0]
    purchase.deliver()
    purchase.evaluate()
    purchase.follow()
    hand = purchase.as_(CLERK, purchase.at())
    assert hand.words().count("已完成") == 6
    need.refresh_from_db()
    assert need.state == "met"
    purchase.project.refresh_from_db()
    hand.page.context.clear_cookies()
    hand.open(f"/public/projects/{purchase.project.number}/")
    story = hand.words()
    told = (TITLE, "已经办完", need.title, "已支付 26.20 万元", "评估等级：良", "已回访 3 次")
    notices = ("采购意向", "采购公告", "中标结果", "合同公告", "评估结果")
    assert [words for words in (*told, *notices) if words not in story] == [], story
