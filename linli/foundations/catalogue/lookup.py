"""What may be bought on a day: for the choice in forms, and the check before a project goes on.

from linli.foundations.catalogue import lookup as catalogue

catalogue.choices(on=day, buyer=actor.organisation_kind)     # grouped (field, [(code, name), …]) for a select
catalogue.check("A0302", buyer="town")                       # the item, or a Refusal
"""

from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal

ADDRESS = "/catalogue/supplements/new/"
"""Where a purchaser who finds no item applies for one."""


def choices(on: date | None = None, buyer: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The items in force, grouped by field, as a form's select takes them; only what this kind of purchaser may buy."""
    items = CatalogueItem.objects.current(on)
    if buyer:
        items = items.filter(buyers__contains=[buyer])
    return [
        (field, [(item.code, f"{item.code} {item.name}") for item in group])
        for field, group in groupby(items.order_by("code"), key=lambda item: item.field)
    ]


def item(code: str, on: date | None = None) -> CatalogueItem | None:
    """The item of a code that is in force on a day."""
    return CatalogueItem.objects.current(on).filter(code=code).select_related("batch").first()


def open_to(code: str, buyer: str) -> CatalogueItem | None:
    """The item of a code that is in force today, if this kind of organisation may buy it."""
    found = item(code) if code else None
    return found if found is not None and buyer in found.buyers else None


def check(code: str, *, buyer: str, on: date | None = None, field: str = "catalogue_code") -> CatalogueItem:
    """The item, if it is in force and this kind of organisation may buy it; else a Refusal. Cites the negative list."""
    book.value("catalogue.negative_list", on=on)
    found = item(code, on)
    if found is None:
        raise _refused(_missing(code), _("请在现行指导性目录中选择；目录没有的服务，先申请增补。"), field)
    if buyer not in found.buyers:
        who = OrganisationKind(buyer).label if buyer in OrganisationKind.values else buyer
        raise _refused(
            _("%(who)s不能购买“%(item)s”。") % {"who": who, "item": found},
            _("可以购买的单位：%(buyers)s。") % {"buyers": "、".join(found.buyer_labels)},
            field,
        )
    return found


def fields(on: date | None = None) -> list[tuple[str, str]]:
    """The second level in force: (code, section and name), for a form's select."""
    rows = CatalogueItem.objects.current(on).order_by("field_code")
    found = rows.values_list("field_code", "section", "field").distinct()
    return [(code, f"{code} {section} · {field}") for code, section, field in found]


def next_code(field_code: str) -> str:
    """The first free item code of a field, drafts and ended items counted: A01 with ten items gives A0111."""
    used = CatalogueItem.objects.filter(field_code=field_code).values_list("code", flat=True)
    numbers = [int(code[len(field_code) :]) for code in used if code[len(field_code) :].isdigit()]
    return f"{field_code}{max(numbers, default=0) + 1:02d}"


def _missing(code: str) -> str:
    known = CatalogueItem.objects.issued().filter(code=code).order_by("since").last()
    if known is None:
        return _("目录中没有编号 %(code)s。") % {"code": code or "—"}
    if known.until is not None:
        return _("目录项“%(item)s”已于 %(day)s 停用。") % {"item": known, "day": known.until}
    return _("目录项“%(item)s”自 %(day)s 起施行，现在还不能购买。") % {"item": known, "day": known.since}


def _refused(message: str, remedy: str, field: str) -> Refusal:
    return Refusal(
        message,
        remedy=remedy,
        field=field,
        clauses=[book.clause_words("catalogue.negative_list")],
        code="off_catalogue",
    )
