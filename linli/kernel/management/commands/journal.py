"""`linli manage journal --subject tenders.tender:5`: the history of anything, on the command line."""

import argparse
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linli.kernel import journal
from linli.kernel.actions import registry


class Command(BaseCommand):
    help = "显示任一记录的全部留痕 / Show the history of any record"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--subject", required=True, metavar="ROOM.OBJECT:ID", help="例如 thread.project:12")
        parser.add_argument("--limit", type=int, default=200)

    def handle(self, *args: Any, **options: Any) -> None:
        label, _sep, key = str(options["subject"]).partition(":")
        try:
            subject = apps.get_model(label)(pk=int(key))
        except (LookupError, ValueError) as error:
            raise CommandError(f"没有“{options['subject']}”这类记录，请写成 thread.project:12 的形式。") from error
        events = list(journal.history(subject)[: options["limit"]])
        for event in reversed(events):
            found = registry.get(event.verb)
            who = " ".join(str(x) for x in (event.person, event.organisation) if x) or event.actor_kind
            law = "；".join(str(item.get("clause", "")) for item in event.law)
            at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
            self.stdout.write(
                f"{at}  {event.outcome:8}{found.label if found else event.verb}  {who}  {event.facts}  {law}"
            )
        self.stdout.write(f"共 {len(events)} 条")
