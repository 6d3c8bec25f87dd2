"""linli manage catalogue issue [FILE]: issue a batch from a file, by default the district's own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from linli.foundations.catalogue.actions import load
from linli.foundations.catalogue.reading import read
from linli.foundations.rulebook.law import LawError
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


def district_file() -> Path:
    """Where the district keeps its catalogue."""
    return Path(settings.LAW_DIR) / "districts" / settings.DISTRICT / "catalogue.yaml"


class Command(BaseCommand):
    help = "Issue a batch of the guidance catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["issue"])
        parser.add_argument("file", nargs="?", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"] or district_file()
        if not path.exists():
            raise CommandError(f"{path} does not exist")
        try:
            made = load(batch=read(path), actor=Actor.system())
        except (LawError, Refusal) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}: {made.items.count()} items")
