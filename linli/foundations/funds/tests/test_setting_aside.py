"""Earmarks, quotas, pools, transfers: an earmarked yuan is used for nothing else; every yuan keeps its source."""

from decimal import Decimal
from typing import Any

import pytest

from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.funds import accounts, actions, audit, ledger, queries
from linli.foundations.funds.models import Account, Earmark, Entry, Pool, Posting, Stage, Transfer
from linli.foundations.funds.tests.houses import District
from linli.foundations.parties.models import Organisation
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal


class Bureaus(District):
    """The district with its civil-affairs bureau and the leaders who approve transfers."""

    def __init__(self) -> None:
        super().__init__()
        self.affairs = Organisation.objects.create(name="示例民政局", kind="civil_affairs", place=self.place)
        self.affairs_leader = self.member("affairs_leader", self.affairs, "leader")
        self.finance_leader = self.member("finance_leader", self.finance, "leader")
        batch = Batch.objects.create(number=1, title="示例目录", since=clock.today())
        for code, field in (("A0102", "养老服务"), ("A0201", "未保服务")):
            CatalogueItem.objects.create(
                batch=batch, code=code, name=field, section_code="A", section="公益服务", field_code=code[:3],
                field=field, unit="项", price_from=1, price_to=2, buyers=["town"], since=clock.today(),
            )  # fmt: skip


@pytest.fixture
def district(db: Any) -> Bureaus:
    return Bureaus()


def aside(district: Bureaus, **more: Any) -> Earmark:
    given = {"title": "养老专项", "amount": Decimal(600), "purpose": "A01"}
    return actions.set_aside(district.source, **{**given, **more}, actor=district.treasurer)


def test_earmarked_money_is_used_for_nothing_else(district: Bureaus) -> None:
    aside(district)
    assert ledger.available(district.source, "A0201", district.town_place) == 400
    assert ledger.available(district.source, "A0102", district.town_place) == 1000
    with pytest.raises(Refusal) as caught:
        ledger.reserve(district.source, 7, Decimal(401), actor=district.treasurer, purpose="A0201")
    assert "另有 600.00 元为“养老专项”专用" in str(caught.value)
    assert caught.value.code == "funds_earmarked"
    assert any("专款专用" in clause for clause in caught.value.clauses)
    ledger.reserve(district.source, 8, Decimal(700), actor=district.treasurer, purpose="A0102")
    drawn = {held.origin.earmark_id is not None: held.reserved for held in ledger.of_project(8)}
    assert drawn == {True: 600, False: 100}
    ledger.release_for(8, actor=district.treasurer)
    assert ledger.available(district.source, "A0201") == 400
    assert not list(audit.faults())


def test_a_towns_quota_is_its_own(district: Bureaus) -> None:
    quota = aside(district, title="示例镇额度", purpose="", place=district.town_place)
    assert quota.kind == "quota"
    assert ledger.available(district.source, "A0102", district.other.place) == 400
    ledger.reserve(district.source, 7, Decimal(500), actor=district.treasurer, place=district.town_place)
    ((seen, row),) = queries.quotas(district.clerk, district.source.year)
    assert (seen, row.budget, row.available, row.held) == (quota, 600, 100, 500)
    assert queries.quotas(district.treasurer, district.source.year) == []
    assert queries.quotas(district.clerk, district.source.year - 1) == []
    raised = actions.change_earmark(quota, amount=Decimal(250), reason="年中追加", actor=district.treasurer)
    assert Account.objects.get(earmark=raised, stage=Stage.AVAILABLE).balance == 250
    with pytest.raises(Refusal, match=r"未指定用途的余额 250\.00 元，少于需要的 250\.01 元"):
        actions.change_earmark(quota, amount=Decimal("500.01"), reason="追加", actor=district.treasurer)
    actions.change_earmark(quota, amount=Decimal(0), reason="收回未用额度", actor=district.treasurer)
    assert ledger.available(district.source, "", district.other.place) == 500


