"""Numbers, dates and remaining time in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from linli.kernel import clock
from linli.ui import formats

NOW = datetime(2026, 3, 5, 1, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_fifth_of_march():
    with clock.travelled(NOW), translation.override("zh-hans"):
        yield


def test_money() -> None:
    assert formats.yuan(298000) == "298,000.00"
    assert formats.wan(Decimal("572000")) == "57.20"
    assert formats.wan_unit(572000) == "57.20\u00a0万元"
    assert formats.yuan(None) == "—"
    assert formats.yuan(0) == "0.00"
    with translation.override("en"):
        assert formats.wan_unit(572000) == "CNY\u00a0572,000"


def test_days() -> None:
    assert formats.day(date(2026, 3, 5)) == "3月5日"
    assert formats.day(date(2025, 3, 5)) == "2025年3月5日"
    assert formats.moment(datetime(2026, 3, 5, 10, 0, tzinfo=UTC)) == "3月5日 18:00"
    assert formats.day_range(date(2026, 3, 9), date(2027, 3, 8)) == "2026年3月9日—2027年3月8日"
    assert formats.weekday(date(2026, 3, 5)) == "星期四"
    with translation.override("en"):
        assert formats.day_full(date(2026, 3, 5)) == "5 March 2026"


@pytest.mark.parametrize(
    ("days", "kind", "text"),
    [
        (4, "workday", "剩 4 个工作日"),
        (2, "day", "剩 2 日"),
        (-1, "workday", "逾期 1 个工作日"),
        (-3, "day", "逾期 3 日"),
        (0, "day", "今天"),
    ],
)
def test_remaining(days: int, kind: str, text: str) -> None:
    assert formats.remaining(days, kind) == text


def test_today_says_when() -> None:
    assert formats.remaining(0, at=datetime(2026, 3, 5, 10, 0, tzinfo=UTC)) == "今天 18:00"
    assert [formats.tone(d) for d in (None, 1, 0, -1)] == ["", "", "today", "overdue"]
