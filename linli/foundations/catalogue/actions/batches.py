"""A batch from its draft to its issue and its end."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.catalogue import issuing, negative
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.states import OPEN_BATCH, BatchState
from linli.foundations.parties import offices
from linli.foundations.parties.models import Organisation
from linli.foundations.rulebook.words import day_words
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals

CHAIN = "catalogue_batch"
PARAMETER = "approvals.catalogue_batch"
SHORTEST = 5
COPIED = [
    f.name for f in CatalogueItem._meta.concrete_fields if f.name not in ("id", "batch", "since", "until", "search")
]


@action("catalogue.batch:draft", gettext_lazy("起草目录批次"), tells=gettext_lazy("%(title)s，%(items)s 项"))
def draft(*, actor: Actor, title: str, basis: str = "", copy: bool = False) -> Batch:
    """Begin a batch; with `copy` it starts from the items in force, to be revised."""
    assert actor.organisation_id is not None
    demo = bool(getattr(settings, "DEMO", False))
    made = Batch.objects.create(
        title=title.strip(), basis=basis.strip(), organisation_id=actor.organisation_id, demo=demo
    )
    items = list(CatalogueItem.objects.current()) if copy else []
    CatalogueItem.objects.bulk_create(
        CatalogueItem(batch=made, **{name: getattr(item, name) for name in COPIED}) for item in items
    )
    inbox.open_task(
        made,
        "catalogue.batch:submit",
        title=_("提交目录批次：%(title)s") % {"title": made.title},
        organisation_id=actor.organisation_id,
        role="clerk",
    )
    record(title=made.title, items=len(items))
    return made


@action("catalogue.batch:describe", gettext_lazy("修改批次说明"), subject=Batch, moves=(OPEN_BATCH, None))
def describe(batch: Batch, *, actor: Actor, title: str, basis: str = "") -> Batch:
    batch.title, batch.basis = title.strip(), basis.strip()
    return batch


@action(
    "catalogue.batch:submit",
    gettext_lazy("提交目录批次"),
    short=pgettext_lazy("待办", "提交"),
    subject=Batch,
    moves=(OPEN_BATCH, BatchState.IN_APPROVAL),
    tells=gettext_lazy("%(title)s，%(items)s 项，送%(first)s"),
)
def submit(batch: Batch, *, actor: Actor) -> Batch:
    """Check every item against the negative list and start the chain."""
    items = list(batch.items.all())
    if not items:
        raise Refusal(_("这一批还没有目录项。"), remedy=_("请先录入或用 Excel 导入。"))
    each = [_of_item(item) for item in items]
    found = [one for one in each if one is not None]
    if found:
        raise Refusals(_("有 %(count)d 个目录项不能提交") % {"count": len(found)}, each=found)
    assert batch.organisation_id is not None
    chain = offices.of_chain(PARAMETER, Organisation.objects.select_related("place").get(pk=batch.organisation_id))
    title = _("目录批次：%(batch)s（%(items)s 项）") % {"batch": batch.title, "items": len(items)}
    approvals.start(batch, CHAIN, chain, title=title, actor=actor)
    record(title=batch.title, items=len(items), first=chain[0].title)
    return batch


def _of_item(item: CatalogueItem) -> Refusal | None:
    found = negative.refusal(
        [item.name, item.content], mark=item.negative_mark, reason=item.negative_reason, field="negative_mark"
    )
    if found is not None:
        found.message = _("“%(item)s”%(what)s") % {"item": item, "what": found.message}
    return found


@action(
    "catalogue.batch:issue",
    gettext_lazy("发布指导性目录"),
    short=pgettext_lazy("待办", "发布"),
    subject=Batch,
    moves=({str(BatchState.APPROVED)}, BatchState.ISSUED),
    tells=gettext_lazy("%(title)s，第 %(number)s 批，%(items)s 项，%(since)s起施行"),
    public=True,
)
def issue(batch: Batch, *, actor: Actor, since: date) -> Batch:
    """Number and date the batch; from then on it is never edited. The date is today or later."""
    if since < clock.today():
        raise Refusal(
            _("施行日期 %(day)s 已经过去。") % {"day": day_words(since)},
            remedy=_("最早可定今天 %(today)s。") % {"today": day_words(clock.today())},
            field="since",
        )
    batch.number = issuing.next_number()
    count = issuing.into_force(batch, since)
    record(title=batch.title, number=batch.number, items=count, since=day_words(since))
    return batch


@action(
    "catalogue.batch:end",
    gettext_lazy("停用目录批次"),
    subject=Batch,
    moves=({str(BatchState.ISSUED)}, BatchState.ENDED),
    tells=gettext_lazy("%(title)s，%(until)s止，理由：%(reason)s"),
    public=True,
)
def end(batch: Batch, *, actor: Actor, until: date, reason: str) -> Batch:
    """End what is still in force of a batch on a day (today or later), with a public reason. Contracts go on."""
    if until < clock.today() or (batch.since is not None and until < batch.since):
        raise Refusal(
            _("停用日期 %(day)s 早于今天或施行日期。") % {"day": day_words(until)},
            remedy=_("请选择今天或以后的日期。"),
            field="until",
        )
    if len(reason.strip()) < SHORTEST:
        raise Refusal(_("没有写明停用理由。"), remedy=_("请写明理由，至少 5 个字；理由公开。"), field="reason")
    batch.items.filter(Q(until__isnull=True) | Q(until__gt=until)).update(until=until)
    batch.until, batch.end_reason = until, reason.strip()
    record(title=batch.title, until=day_words(until), reason=batch.end_reason)
    return batch
