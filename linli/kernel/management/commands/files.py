"""linli manage files clean · files verify."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linli.kernel import files
from linli.kernel.models.files import StoredFile


class Command(BaseCommand):
    help = "Remove stored bytes that no record names, or check that all named bytes are there and unchanged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["clean", "verify"])
        parser.add_argument("--hours", type=float, default=24, help="spare what was brought within so many hours")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options)

    def clean(self, options: dict[str, Any]) -> None:
        """Bytes whose action failed stay behind without a row; half-written parts after a power cut too."""
        before = time.time() - options["hours"] * 3600
        removed = 0
        for path in list(_kept()):
            if path.stat().st_mtime > before or StoredFile.objects.filter(sha256=path.name).exists():
                continue
            removed += 1
            if not options["dry_run"]:
                path.unlink(missing_ok=True)
        self.stdout.write(f"{removed} orphans {'found' if options['dry_run'] else 'removed'}")

    def verify(self, options: dict[str, Any]) -> None:
        bad = 0
        named = StoredFile.objects.order_by().values_list("sha256", flat=True).distinct()
        for fingerprint in named.iterator():
            fault = files.fault_of(fingerprint)
            if fault:
                bad += 1
                self.stdout.write(f"{fingerprint}: {fault}")
        if bad:
            raise CommandError(f"{bad} of {named.count()} stored files are not as they were")
        self.stdout.write(f"{named.count()} stored files are as they were")


def _kept() -> Iterator[Path]:
    return (path for path in files.root().glob("??/??/*") if path.is_file())