def test_a_donors_wish_binds_for_good(district: Bureaus) -> None:
    gift = actions.create(
        name="示例捐赠", kind="donation", year=2026, place=district.place, owner=district.finance, amount=Decimal(80),
        actor=district.treasurer, donor="示例爱心企业", donor_withheld=True, purpose="A02", wish="未成年人保护",
    )  # fmt: skip
    assert gift.donor_shown == "不公开姓名的捐赠人"
    event = Posting.objects.get(subject_id=gift.pk, kind="open").event
    assert event is not None
    assert "示例爱心企业" not in str(event.facts)
    assert ledger.available(gift, "A0102") == 0
    wish = Earmark.objects.get(source=gift)
    with pytest.raises(Refusal, match="捐赠人指定的用途，不能减少"):
        actions.change_earmark(wish, amount=Decimal(1), reason="挪作他用", actor=district.treasurer)
    purse = Account.objects.get(earmark=wish, stage=Stage.AVAILABLE)
    with pytest.raises(Refusal, match="捐赠人指定的用途，不能划转"):
        actions.request_transfer(
            from_account=purse, to_account=accounts.free(gift), amount=Decimal(1), reason="挪作他用",
            actor=district.treasurer,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"purpose": "Z99"}, "目录中没有编号以 Z99 开头"),
        ({"amount": Decimal("1000.01")}, "少于需要的 1,000.01 元"),
        ({"amount": Decimal("1.001")}, "超过两位小数"),
        ({"amount": Decimal(-1)}, "大于 0 元"),
        ({"title": " "}, "没有填写专用事项"),
    ],
)
def test_a_wrong_earmark_is_told_why(district: Bureaus, more: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        aside(district, **more)
    assert not Earmark.objects.exists()


def pooled(district: Bureaus) -> Pool:
    pool = actions.create_pool(
        name="示例资金池", year=2026, owner=district.finance, place=district.place, actor=district.treasurer
    )
    second = district.money(300, "示例福彩")
    actions.put_in(pool, source=district.source, amount=Decimal(200), actor=district.treasurer)
    actions.put_in(pool, source=second, amount=Decimal(100), actor=district.treasurer)
    return pool


def test_every_yuan_of_a_pool_keeps_its_source(district: Bureaus) -> None:
    pool = pooled(district)
    ledger.reserve(pool, 7, Decimal(250), actor=district.treasurer)
    ledger.commit_for(7, Decimal(250), actor=district.treasurer)
    ledger.spend_for(7, Decimal(230), actor=district.treasurer)
    spent = Entry.objects.filter(account__stage=Stage.SPENT, posting__project_key=7)
    assert {e.source.name: e.amount for e in spent} == {"示例区级资金": 200, "示例福彩": 30}
    assert ledger.available(pool) == 50
    with pytest.raises(Refusal, match=r"“示例资金池（2026）”余额 0\.00 元"):
        actions.take_out(pool, source=district.source, amount=Decimal(1), actor=district.treasurer)
    ledger.refund_for(7, Decimal(230), actor=district.treasurer)
    assert ledger.available(pool) == 280
    assert not list(audit.faults())


def ask(district: Bureaus, quota: Earmark, amount: int = 100) -> Transfer:
    return actions.request_transfer(
        from_account=Account.objects.get(earmark=quota, stage=Stage.AVAILABLE),
        to_account=accounts.free(district.source), amount=Decimal(amount), reason="额度有余", actor=district.treasurer,
    )  # fmt: skip


def decide(transfer: Transfer, actor: Actor) -> None:
    approval = approvals.running(transfer)
    assert approval is not None
    approvals.approve(approval, actor=actor)


def test_a_transfer_is_in_transit_until_two_others_agree(district: Bureaus) -> None:
    quota = aside(district, title="示例镇额度", purpose="", place=district.town_place)
    asked = ask(district, quota)
    district.source.refresh_from_db()
    assert [district.source.transit, district.source.available] == [100, 900]
    with pytest.raises(NotAllowed):
        decide(asked, district.treasurer)
    decide(asked, district.affairs_leader)
    with pytest.raises(NotAllowed):
        decide(asked, district.affairs_leader)
    decide(asked, district.finance_leader)
    asked.refresh_from_db()
    assert asked.state == "done"
    assert ledger.available(district.source) == 500
    assert asked.sent is not None
    assert asked.sent.settled_by.kind == "arrive"
    assert not list(audit.faults())


def test_a_refused_transfer_goes_back_once(district: Bureaus) -> None:
    quota = aside(district, title="示例镇额度", purpose="", place=district.town_place)
    asked = ask(district, quota)
    approval = approvals.running(asked)
    assert approval is not None
    approvals.refuse(approval, actor=district.affairs_leader, opinion="额度仍需保留")
    assert ledger.available(district.source, "", district.town_place) == 1000
    from linli.foundations.funds.actions.transfers import arrive

    asked.refresh_from_db()
    with pytest.raises(Refusal, match="现在是“不同意”"):
        arrive(asked, actor=Actor.system())


def test_more_than_the_quota_has_is_not_transferred(district: Bureaus) -> None:
    quota = aside(district, title="示例镇额度", purpose="", place=district.town_place)
    with pytest.raises(Refusal, match=r"余额 600\.00 元，少于需要的 601\.00 元"):
        ask(district, quota, 601)
    second = district.money(300, "示例福彩")
    with pytest.raises(Refusal, match="只能在同一资金来源"):
        actions.request_transfer(
            from_account=accounts.free(district.source), to_account=accounts.free(second), amount=Decimal(1),
            reason="调剂", actor=district.treasurer,
        )  # fmt: skip


def test_who_may_not_touch_the_districts_money(district: Bureaus) -> None:
    for actor in (district.leader, district.clerk, district.bidder, district.affairs_leader):
        with pytest.raises(NotAllowed):
            actions.set_aside(district.source, title="挪用", amount=Decimal(1), purpose="A01", actor=actor)
        with pytest.raises(NotAllowed):
            actions.create_pool(name="小金库", year=2026, owner=district.finance, place=district.place, actor=actor)
