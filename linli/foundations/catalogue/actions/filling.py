"""Filling a draft batch: item by item, or by a sheet of Excel, all rows or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue import sheet
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.states import OPEN_BATCH
from linli.foundations.catalogue.values import ItemValues, disagreements, wrongs
from linli.kernel import files
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals

MARKED = "catalogue.import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows added and changed, and what was read otherwise than it was written."""

    added: int
    changed: int
    notes: list[str]


@action(
    "catalogue.batch:put_item", gettext_lazy("编辑目录项"), subject=Batch, moves=(OPEN_BATCH, None),
    tells=gettext_lazy("%(code)s %(name)s"),
)  # fmt: skip
def put_item(batch: Batch, *, actor: Actor, item: ItemValues, former: str = "") -> Batch:
    """Add an item to a draft, or change the one with the code `former`."""
    others = [values_of(one) for one in batch.items.exclude(code=former or item.code)]
    found = [*wrongs(item), *(wrong for index, wrong in disagreements([*others, item]) if index == len(others))]
    if found:
        each = [Refusal(one.what, remedy=one.remedy, field=one.field) for one in found]
        raise Refusals(_("目录项有 %(count)d 处需要修改") % {"count": len(each)}, each=each)
    if former and former != item.code:
        batch.items.filter(code=former).delete()
    _save(batch, item)
    record(code=item.code, name=item.name)
    return batch


@action(
    "catalogue.batch:drop_item", gettext_lazy("删去目录项"), subject=Batch, moves=(OPEN_BATCH, None),
    tells=gettext_lazy("%(code)s %(name)s"),
)  # fmt: skip
def drop_item(batch: Batch, *, actor: Actor, code: str) -> Batch:
    """Take an item out of a draft."""
    found = batch.items.filter(code=code).first()
    if found is None:
        raise Refusal(_("这一批没有编号 %(code)s。") % {"code": code}, remedy=_("请刷新页面。"), status=404)
    record(code=code, name=found.name)
    found.delete()
    return batch


@action(
    "catalogue.batch:import", gettext_lazy("导入目录项"), subject=Batch, moves=(OPEN_BATCH, None),
    tells=gettext_lazy("新增 %(added)s 项，修改 %(changed)s 项"),
)  # fmt: skip
def import_items(batch: Batch, *, actor: Actor, file: str, rows: Sequence[Sequence[Any]]) -> Imported:
    """Add or change the items of a sheet (see `sheet`), all rows or none. Raises BadFile naming each bad row."""
    read = sheet.items_from(file, rows, [values_of(one) for one in batch.items.all()])
    known = set(batch.items.values_list("code", flat=True))
    for item in read.items:
        _save(batch, item)
    changed = sum(1 for item in read.items if item.code in known)
    record(file=file, added=len(read.items) - changed, changed=changed)
    return Imported(len(read.items) - changed, changed, read.notes)


@action("catalogue.batch:mark_import", gettext_lazy("标注导入表"), subject=Batch, moves=(OPEN_BATCH, None))
def mark_import(batch: Batch, *, actor: Actor, name: str, content: bytes) -> Any:
    """Keep the sheet that was refused with its faults marked, for whoever brought it to download."""
    return files.store(ContentFile(content, name=name), actor=actor, subject=batch, label=MARKED)


def values_of(item: CatalogueItem) -> ItemValues:
    """A kept item as values."""
    return ItemValues(**{name: getattr(item, name) for name in ItemValues.__slots__})


def _save(batch: Batch, item: ItemValues) -> None:
    values = {name: getattr(item, name) for name in ItemValues.__slots__ if name != "code"}
    CatalogueItem.objects.update_or_create(batch=batch, code=item.code, defaults=values)
