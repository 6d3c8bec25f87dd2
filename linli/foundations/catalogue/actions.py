"""Issuing a batch of the catalogue."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.reading import CatalogueFile
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "catalogue.batch:issue",
    gettext_lazy("发布指导性目录"),
    tells=gettext_lazy("%(title)s，%(items)s 项"),
    public=True,
)
def issue(*, batch: CatalogueFile, actor: Actor) -> Batch:
    """Issue a batch. Items of the same code in earlier batches end on the day before; earlier batches are never edited."""
    last = Batch.objects.order_by("-since").first()
    if Batch.objects.filter(number=batch.batch).exists():
        raise Refusal(
            _("第 %(number)s 批目录已经发布。") % {"number": batch.batch},
            remedy=_("需要修改的，另发一批。"),
            field="batch",
        )
    if last is not None and batch.since <= last.since:
        raise Refusal(
            _("施行日期 %(day)s 不晚于上一批的 %(last)s。") % {"day": batch.since, "last": last.since},
            remedy=_("请改用更晚的施行日期。"),
            field="since",
        )
    made = Batch.objects.create(number=batch.batch, title=batch.title, since=batch.since, demo=batch.demo)
    items = _items(made, batch)
    CatalogueItem.objects.filter(code__in=[i.code for i in items], until__isnull=True).update(
        until=batch.since - timedelta(days=1)
    )
    CatalogueItem.objects.bulk_create(items)
    record(title=batch.title, number=batch.batch, items=len(items))
    return made


def _items(made: Batch, batch: CatalogueFile) -> list[CatalogueItem]:
    return [
        CatalogueItem(
            batch=made,
            code=item.code,
            name=item.name,
            section_code=section.code,
            section=section.name,
            field_code=field.code,
            field=field.name,
            content=item.content,
            unit=item.unit,
            price_from=item.range[0],
            price_to=item.range[1],
            buyers=item.buyers,
            since=batch.since,
        )
        for section in batch.sections
        for field in section.fields
        for item in field.items
    ]
