"""A supplement (增补申请): applied for, decided by the chain, put into a supplementary batch."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.catalogue import issuing, lookup, negative
from linli.foundations.catalogue.models import Batch, CatalogueItem, Supplement
from linli.foundations.catalogue.states import OPEN_SUPPLEMENT, BatchKind, BatchState, SupplementState
from linli.foundations.catalogue.values import ALL_BUYERS
from linli.foundations.parties import offices
from linli.foundations.rulebook.words import day_words
from linli.kernel import approvals, clock, inbox, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

CHAIN = "catalogue_supplement"
PARAMETER = "approvals.catalogue_supplement"
SHORTEST = 5
FIELDS = ("name", "field_code", "content", "why", "unit", "basis", "standard", "negative_mark", "negative_reason")


@action("catalogue.supplement:apply", gettext_lazy("填写增补申请"), tells=gettext_lazy("%(name)s，%(number)s"))
def apply(*, actor: Actor, price_from: Decimal, price_to: Decimal, served: Sequence[str], **words: str) -> Supplement:
    """Begin an application of the actor's organisation; `words` are the fields of text, see FIELDS. Yuan."""
    assert actor.organisation_id is not None
    year = clock.today().year
    number = f"ZB-{actor.place_code[:6]}-{year}-{numbering.next_number('catalogue:supplement', year):03d}"
    made = Supplement(number=number, organisation_id=actor.organisation_id)
    _fill(made, price_from, price_to, served, words)
    made.save()
    inbox.open_task(
        made,
        "catalogue.supplement:submit",
        title=_("提交增补申请：%(name)s") % {"name": made.name},
        context=number,
        organisation_id=actor.organisation_id,
        role="clerk",
    )
    record(name=made.name, number=number)
    return made


@action("catalogue.supplement:revise", gettext_lazy("修改增补申请"), subject=Supplement, moves=(OPEN_SUPPLEMENT, None))
def revise(
    supplement: Supplement, *, actor: Actor, price_from: Decimal, price_to: Decimal, served: Sequence[str], **words: str
) -> Supplement:
    _fill(supplement, price_from, price_to, served, words)
    return supplement


def _fill(
    made: Supplement, price_from: Decimal, price_to: Decimal, served: Sequence[str], words: dict[str, str]
) -> None:
    for name in FIELDS:
        setattr(made, name, str(words.get(name, "")).strip())
    made.price_from, made.price_to, made.served = price_from, price_to, list(served)
    if price_to < price_from:
        raise Refusal(
            _("参考价上限 %(high)s 元低于下限 %(low)s 元。") % {"high": price_to, "low": price_from},
            remedy=_("请核对两个价格。"),
            field="price_to",
        )


@action(
    "catalogue.supplement:submit",
    gettext_lazy("提交增补申请"),
    short=pgettext_lazy("待办", "补正"),
    subject=Supplement,
    moves=(OPEN_SUPPLEMENT, SupplementState.IN_APPROVAL),
    tells=gettext_lazy("%(name)s，送%(first)s"),
)
def submit_supplement(supplement: Supplement, *, actor: Actor) -> Supplement:
    """Check it against the catalogue and the negative list, and start the chain."""
    known = CatalogueItem.objects.current().filter(name=supplement.name).first()
    if known is not None:
        raise Refusal(
            _("现行目录已有“%(item)s”。") % {"item": known},
            remedy=_("请直接使用该目录项；内容不同的，请改用能区分的名称。"),
            field="name",
        )
    if len(supplement.why.strip()) < SHORTEST or len(supplement.basis.strip()) < SHORTEST:
        raise Refusal(
            _("没有写明增补理由或参考价依据。"),
            remedy=_("写明为什么现行目录不能满足、价格从哪里来，各至少 5 个字。"),
            field="why" if len(supplement.why.strip()) < SHORTEST else "basis",
        )
    negative.refuse(
        [supplement.name, supplement.content], mark=supplement.negative_mark, reason=supplement.negative_reason
    )
    chain = offices.of_chain(PARAMETER, supplement.organisation)
    approvals.start(supplement, CHAIN, chain, title=_("目录增补：%(name)s") % {"name": supplement.name}, actor=actor)
    supplement.submitted_at, supplement.answer = clock.now(), ""
    record(name=supplement.name, first=chain[0].title)
    return supplement


