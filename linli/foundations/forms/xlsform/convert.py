"""From a workbook to an XForm: our own checks first, for they name every fault and how to mend it; then pyxform."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

from linli.foundations.forms.xlsform.book import Sheet, read
from linli.foundations.forms.xlsform.check import checked
from linli.foundations.forms.xlsform.problems import Problem, refused
from linli.foundations.forms.xlsform.schema import schema_of
from linli.kernel import clock

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*(.*)", re.DOTALL)
LONGEST_LABEL = 60
PERSONAL = ("personal", "linli:personal", "bind::linli:personal")


@dataclass(frozen=True, slots=True)
class Converted:
    """A form as a workbook describes it. `hash` is the MD5 of the XForm, as phones compare it."""

    form_id: str
    label: str
    title: str
    xml: str
    schema: dict[str, Any]
    warnings: tuple[str, ...]

    @property
    def hash(self) -> str:
        return hashlib.md5(self.xml.encode(), usedforsecurity=False).hexdigest()


def convert(data: bytes) -> Converted:
    """The form. Raises BadForm naming each fault by sheet, row and column. Without a version of its own it gets the day and
    the first signs of its fingerprint."""
    sheets = read(data)
    found = checked(sheets)
    settings = found.settings
    label = settings.get("version", "") or f"{clock.today():%Y%m%d}-{hashlib.sha256(data).hexdigest()[:6]}"
    if len(label) > LONGEST_LABEL:
        raise refused(
            [Problem(_("版本号太长。"), _("请用不超过 60 位的版本号，例如 2026112401。"), "settings", 2, "version")]
        )
    title = settings.get("form_title", "") or settings["form_id"]
    warnings: list[str] = []
    book = {name: _rows(sheet) for name, sheet in sheets.items() if name != "settings"}
    book["settings"] = [{**settings, "version": label, "form_title": title}]
    try:
        made = pyxform_convert(book, validate=False, warnings=warnings)
    except PyXFormError as error:
        raise refused([_translated(error)]) from error
    xml = str(made.xform)
    return Converted(settings["form_id"], label, title, xml, schema_of(found, xml), tuple(warnings))


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """Rows as pyxform takes them, empty ones too, so that it counts as the spreadsheet does."""
    made: list[dict[str, str]] = [{} for _n in range(sheet.rows[-1].number - 1)] if sheet.rows else []
    for row in sheet.rows:
        made[row.number - 2] = {head: text for head, text in row.cells.items() if head not in PERSONAL}
    return made


def _translated(error: PyXFormError) -> Problem:
    """What only pyxform found, in its own English words under a Chinese head."""
    context = getattr(error, "context", None) or {}
    text = str(error)
    found = _ROW.match(text)
    row = int(context.get("row") or (found[1] if found else 0) or 0)
    sheet, column = str(context.get("sheet") or "survey"), str(context.get("column") or "")
    what = _("不符合 XLSForm 写法（%s）。") % (found[2] if found else text).strip().rstrip(".")
    return Problem(what, _("请对照 XLSForm 的写法改正这一行。"), sheet, row, column)
