"""The first account of a new deployment: an operator, who invites everybody else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.parties import actions, tokens
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


class Command(BaseCommand):
    help = "Create the first operator and print the link with which he sets a password"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--organisation", default="", help="name of the operating organisation (运维单位)")
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the site is reached")

    def handle(self, *args: Any, username: str, name: str, organisation: str, address: str, **options: Any) -> None:
        if Membership.objects.current().filter(role=Role.OPERATOR).exists():
            raise CommandError(_("已有运维人员，请由其在网页上邀请其他人。"))
        place = Place.objects.filter(code=settings.DISTRICT).first()
        if place is None:
            raise CommandError(_("还没有导入区划 %s，请先运行 linli places import。") % settings.DISTRICT)
        try:
            made = actions.invite(
                organisation=self._operating(place, organisation),
                username=username,
                name=name,
                role=Role.OPERATOR,
                actor=Actor.system(),
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.message}{refusal.remedy}") from None
        link = tokens.password_link(made.person)
        self.stdout.write(_("请在 7 日内打开链接设置密码（只能使用一次）："))
        self.stdout.write(address.rstrip("/") + reverse("parties:invitation", args=[link.token]))

    def _operating(self, place: Place, name: str) -> Organisation:
        found = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).first()
        return found or actions.create(
            name=name or _("%s运维单位") % place.name,
            kind=OrganisationKind.OPERATOR,
            place=place,
            actor=Actor.system(),
        )
