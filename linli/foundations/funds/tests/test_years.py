"""The end of the year: carry over or take back, then close; what comes back for a closed year."""

import threading
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from linli.foundations.funds import actions, audit, ledger
from linli.foundations.funds.models import Earmark, FundSource, FundYear, Posting, Refund
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal

SUMMER = timezone.make_aware(datetime(2026, 7, 1, 9))
NEW_YEAR = timezone.make_aware(datetime(2027, 1, 5, 9))


@pytest.fixture
def district(db: Any) -> Any:
    with clock.travelled(SUMMER):
        made = Bureaus()
        ledger.reserve(made.source, 7, Decimal(600), actor=made.treasurer, purpose="A0102", place=made.town_place)
        ledger.commit_for(7, Decimal(500), actor=made.treasurer)
        ledger.spend_for(7, Decimal(200), actor=made.treasurer)
    with clock.travelled(NEW_YEAR):
        yield made


def carried(district: Bureaus) -> FundSource:
    actions.carry_over(district.source, actor=district.treasurer)
    return FundSource.objects.get(carried_from=district.source)


def test_the_year_has_to_be_over(district: Bureaus) -> None:
    with clock.travelled(SUMMER), pytest.raises(Refusal, match="2026 年度还没有结束"):
        actions.carry_over(district.source, actor=district.treasurer)


def test_everything_that_is_left_goes_along(district: Bureaus) -> None:
    actions.set_aside(district.source, title="养老专项", purpose="A01", amount=Decimal(300), actor=district.treasurer)
    into = carried(district)
    district.source.refresh_from_db()
    assert [district.source.left, district.source.spent, district.source.carried_out] == [0, 200, 800]
    assert [into.year, into.available, into.reserved, into.committed] == [2027, 400, 100, 300]
    assert Earmark.objects.get(source=into).purpose == "A01"
    assert ledger.available(into, "A0201") == 100
    assert Posting.objects.get(kind="carry").effective_on == date(2026, 12, 31)
    ledger.spend_for(7, Decimal(300), actor=district.treasurer)
    assert ledger.balance(7) == {"reserved": 100, "committed": 0, "spent": 500}
    assert not list(audit.faults())
    with pytest.raises(Refusal, match="没有可以结转"):
        actions.carry_over(district.source, actor=district.treasurer)


def test_the_rule_book_says_what_is_carried_and_how_long(district: Bureaus, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"carry_over.kinds": ["donation"], "carry_over.years": 2}
    real = book.value
    monkeypatch.setattr(book, "value", lambda name, on=None: told.get(name) or real(name, on))
    with pytest.raises(Refusal, match="区级财政资金不能结转下年"):
        actions.carry_over(district.source, actor=district.treasurer)
    told["carry_over.kinds"] = ["district"]
    once = carried(district)
    with clock.travelled(timezone.make_aware(datetime(2028, 1, 5, 9))):
        actions.carry_over(once, actor=district.treasurer)
    twice = FundSource.objects.get(carried_from=once)
    with clock.travelled(timezone.make_aware(datetime(2029, 1, 5, 9))), pytest.raises(Refusal, match="已经结转 2 年"):
        actions.carry_over(twice, actor=district.treasurer)


def test_what_is_available_may_be_taken_back_and_the_rest_is_still_to_settle(district: Bureaus) -> None:
    actions.take_back(district.source, reason="示财预〔2027〕1号", actor=district.treasurer)
    district.source.refresh_from_db()
    assert [district.source.returned, district.source.available, district.source.reserved] == [400, 0, 100]
    with pytest.raises(Refusal, match="还有资金没有结转或收回：示例区级资金"):
        actions.close(year=2026, actor=district.finance_leader)
    with pytest.raises(Refusal, match="没有可以收回的结余"):
        actions.take_back(district.source, reason="再收一次", actor=district.treasurer)


def test_a_closed_year_takes_no_more_postings(district: Bureaus) -> None:
    into = carried(district)
    with pytest.raises(NotAllowed):
        actions.close(year=2026, actor=district.treasurer)
    actions.close(year=2026, actor=district.finance_leader)
    assert FundYear.objects.get(year=2026).closed_at is not None
    with pytest.raises(Refusal, match="2026 年度已经结账"):
        actions.adjust(district.source, amount=Decimal(2000), reason="追加", actor=district.treasurer)
    with pytest.raises(Refusal, match="2026 年度已经结账"):
        district.money(50, "补登资金")
    with pytest.raises(Refusal, match="已经结账"):
        actions.close(year=2026, actor=district.finance_leader)
    assert into.available == 400
    assert not list(audit.faults())


def test_what_comes_back_for_a_closed_year_is_this_years_income(district: Bureaus) -> None:
    into = carried(district)
    actions.close(year=2026, actor=district.finance_leader)
    ledger.refund_for(7, Decimal(150), actor=district.treasurer)
    into.refresh_from_db()
    assert [into.available, into.amount] == [550, 950]
    with pytest.raises(Refusal, match=r"已付的资金 50\.00 元，少于需要的 51\.00 元"):
        ledger.refund_for(7, Decimal(51), actor=district.treasurer)
    ledger.reverse_for(7, Decimal(50), actor=district.treasurer)
    assert ledger.balance(7)["committed"] == 350
    assert not list(audit.faults())


def test_a_refund_is_free_again_and_never_more_than_was_paid(district: Bureaus) -> None:
    given = {
        "project_key": 7, "provider": district.provider, "voucher": "示例0001", "received_on": clock.today(),
        "reason": "服务人次不足", "actor": district.treasurer,
    }  # fmt: skip
    actions.refund(**given, amount=Decimal(150))
    assert ledger.available(district.source) == 550
    with pytest.raises(Refusal, match=r"已付的资金 50\.00 元"):
        actions.refund(**{**given, "voucher": "示例0002"}, amount=Decimal("50.01"))
    assert Refund.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.refund(**{**given, "actor": district.bidder}, amount=Decimal(1))


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_posting_under_way_and_then_refuses() -> None:
    with clock.travelled(NEW_YEAR):
        district = Bureaus()
    begun, ended = threading.Event(), []

    def close_it() -> None:
        begun.wait()
        try:
            with clock.travelled(NEW_YEAR):
                actions.close(year=2026, actor=district.finance_leader)
        except Refusal as refusal:
            ended.append(str(refusal))
        finally:
            connection.close()

    thread = threading.Thread(target=close_it)
    thread.start()
    with clock.travelled(NEW_YEAR), transaction.atomic():
        actions.take_back(district.source, reason="示财预〔2027〕1号", actor=district.treasurer)
        begun.set()
        time.sleep(0.3)
        assert not ended
        district.money(5, "赶在结账前登记")
    thread.join()
    assert "还有资金没有结转或收回：赶在结账前登记" in ended[0]
    assert not FundYear.objects.filter(closed_at__isnull=False).exists()
