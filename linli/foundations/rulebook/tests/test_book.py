"""Reading, checking and counting by the rule book; what an action reads, its event cites."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from linli.foundations.rulebook import book, cases
from linli.foundations.rulebook.law import LawError
from linli.kernel import actions, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import CalendarYear, Event
from linli.kernel.permissions import grant, system

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with clock.travelled(timezone.make_aware(datetime(2026, 3, 5, 9))):
        yield


def test_a_refusal_says_asked_allowed_clause_and_remedy() -> None:
    with pytest.raises(Refusal) as caught:
        book.at_least("tender.bid_days", 15, what="投标截止距公告", field="bids_due")
    refusal = caught.value
    assert str(refusal) == "投标截止距公告为 15 日，少于规定的 20 日。"
    assert refusal.remedy == "最少 20 日。"
    assert (refusal.field, refusal.clauses) == ("bids_due", ["政府采购法 第三十五条（待核对）"])


def test_money_and_percent_are_said_with_their_units() -> None:
    with pytest.raises(Refusal, match=r"管理费占比为 6\.5%，超过规定的 5%。"):
        book.at_most("budget.management_percent", Decimal("6.50"), what="管理费占比")


def test_a_period_names_the_first_day_allowed() -> None:
    with pytest.raises(Refusal) as caught:
        book.not_before("tender.bid_days", date(2026, 3, 5), date(2026, 3, 20), what="投标截止时间")
    assert caught.value.remedy == "最早可定 2026年3月25日。"
    assert book.not_before("tender.bid_days", date(2026, 3, 5), date(2026, 3, 25), what="") == date(2026, 3, 25)


def test_deadlines_end_with_their_last_day() -> None:
    assert (
        timezone.localtime(book.due("award.announce_days", date(2026, 3, 5))).isoformat() == "2026-03-09T23:59:59+08:00"
    )
    assert timezone.localdate(book.due("contract.sign_days", date(2026, 3, 5))) == date(2026, 4, 4)


def test_late_in_the_evening_it_is_still_that_day_in_the_district() -> None:
    evening = datetime(2026, 3, 5, 15, 30, tzinfo=timezone.get_fixed_timezone(0))
    assert timezone.localdate(book.due("tender.bid_days", evening)) == date(2026, 3, 25)


def test_what_is_no_period_has_no_deadline() -> None:
    with pytest.raises(LawError, match="no period"):
        book.due("tender.min_bids", date(2026, 3, 5))


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(LawError, match=r"no parameter tender\.bid_dayz"):
        book.value("tender.bid_dayz")


def test_a_citation_holds_only_json() -> None:
    cited = book.citation("panel.expert_share")
    assert (cited["value"], cited["document"], cited["clause"]) == ("2/3", "财政部令第87号", "第四十七条")
    assert (cited["verified"], cited["from"], cited["address"]) == (False, "2017-10-01", "decree-87/47")
    assert book.citation("tender.bid_days", used=25)["used"] == 25


def test_a_chain_holds_the_steps_that_the_amount_needs() -> None:
    kinds = [step["kind"] for step in book.chain("approvals.project", Decimal("99999.99"))]
    assert kinds == ["purchaser", "town"]
    assert [s["kind"] for s in book.chain("approvals.project", Decimal(500000))][-2:] == ["civil_affairs", "finance"]


def test_the_version_is_the_newest_day_so_far() -> None:
    assert book.version() == date(2022, 1, 1)


@pytest.fixture
def verb(settings: Any) -> Iterator[Any]:
    @actions.action("rulebook.trial:read", "试读")
    def read(*, actor: Actor) -> CalendarYear:
        book.value("tender.bid_days")
        book.value("tender.bid_days")
        return CalendarYear.objects.create(year=2031)

    grant("rulebook.trial:read", system)
    yield read
    import rules

    rules.remove_perm("rulebook.trial:read")
    del actions.registry["rulebook.trial:read"]


def test_an_action_cites_what_it_reads_once(verb: Any) -> None:
    verb(actor=Actor.system())
    assert [ground["clause"] for ground in Event.objects.get().law] == ["第三十五条"]


def test_every_case_of_the_rule_book_comes_out() -> None:
    outcomes = cases.run(settings.LAW_DIR / "cases")
    assert [f"{o.case.title}: {o.got}" for o in outcomes if not o.passed] == []
    assert len(outcomes) >= 50


def test_the_command_counts_and_fails_loudly(tmp_path: Any, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("law", "test")
    assert capsys.readouterr().out.strip().endswith("passed, 0 failed")
    settings.LAW_DIR = tmp_path
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/a.yaml").write_text(
        "- {title: 错的, on: 2026-03-05, parameter: tender.bid_days, check: value, expect: 21}\n"
        "- {title: 错的条款, on: 2026-03-05, parameter: tender.bid_days, check: value, expect: 20, clause: 财政部令}\n"
    )
    with pytest.raises(CommandError):
        call_command("law", "test")
    assert capsys.readouterr().out.strip().endswith("0 passed, 2 failed")


def test_the_command_shows_a_parameter_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("law", "show", "tender.bid_days", on=date(2026, 3, 5))
    shown = capsys.readouterr().out
    assert "20 日" in shown
    assert "第三十五条" in shown
