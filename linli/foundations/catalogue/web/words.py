"""Values of the catalogue in words, as its pages show them."""

from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.catalogue.sheet import COLUMNS
from linli.foundations.catalogue.states import FAMILY, Served
from linli.foundations.parties.roles import OrganisationKind
from linli.ui import formats
from linli.ui.parts import Fact
from linli.ui.status import Status


def status(record: Any) -> Status:
    """The badge of a batch or a supplement."""
    return Status(FAMILY[record.state], record.get_state_display())


def price_words(item: Any) -> str:
    """The reference range with its unit: 60.00—120.00 元／人次."""
    amount = f"{formats.yuan(item.price_from)}—{formats.yuan(item.price_to)}"
    return _("%(amount)s 元／%(unit)s") % {"amount": amount, "unit": item.unit}


def joined(words: list[str]) -> str:
    return "、".join(words)


def chosen_facts(item: CatalogueItem) -> list[Fact]:
    """What a form says of the item that is chosen in it: how it is counted, what it costs, who may buy it, whom it serves."""
    return [
        Fact(_("计量单位"), item.unit),
        Fact(_("参考价"), price_words(item)),
        Fact(_("服务对象"), joined(item.served_labels) or _("不限")),
        Fact(_("购买主体"), joined(item.buyer_labels)),
    ]


def item_facts(item: CatalogueItem) -> list[Fact]:
    """What there is to know of an item besides its content and standard."""
    return [
        Fact(_("目录编号"), item.code),
        Fact(_("一级目录"), item.section),
        Fact(_("二级目录"), item.field),
        Fact(_("参考价"), price_words(item)),
        Fact(_("参考价依据"), item.basis),
        Fact(_("购买主体"), joined(item.buyer_labels)),
        Fact(_("服务对象"), joined(item.served_labels) or _("不限")),
        Fact(_("承接主体"), joined(item.provider_labels) or _("不限")),
        *([Fact(_("备注"), item.notes)] if item.notes else []),
        Fact(_("批次"), item.batch.title),
    ]


def field_label(name: str) -> str:
    """The name of an item's field, as the model says it."""
    found = CatalogueItem._meta.get_field(name) if name in COLUMNS else None
    return str(getattr(found, "verbose_name", name))


def value_words(name: str, value: Any) -> str:
    """One value of a field, for comparing."""
    if name in ("buyers", "providers"):
        return joined([str(OrganisationKind(one).label) for one in value]) or _("不限")
    if name == "served":
        return joined([str(Served(one).label) for one in value]) or _("不限")
    return formats.yuan(value) if name.startswith("price") else str(value or "—")
