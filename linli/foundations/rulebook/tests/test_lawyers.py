"""What a lawyer does at the command line: load a file, export everything, test with cases of his own, show a value."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from linli.foundations.rulebook import book, cases
from linli.foundations.rulebook.loading import load
from linli.foundations.rulebook.models import DatedEntry
from linli.kernel import clock
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db
MARCH = timezone.make_aware(datetime(2026, 3, 5, 9))
STREET = "320117004"


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    book.kept.forget()
    with clock.travelled(MARCH):
        yield
    book.kept.forget()


def decision(**more: Any) -> dict[str, Any]:
    return {
        "parameter": "tender.bid_days", "from": date(2026, 6, 1), "value": 25, "clause": "purchasing-measures/methods",
        **more,
    }  # fmt: skip


def write(path: Path, *decisions: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump({"decisions": list(decisions)}, allow_unicode=True), encoding="utf-8")
    return path


def test_a_lawyers_file_is_entered_by_an_action(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path / "change.yaml",
        decision(),
        decision(place=STREET, value=28, verified=True),
        decision(parameter="wage.ceiling_percent", value=68.5, clause="fund-measures/wages"),
        decision(parameter="panel.expert_share", value="3/4"),
    )
    call_command("law", "load", str(file))
    assert capsys.readouterr().out.strip() == "4 entries loaded"
    assert [book.value("tender.bid_days", date(2026, 6, 1), place) for place in ("", STREET)] == [25, 28]
    assert str(book.value("wage.ceiling_percent", date(2026, 6, 1))) == "68.5"
    told = Event.objects.get(verb="rulebook.entry:load")
    assert (told.actor_kind, told.facts["source"], told.facts["count"]) == ("system", "change.yaml", 4)
    with pytest.raises(CommandError, match="nothing that is not in the rule book already"):
        call_command("law", "load", str(file))
    call_command("law", "show", "tender.bid_days", "--on", "2026-06-01", "--place", STREET)
    shown = capsys.readouterr().out
    assert "28 日" in shown
    assert "street 320117004" in shown


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (decision(value=19), "宽于上位规定的 20 日"),
        (decision(**{"from": date(2026, 3, 5)}), "过去的取值不能改写"),
        (decision(**{"from": date(2025, 1, 1)}), "过去的取值不能改写"),
        (decision(value="many"), "'many' is not a whole number"),
        (decision(parameter="no.such"), "no parameter no.such"),
        (decision(clause="purchasing-measures/99"), "no clause purchasing-measures/99"),
        (decision(place="110101"), "neither the district"),
        (decision(colour="red"), "decisions.1.colour"),
        (decision(place=STREET, value=24), "宽于上位规定的 25 日"),  # looser than the district's of the same file
    ],
)
def test_a_file_with_one_fault_enters_nothing_and_names_it(tmp_path: Path, bad: dict[str, Any], message: str) -> None:
    file = write(tmp_path / "change.yaml", decision(**{"from": date(2026, 5, 1)}), bad)
    with pytest.raises(CommandError) as refused:
        call_command("law", "load", str(file))
    assert message in str(refused.value)
    assert not DatedEntry.objects.exists()


def test_every_fault_of_every_file_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", decision(value="many"), decision(parameter="no.such"))
    write(tmp_path / "b.yaml", decision(clause="x/1"))
    with pytest.raises(CommandError) as refused:
        call_command("law", "load", str(tmp_path))
    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["a.yaml", "a.yaml", "b.yaml"]
    assert "decisions.2" in lines[1]


def test_a_document_of_the_rule_book_with_a_further_value_is_loaded(tmp_path: Path) -> None:
    """A changed law: the national layer moves, and what the district decided looser gives way."""
    text = yaml.safe_load((settings.LAW_DIR / "national/government-procurement-law.yaml").read_text(encoding="utf-8"))
    values = text["parameters"]["tender.bid_days"]["values"]
    values.append({**values[0], "from": date(2027, 1, 1), "value": 30})
    file = tmp_path / "government-procurement-law.yaml"
    file.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    call_command("law", "load", str(write(tmp_path / "own.yaml", decision())))
    call_command("law", "load", str(file))
    days = [date(2026, 3, 5), date(2026, 6, 1), date(2027, 1, 1)]
    assert [book.value("tender.bid_days", day) for day in days] == [20, 25, 30]
    assert book.parameter("tender.bid_days").entry(days[2]).level == "national"


def test_the_export_gives_the_same_answers_on_every_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path / "change.yaml",
        decision(),
        decision(place=STREET, value=28),
        decision(parameter="panel.expert_share", value="3/4"),
        decision(parameter="needs.weights", value={"breadth": 30.5, "urgency": 30, "vulnerability": 39.5}),
        decision(parameter="method.direct_below", value=80000.5),
    )
    call_command("law", "load", str(file))
    folder = tmp_path / "export"
    call_command("law", "export", str(folder))
    again, here = load(folder, settings.DISTRICT), book.law()
    assert set(again.parameters) == set(here.parameters)
    compared = 0
    for name, one in here.parameters.items():
        for since in {entry.since for entry in one.entries}:
            for day in (
                since - timedelta(days=1),
                since,
                since + timedelta(days=40),
                date(2026, 3, 5),
                date(2030, 1, 1),
            ):
                for place in ("", STREET, STREET + "001"):
                    if day < one.first_day:
                        continue
                    own, other = one.entry(day, place), again.parameter(name).entry(day, place)
                    assert (other.value, other.clause.address, other.since) == (
                        own.value,
                        own.clause.address,
                        own.since,
                    )
                    compared += 1
    assert compared > 1000
    with pytest.raises(CommandError, match="is not empty"):
        call_command("law", "export", str(folder))


def test_cases_of_a_file_are_run_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("law", "load", str(write(tmp_path / "change.yaml", decision(place=STREET, value=28))))
    file = tmp_path / "mine.yaml"
    file.write_text(
        f"- {{title: 街道, on: 2026-06-01, parameter: tender.bid_days, check: value, expect: '28', place: '{STREET}'}}\n"
        "- {title: 全区, on: 2026-06-01, parameter: tender.bid_days, check: value, expect: '20'}\n"
        f"- {{title: 街道二十七日, on: 2026-06-01, parameter: tender.bid_days, check: at_least, asked: 27, expect: refused, place: '{STREET}'}}\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    call_command("law", "test", str(file))
    assert capsys.readouterr().out.strip() == "3 passed, 0 failed"


def test_every_parameter_that_limits_has_an_allowed_and_a_refused_case() -> None:
    covered: dict[str, set[Any]] = {}
    for _file, case in cases.read(sorted((settings.LAW_DIR / "cases").glob("*.yaml"))):
        covered.setdefault(case.parameter, set()).add(case.expect if isinstance(case.expect, str) else None)
    limiting = [name for name, one in book.base().parameters.items() if one.direction != "exact"]
    assert len(limiting) >= 55
    assert [name for name in limiting if not {"allowed", "refused"} <= covered.get(name, set())] == []
