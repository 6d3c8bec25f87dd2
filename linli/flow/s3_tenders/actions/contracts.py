"""The contract: drawn up within what was tendered, signed by both sides, published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s3_tenders import law, rules
from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.actions.award import check_challenges
from linli.flow.s3_tenders.models import Contract, Tender
from linli.flow.s3_tenders.states import ContractState, TenderState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.foundations.funds import budgeting
from linli.foundations.rulebook import book
from linli.kernel import clock, hooks, inbox, moment, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState


@dataclass(frozen=True, slots=True)
class Agreement:
    """What both sides agree on. `splits` in percent, together 100 (empty: the district's); `amount` in yuan."""

    amount: Decimal
    service_from: date
    service_to: date
    text: str
    splits: Sequence[Decimal] = ()
    performance_bond_percent: Decimal = Decimal(0)


@action(
    "tenders.contract:draft",
    gettext_lazy("拟订合同"),
    short=pgettext_lazy("待办", "拟订"),
    scope="tender",
    guarded=True,
)
def draft_contract(*, actor: Actor, tender: Tender, agreement: Agreement) -> Contract:
    """Draw the contract up once the award stands; again while nobody has signed."""
    locked = Tender.objects.select_for_update(no_key=True, of=("self",)).get(pk=tender.pk)
    if locked.state != TenderState.AWARDED or locked.winner is None:
        raise WrongState(
            _("采购现在是“%(state)s”，还不能拟订合同。") % {"state": locked.get_state_display()},
            remedy=_("公示期满并结束公示后拟订。"),
        )
    contract = Contract.objects.filter(tender=locked).first() or _new(locked)
    if contract.state != ContractState.DRAFT:
        raise WrongState(_("合同已经签订，不能修改。"), remedy=_("如需变更，请办理合同变更。"))
    _fill(contract, agreement)
    budgeting.before_contract(contract.project_id, contract.amount)
    contract.save()
    inbox.close(locked, "tenders.contract:draft", actor)
    duties.to_sign(contract, "tenders.contract:sign", contract.purchaser_id, "leader")
    record(number=contract.number, amount=contract.amount)
    return contract


@action(
    "tenders.contract:sign",
    gettext_lazy("签订合同"),
    short=pgettext_lazy("待办", "签订"),
    subject=Contract,
    moves=({str(ContractState.DRAFT)}, str(ContractState.OFFERED)),
    tells=gettext_lazy("%(number)s，采购人已签订"),
)
def sign(contract: Contract, *, actor: Actor) -> Contract:
    """The purchaser signs first (政府采购法 46)."""
    check_challenges(contract.tender)
    contract.offered_at, contract.offered_by_id = clock.now(), actor.person_id
    duties.to_sign(contract, "tenders.contract:countersign", contract.provider_id, "manager")
    record(number=contract.number)
    return contract


@action(
    "tenders.contract:countersign",
    gettext_lazy("签订合同（承接主体）"),
    short=pgettext_lazy("待办", "签订"),
    subject=Contract,
    moves=({str(ContractState.OFFERED)}, str(ContractState.SIGNED)),
    tells=gettext_lazy("%(number)s，合同金额 %(amount)s 元"),
    public=True,
    guarded=True,
)
def countersign(contract: Contract, *, actor: Actor) -> Contract:
    """The provider signs: the contract is made, the project goes into delivery, and `contract.signed` is called.

    Too late against 政府采购法 46 is noted in the event; it breaks a duty but does not void the contract.
    """
    now = moment.decisive(contract)
    contract.signed_at, contract.signed_by_id = now, actor.person_id
    contract.state = ContractState.SIGNED
    spine.move(
        contract.project_id,
        State.DELIVERING,
        contract_amount=contract.amount,
        provider=contract.provider,
        service_from=contract.service_from,
        service_to=contract.service_to,
    )
    duties.to_publish_contract(contract)
    _winner_bond(contract)
    letter_at = contract.tender.announced_at
    assert letter_at is not None
    due = book.due("contract.sign_days", letter_at)
    record(number=contract.number, amount=contract.amount, splits=contract.splits, late=now > due)
    hooks.call("contract.signed", contract=contract, actor=actor)
    return contract


@action(
    "tenders.contract:publish",
    gettext_lazy("公告合同"),
    short=pgettext_lazy("待办", "公告"),
    subject=Contract,
    moves=({str(ContractState.SIGNED)}, str(ContractState.PUBLISHED)),
    tells=gettext_lazy("%(number)s，合同金额 %(amount)s 元"),
    public=True,
)
def publish_contract(contract: Contract, *, actor: Actor) -> Contract:
    """Publish within the days (实施条例 50)."""
    contract.published_at = clock.now()
    record(number=contract.number, amount=contract.amount)
    return contract


def latest_end(service_from: date, years: int) -> date:
    """The last day of a term of whole years."""
    try:
        return service_from.replace(year=service_from.year + years) - timedelta(days=1)
    except ValueError:
        return service_from.replace(year=service_from.year + years, day=28)


def _new(tender: Tender) -> Contract:
    winner = tender.winner
    assert winner is not None
    assert winner.amount is not None
    year = clock.today().year
    number = numbering.next_number(f"contract:{tender.purchaser_id}", year)
    return Contract(
        project_id=tender.project_id,
        tender=tender,
        purchaser_id=tender.purchaser_id,
        provider_id=winner.organisation_id,
        number=f"HT-{tender.project.place_code[:9]}-{year}-{tender.purchaser_id}-{number:03d}",
        winning_amount=winner.amount,
    )


def _fill(contract: Contract, agreement: Agreement) -> None:
    splits = list(agreement.splits) or [Decimal(str(one)) for one in book.value("payment.splits")]
    if agreement.amount > contract.winning_amount or agreement.amount <= 0:
        raise Refusal(
            _("合同金额 %(asked)s 元，应大于 0 元且不超过中标金额 %(allowed)s 元。")
            % {"asked": f"{agreement.amount:,.2f}", "allowed": f"{contract.winning_amount:,.2f}"},
            remedy=_("请按中标金额或更低的金额填写。"),
            field="amount",
        )
    if rules.splits_fault(splits):
        raise Refusal(
            _("分期付款比例合计 %(sum)s%%，应为 100%%，且每期大于 0。") % {"sum": sum(splits, Decimal(0))},
            remedy=_("请调整各期比例。"),
            field="splits",
        )
    bond = agreement.performance_bond_percent
    book.at_most("contract.performance_bond_percent", bond, what=_("履约保证金比例"), field="performance_bond_percent")
    _check_dates(contract, agreement)
    contract.amount, contract.splits = agreement.amount, [format(split, "f") for split in splits]
    contract.performance_bond_percent = bond
    contract.service_from, contract.service_to, contract.terms = (
        agreement.service_from,
        agreement.service_to,
        agreement.text,
    )


def _check_dates(contract: Contract, agreement: Agreement) -> None:
    """Within the project's own period, and no longer than the law's term (102号令 24)."""
    project = contract.project
    earliest, latest = project.service_from, project.service_to
    if (earliest and agreement.service_from < earliest) or (latest and agreement.service_to > latest):
        raise Refusal(
            _("服务期应在立项的服务期%(from)s—%(to)s之内。")
            % {"from": date_format(earliest) if earliest else "", "to": date_format(latest) if latest else ""},
            remedy=_("请调整服务期，或先变更项目设计。"),
            field="service_from",
        )
    design = Design.objects.filter(project=project).first()
    term = "contract.term_years_stable" if design is not None and design.is_stable else "contract.term_years"
    last = latest_end(agreement.service_from, law.number(term))
    if agreement.service_to > last:
        raise Refusal(
            _("服务期到%(to)s，超过最长期限。") % {"to": date_format(agreement.service_to)},
            remedy=_("最迟到%(last)s。") % {"last": date_format(last)},
            field="service_to",
            clauses=[book.clause_words(term)],
        )


def _winner_bond(contract: Contract) -> None:
    tender = contract.tender
    if tender.bond_percent and tender.winner is not None:
        since = timezone.localtime(contract.signed_at)
        duties.to_return_bond(tender, tender.winner, "bond.return_winner_days", since, _("合同签订之日起"))
