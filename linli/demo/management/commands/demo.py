"""`linli demo`: build the demo district; `--accounts` prints who may sign in."""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.demo import build
from linli.demo.cast import ACCOUNTS, PASSWORD
from linli.demo.program import slots
from linli.foundations.parties.models import Membership


class Command(BaseCommand):
    help = "建立演示区（只用动作建立） / Build the demo district, by actions only"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="列出演示账号 / list the demo accounts")
        parser.add_argument("--projects", type=int, default=0, help="只建前若干个项目 / only so many projects")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.accounts()
            return
        if not settings.DEMO:
            raise CommandError(_("这不是演示部署：请设置 LINLI_DEMO=1，或用 linli up --demo 启动。"))
        if build.is_built():
            self.stdout.write(_("演示数据已经存在。"))
            return
        begun = time.monotonic()
        chosen = slots()[:: max(1, len(slots()) // options["projects"])] if options["projects"] else None
        told = build.build(report=self.stdout.write, chosen=chosen)
        seconds = time.monotonic() - begun
        self.stdout.write(
            _("演示区已建立：%(projects)s 个项目，%(scenes)s 场，用时 %(seconds).1f 秒。")
            % {"projects": told.projects, "scenes": told.scenes, "seconds": seconds}
        )

    def accounts(self) -> None:
        rows = Membership.objects.filter(person__username__in=ACCOUNTS).select_related("person", "organisation")
        known = {row.person.username: row for row in rows}
        self.stdout.write(_("演示账号（口令均为 %(password)s）：") % {"password": PASSWORD})
        for username in ACCOUNTS:
            if username in known:
                row = known[username]
                self.stdout.write(
                    f"  {username:12} {row.person.name}  {row.organisation.name}  {row.get_role_display()}"
                )