@action(
    "catalogue.supplement:withdraw",
    gettext_lazy("撤回增补申请"),
    subject=Supplement,
    moves=(OPEN_SUPPLEMENT | {str(SupplementState.IN_APPROVAL)}, SupplementState.WITHDRAWN),
)
def withdraw(supplement: Supplement, *, actor: Actor) -> Supplement:
    """The applicant takes it back while nothing is decided."""
    approvals.withdraw(supplement)
    inbox.cancel(supplement)
    record(name=supplement.name)
    return supplement


@action(
    "catalogue.supplement:judge", gettext_lazy("认定是否属于负面清单"), subject=Supplement,
    moves=(OPEN_SUPPLEMENT | {str(SupplementState.IN_APPROVAL)}, None), tells=gettext_lazy("%(name)s：%(reason)s"),
)  # fmt: skip
def judge_supplement(supplement: Supplement, *, actor: Actor, mark: str, reason: str) -> Supplement:
    """The bureau says whether it falls under the negative list; an application that does cannot be included."""
    supplement.negative_mark, supplement.negative_reason = mark, reason.strip()
    record(name=supplement.name, reason=supplement.negative_reason)
    return supplement


@action(
    "catalogue.supplement:include",
    gettext_lazy("列入增补批次"),
    short=pgettext_lazy("待办", "列入"),
    subject=Supplement,
    moves=({str(SupplementState.APPROVED)}, SupplementState.INCLUDED),
    tells=gettext_lazy("%(item)s，第 %(number)s 批，%(since)s起施行"),
    public=True,
)
def include(supplement: Supplement, *, actor: Actor, since: date, code: str = "") -> Supplement:
    """Put it into a supplementary batch of its own, numbered and dated; `code` is by default the field's next."""
    negative.refuse(
        [supplement.name, supplement.content], mark=supplement.negative_mark, reason=supplement.negative_reason
    )
    if since < clock.today():
        raise Refusal(_("施行日期已经过去。"), remedy=_("请选择今天或以后的日期。"), field="since")
    sibling = CatalogueItem.objects.issued().filter(field_code=supplement.field_code).first()
    if sibling is None:
        raise Refusal(
            _("目录中没有二级目录 %(code)s。") % {"code": supplement.field_code},
            remedy=_("请退回申请单位改选二级目录。"),
            field="code",
        )
    wanted = code.strip() or lookup.next_code(supplement.field_code)
    if not wanted.startswith(sibling.field_code) or CatalogueItem.objects.filter(code=wanted).exists():
        raise Refusal(
            _("编号 %(code)s 已被使用，或不在 %(field)s 之下。") % {"code": wanted, "field": sibling.field_code},
            remedy=_("可用 %(free)s。") % {"free": lookup.next_code(supplement.field_code)},
            field="code",
        )
    supplement.item = _in_batch(supplement, sibling, wanted, since)
    number = supplement.item.batch.number
    record(item=str(supplement.item), number=number, since=day_words(since))
    return supplement


def _in_batch(supplement: Supplement, sibling: CatalogueItem, code: str, since: date) -> CatalogueItem:
    number = issuing.next_number()
    batch = Batch.objects.create(
        title=_("第 %(number)s 批（增补：%(name)s）") % {"number": number, "name": supplement.name},
        kind=BatchKind.SUPPLEMENT,
        basis=supplement.why,
        demo=sibling.batch.demo,
    )
    item = CatalogueItem.objects.create(
        batch=batch,
        code=code,
        name=supplement.name,
        section_code=sibling.section_code,
        section=sibling.section,
        field_code=sibling.field_code,
        field=sibling.field,
        content=supplement.content,
        unit=supplement.unit,
        price_from=supplement.price_from,
        price_to=supplement.price_to,
        basis=supplement.basis,
        standard=supplement.standard,
        buyers=ALL_BUYERS,
        served=supplement.served,
        negative_mark=supplement.negative_mark,
        negative_reason=supplement.negative_reason,
    )
    issuing.into_force(batch, since)
    batch.number, batch.state = number, BatchState.ISSUED
    batch.save()
    item.refresh_from_db()
    return item
