"""linli manage calendar load 2024 2025 2026 · calendar show 2026."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linli.kernel import year_cache
from linli.kernel.actor import Actor
from linli.kernel.calendar import load_year


class Command(BaseCommand):
    help = "Take years into the working-day calendar from the library, or show what is known of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["load", "show"])
        parser.add_argument("years", nargs="+", type=int, metavar="YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in options["years"]:
            if options["verb"] == "load":
                load_year(year=number, actor=Actor.system())
            known = year_cache.year(number)
            state = "announced" if known.announced else "swaps not announced yet"
            self.stdout.write(f"{number}: {len(known.free)} free days, {len(known.worked)} worked weekends, {state}")
