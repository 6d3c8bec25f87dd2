"""Installing the district's own first batch from its file. Only the system does it: what people issue passes the chain."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue import issuing
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.reading import CatalogueFile
from linli.foundations.catalogue.states import BatchState
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "catalogue.batch:load",
    gettext_lazy("装入指导性目录"),
    tells=gettext_lazy("%(title)s，%(items)s 项"),
    public=True,
)
def load(*, batch: CatalogueFile, actor: Actor) -> Batch:
    """Issue a batch from a file. Items of the same code in earlier batches end on the day before."""
    if Batch.objects.filter(number=batch.batch).exists():
        raise Refusal(
            _("第 %(number)s 批目录已经发布。") % {"number": batch.batch},
            remedy=_("需要修改的，另发一批。"),
            field="batch",
        )
    last = Batch.objects.issued().order_by("-since").first()
    if last is not None and last.since is not None and batch.since <= last.since:
        raise Refusal(
            _("施行日期 %(day)s 不晚于上一批的 %(last)s。") % {"day": batch.since, "last": last.since},
            remedy=_("请改用更晚的施行日期。"),
            field="since",
        )
    made = Batch.objects.create(title=batch.title, basis=batch.basis, demo=batch.demo)
    CatalogueItem.objects.bulk_create(
        CatalogueItem(batch=made, **{name: getattr(item, name) for name in item.__slots__}) for item in batch.values()
    )
    count = issuing.into_force(made, batch.since)
    made.number, made.state = batch.batch, BatchState.ISSUED
    made.save()
    record(title=batch.title, number=batch.batch, items=count)
    return made
