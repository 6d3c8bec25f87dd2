"""linli manage law test · law show NAME --on DATE · law check."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from linli.foundations.rulebook import book, cases
from linli.foundations.rulebook.law import LawError
from linli.kernel import clock


class Command(BaseCommand):
    help = "Check the rule book, run its cases, show what a parameter is on a day."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="read every document and say how many there are")
        verbs.add_parser("test", help="run the cases in law/cases")
        show = verbs.add_parser("show", help="a parameter's value and clause")
        show.add_argument("name")
        show.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(options)
        except LawError as error:
            raise CommandError(str(error)) from error

    def check(self, options: dict[str, Any] | None = None, **more: Any) -> None:  # type: ignore[override]
        law = book.law()
        self.stdout.write(f"{len(law.documents)} documents, {len(law.parameters)} parameters, {book.version()}")

    def test(self, options: dict[str, Any]) -> None:
        outcomes = cases.run(settings.LAW_DIR / "cases")
        failed = [outcome for outcome in outcomes if not outcome.passed]
        for outcome in failed:
            case = outcome.case
            self.stdout.write(f"{outcome.file}: {case.title}: expected {case.expect} {case.clause}, got {outcome.got}")
        self.stdout.write(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
        if failed:
            raise CommandError("the rule book does not do what its cases say")

    def show(self, options: dict[str, Any]) -> None:
        day = options["on"] or clock.today()
        parameter = book.parameter(options["name"])
        entry = parameter.entry(day)
        marks = [word for word, on in (("assumed", entry.assumed), ("not verified", not entry.verified)) if on]
        self.stdout.write(f"{parameter.name}  {parameter.title}  {parameter.title_en}")
        self.stdout.write(f"on {day}: {book.words(parameter.name, day)} ({parameter.direction}) since {entry.since}")
        self.stdout.write(f"{book.clause_words(parameter.name, day)}  {entry.clause.document.file}")
        self.stdout.write(entry.clause.gist)
        if marks:
            self.stdout.write(", ".join(marks))
