"""A deadline that rests on a year whose swaps are not announced says so, wherever it is shown, and only then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from linli.kernel import clock, workdays, year_cache
from linli.kernel.models import CalendarYear
from linli.ui import parts
from linli.ui.due import fact, shaky

pytestmark = pytest.mark.django_db
WORDS = "2027 年调休未公布，期限可能变动"
OVER = workdays.due_end(date(2027, 1, 8))


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    year_cache.years.forget()
    with clock.travelled(timezone.make_aware(datetime(2026, 12, 28, 9))):
        yield
    year_cache.years.forget()


@pytest.mark.parametrize(
    ("due_at", "counted", "words"),
    [
        (OVER, None, WORDS),
        (date(2027, 1, 8), None, WORDS),
        (OVER, {"unit": "working_days"}, WORDS),
        (OVER, {"unit": "days"}, ""),  # plain days do not move
        (OVER.replace(hour=9, minute=30, second=0), None, ""),  # a person fixed the hour
        (workdays.due_end(date(2026, 12, 31)), None, ""),  # 2026 is announced
        (workdays.due_end(date(2026, 12, 1)), None, ""),
        (None, None, ""),
    ],
)
def test_only_what_may_move_is_marked(due_at: Any, counted: Any, words: str) -> None:
    assert shaky(due_at, counted) == words


def test_the_mark_goes_when_the_year_is_announced() -> None:
    CalendarYear.objects.create(year=2027, announced=True, source="示例通知")
    year_cache.years.forget()
    assert shaky(OVER) == ""


def test_the_years_in_between_are_named() -> None:
    assert shaky(OVER + timedelta(days=365)) == "2027、2028 年调休未公布，期限可能变动"


@pytest.mark.parametrize(
    "html",
    [
        '<c-countdown :card="part" />',
        '<c-deadlines :deadlines="parts" />',
        '<c-task-row :task="part" />',
        '<c-facts :facts="parts" />',
        '<c-timeline-item :event="part" />',
    ],
)
def test_every_component_that_shows_a_deadline_shows_the_mark(html: str, tmp_path: Any, settings: Any) -> None:
    made: dict[str, Any] = {
        "countdown": parts.Countdown("1月8日", "答复", warning=WORDS),
        "deadlines": parts.Deadline(date(2027, 1, 8), "答复", warning=WORDS),
        "task-row": parts.Task("active", "答复", "/", "去办理", warning=WORDS),  # type: ignore[arg-type]
        "facts": fact("期限", OVER),
        "timeline-item": parts.Event("1月8日", "待办", warning=WORDS),
    }
    part = made[html.split()[0].removeprefix("<c-")]
    (tmp_path / "mark.html").write_text("{% load linli %}" + html, encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    assert WORDS in render_to_string("mark.html", {"part": part, "parts": [part]})
