"""Cases (情形): law/cases/*.yaml say what must come out in a situation; a lawyer adds one without touching code.

- title: 招标文件发出后十九日截止投标
  on: 2026-03-05
  parameter: tender.bid_days
  check: not_before          # value, at_least, at_most, not_before, not_after, due
  start: 2026-03-05
  asked: 2026-03-24
  expect: refused            # allowed, refused; for value and due the value or day itself
  clause: 政府采购法 第三十五条
  place: "320117004"         # a street, where it has a value of its own
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from django.utils import timezone
from pydantic import Field, TypeAdapter, ValidationError

from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.loading import parse_yaml
from linli.foundations.rulebook.schema import Strict, Text
from linli.kernel import clock, year_cache
from linli.kernel.errors import Refusal


class Case(Strict):
    """A situation and what must come out."""

    title: Text
    day: date = Field(alias="on")
    parameter: Text
    check: Literal["value", "at_least", "at_most", "not_before", "not_after", "due"]
    start: date | None = None
    asked: Any = None
    expect: Any
    clause: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was run. `got` is what came out; `file` where the case stands."""

    file: str
    case: Case
    got: str
    passed: bool


def read(paths: Iterable[Path]) -> Iterator[tuple[str, Case]]:
    """The cases of some files. Raises LawError naming the file and every fault in it."""
    reader = TypeAdapter(list[Case])
    for path in paths:
        try:
            yield from ((path.name, case) for case in reader.validate_python(parse_yaml(path)))
        except ValidationError as error:
            lines = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
            raise LawError(f"{path.name}: " + "; ".join(lines)) from error


def run(paths: Path | Iterable[Path]) -> list[Outcome]:
    """Run every case of a folder, or of some files, as of its day."""
    files = sorted(paths.glob("*.yaml")) if isinstance(paths, Path) else list(paths)
    with year_cache.years.held(), book.kept.held():
        return [_run(file, case) for file, case in read(files)]


def _run(file: str, case: Case) -> Outcome:
    with clock.travelled(timezone.make_aware(datetime.combine(case.day, time(9)))), book.at(case.place):
        got, clauses = _outcome(case)
    expected = _said(case.expect) == got
    cited = not case.clause or any(clause.startswith(case.clause) for clause in clauses)
    return Outcome(file, case, got if cited else f"{got} ({', '.join(clauses)})", expected and cited)


def _outcome(case: Case) -> tuple[str, list[str]]:
    name, cited = case.parameter, [book.clause_words(case.parameter)]
    if case.check == "value":
        return _said(book.value(name)), cited
    if case.check == "due":
        return _said(timezone.localdate(book.due(name, _start(case)))), cited
    try:
        if case.check in ("not_before", "not_after"):
            period: Callable[..., Any] = book.not_before if case.check == "not_before" else book.not_after
            period(name, _start(case), case.asked, what=case.title)
        else:
            limit: Callable[..., Any] = book.at_least if case.check == "at_least" else book.at_most
            limit(name, _number(case.asked), what=case.title)
    except Refusal as refusal:
        return "refused", list(refusal.clauses)
    return "allowed", cited


def _start(case: Case) -> date:
    if case.start is None:
        raise LawError(f"{case.title}: a period needs its start")
    return case.start


def _number(value: Any) -> Any:
    if isinstance(value, str) and "/" in value:
        return Fraction(value)
    return Decimal(str(value)) if isinstance(value, float) else value


def _said(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(Decimal(str(value)))
    return str(book.jsonable(value))
