"""`linli manage audit`: is what the database holds what actions could have left there? Exit code 1 when it is not."""

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.kernel import audit


class Command(BaseCommand):
    help = "核对全部数据 / Check that everything stored agrees with itself and with the journal"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=20, help="每项最多列出多少处 / places listed for each check")

    def handle(self, *args: Any, **options: Any) -> None:
        begun, checks, faults = time.monotonic(), 0, 0
        for check, found in audit.run():
            checks, faults = checks + 1, faults + len(found)
            self.stdout.write(f"{'✗' if found else '✓'} {check.name:<22} {check.says}")
            for fault in found[: options["limit"]]:
                self.stdout.write(f"    {fault}")
            if len(found) > options["limit"]:
                self.stdout.write("    " + _("另有 %(more)d 处。") % {"more": len(found) - options["limit"]})
        told = _("%(checks)d 项核对，%(faults)d 处不符，用时 %(seconds).1f 秒。") % {
            "checks": checks,
            "faults": faults,
            "seconds": time.monotonic() - begun,
        }
        if faults:
            raise CommandError(told)
        self.stdout.write(told)
