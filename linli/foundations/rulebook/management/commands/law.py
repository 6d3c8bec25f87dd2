"""linli law check · test [FILE…] · show NAME --on DATE --place CODE · load FILE|DIR · export DIR."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from linli.foundations.rulebook import book, cases, exporting, lawyers
from linli.foundations.rulebook.actions.loading import load_entries
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals


class Command(BaseCommand):
    help = "Check the rule book, run its cases, show what applies on a day, load a lawyer's file, export everything."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="read everything, say how much there is and what gives way")
        test = verbs.add_parser("test", help="run the cases in law/cases, or those of some files")
        test.add_argument("files", nargs="*", type=Path, metavar="FILE")
        show = verbs.add_parser("show", help="a parameter's value and clause")
        show.add_argument("name")
        show.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        show.add_argument("--place", default="", metavar="CODE", help="the division code of a street")
        load = verbs.add_parser("load", help="enter the new values of a YAML file or folder, all or none")
        load.add_argument("path", type=Path, metavar="FILE|DIR")
        export = verbs.add_parser("export", help="write the rule book with what was decided here into a new folder")
        export.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(options)
        except LawError as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError("\n".join(_lines(refusal))) from refusal

    def check(self, options: dict[str, Any] | None = None, **more: Any) -> None:  # type: ignore[override]
        law = book.law()
        self.stdout.write(f"{len(law.documents)} documents, {len(law.parameters)} parameters, {book.version()}")
        for one in law.parameters.values():
            for own, upper in one.overtaken():
                self.stdout.write(
                    f"{one.name}: {own.value} of {own.place} since {own.since} gives way to {upper.value} "
                    f"of {upper.clause} from {upper.since}"
                )

    def test(self, options: dict[str, Any]) -> None:
        outcomes = cases.run(options.get("files") or settings.LAW_DIR / "cases")
        failed = [outcome for outcome in outcomes if not outcome.passed]
        for outcome in failed:
            case = outcome.case
            self.stdout.write(f"{outcome.file}: {case.title}: expected {case.expect} {case.clause}, got {outcome.got}")
        self.stdout.write(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
        if failed:
            raise CommandError("the rule book does not do what its cases say")

    def show(self, options: dict[str, Any]) -> None:
        day = options["on"] or clock.today()
        parameter, entry = book.applying(options["name"], day, options.get("place") or "")
        marks = [word for word, on in (("assumed", entry.assumed), ("not verified", not entry.verified)) if on]
        where = f", {entry.level} {entry.place}".rstrip()
        self.stdout.write(f"{parameter.name}  {parameter.title}  {parameter.title_en}")
        value = in_words(parameter, entry.value)
        self.stdout.write(f"on {day}: {value} ({parameter.direction}{where}) since {entry.since}")
        self.stdout.write(f"{entry.clause}  {entry.clause.document.file or entry.clause.address}")
        self.stdout.write(entry.clause.gist)
        if marks:
            self.stdout.write(", ".join(marks))

    def load(self, options: dict[str, Any]) -> None:
        entries = lawyers.read(options["path"])
        load_entries(entries=entries, source=options["path"].name, actor=Actor.system())
        self.stdout.write(f"{len(entries)} entries loaded")

    def export(self, options: dict[str, Any]) -> None:
        count = exporting.export(options["folder"])
        self.stdout.write(f"{len(book.law().parameters)} parameters, {count} decided entries in {options['folder']}")


def _lines(refusal: Refusal) -> list[str]:
    each = refusal.each if isinstance(refusal, Refusals) else [refusal]
    return [" ".join([f"{one.message}{one.remedy}", *map(str, one.clauses)]) for one in each]
