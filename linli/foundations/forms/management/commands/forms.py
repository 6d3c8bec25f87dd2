"""linli forms convert FILE."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cli.words import language
from linli.foundations.forms.xlsform import BadForm, Converted, convert


class Command(BaseCommand):
    help = "Say what an XLSForm workbook becomes, or what is wrong with it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["convert"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--xml", action="store_true", help="print the XForm itself")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        with translation.override("en" if language() == "en" else "zh-hans"):
            try:
                made = convert(data)
            except BadForm as bad:
                raise CommandError("\n".join([str(bad.message), *map(str, bad.problems)])) from bad
            self.stdout.write(made.xml if options["xml"] else _said(made))


def _said(made: Converted) -> str:
    lines = [
        _("%(title)s（%(id)s，版本 %(label)s）") % {"title": made.title, "id": made.form_id, "label": made.label},
        _("答案 %(leaves)s 项，重复组 %(repeats)s 个，选项列表 %(lists)s 个，个人信息 %(personal)s 项")
        % {
            "leaves": len(made.schema["leaves"]),
            "repeats": len(made.schema["repeats"]),
            "lists": len(made.schema["choices"]),
            "personal": len(made.schema["personal"]),
        },
        f"md5:{made.hash}",
    ]
    return "\n".join([*lines, *made.warnings])
