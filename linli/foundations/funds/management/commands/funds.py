"""`linli funds export --format beancount|csv|xlsx [FILE]`: the whole ledger, to a file or to standard output."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from linli.foundations.funds import audit, export
from linli.ui import excel


class Command(BaseCommand):
    help = "funds export --format beancount|csv|xlsx [FILE]: the ledger (资金总账); funds audit: does it add up"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        exporting = verbs.add_parser("export", help="the whole ledger")
        exporting.add_argument("--format", choices=["beancount", "csv", "xlsx"], default="beancount")
        exporting.add_argument("file", nargs="?", type=Path, metavar="FILE")
        verbs.add_parser("audit", help="name every fault of the ledger")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "audit":
            self._audit()
        elif options["format"] == "xlsx":
            self._write_workbook(options["file"])
        else:
            self._write_text(options["format"], options["file"])

    def _audit(self) -> None:
        found = list(audit.faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(_("资金账有 %(count)s 处不符。") % {"count": len(found)})
        self.stdout.write(_("资金账相符。"))

    def _write_text(self, wanted: str, file: Path | None) -> None:
        lines = (f"{line}\n" for line in export.lines()) if wanted == "beancount" else export.csv_lines()
        if file is None:
            for line in lines:
                self.stdout.write(line, ending="")
            return
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines)
        self._done(file)

    def _write_workbook(self, file: Path | None) -> None:
        content = excel.workbook((row for row in export.rows()), _("资金总账"))
        if file is None:
            sys.stdout.buffer.write(content)
            return
        file.write_bytes(content)
        self._done(file)

    def _done(self, file: Path) -> None:
        self.stderr.write(_("已导出到 %(file)s。") % {"file": file})
