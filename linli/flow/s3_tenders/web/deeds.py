"""What the actor may do now on a tender, as buttons: links to forms, and verbs that need none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.actions.challenges import open_matters
from linli.flow.s3_tenders.models import Bid, Contract, Tender
from linli.flow.s3_tenders.states import BidState, ContractState, TenderState
from linli.kernel import clock
from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.errors import Text
from linli.ui.documents import links
from linli.ui.documents.links import PaperLink
from linli.ui.web.verb_page import may_now


@dataclass(frozen=True, slots=True)
class Deed:
    """A button. `post` carries its own key and the version that was seen."""

    label: Text
    url: str
    variant: str = "default"
    post: bool = False
    version: int = 0
    key: str = ""
    icon: str = ""


LINKS: tuple[tuple[Action[Any, Any], str, str], ...] = (
    (actions.publish, "tenders:publish", "default"),
    (actions.edit, "tenders:edit", "default"),
    (actions.draw, "tenders:draw", "default"),
    (actions.confirm, "tenders:confirm", "default"),
    (actions.announce, "tenders:announce", "default"),
    (actions.fail, "tenders:fail", "danger"),
    (actions.cancel, "tenders:cancel", "danger"),
)
PRESSES: tuple[tuple[Action[Any, Any], str], ...] = (
    (actions.witness, "tenders:witness"),
    (actions.open_bids, "tenders:open"),
    (actions.rank, "tenders:rank"),
    (actions.settle, "tenders:settle"),
)


def of_tender(tender: Tender, actor: Actor) -> list[Deed]:
    """The first is the primary one; those that are not yet possible by the clock are left out."""
    made = [
        pressed(verb, tender, url) for verb, url in PRESSES if may_now(verb, actor, tender) and _timely(verb, tender)
    ]
    links = [
        Deed(verb.label, reverse(url, args=[tender.pk]), variant)
        for verb, url, variant in LINKS
        if may_now(verb, actor, tender) and _needed(verb, tender)
    ]
    made = sorted(made + links, key=lambda deed: deed.variant == "danger")
    if made and made[0].variant == "default":
        made[0] = _primary(made[0])
    return made


def pressed(verb: Action[Any, Any], record: Any, url: str, variant: str = "default") -> Deed:
    return Deed(verb.label, reverse(url, args=[record.pk]), variant, True, record.version, str(uuid4()))


def _primary(deed: Deed) -> Deed:
    return Deed(deed.label, deed.url, "primary", deed.post, deed.version, deed.key, deed.icon)


def _timely(verb: Action[Any, Any], tender: Tender) -> bool:
    now = clock.now()
    checks: dict[str, Callable[[], bool]] = {
        "tenders.opening:witness": lambda: (
            tender.bids_due is not None and now >= tender.bids_due and not tender.witness_id
        ),
        "tenders.tender:open": lambda: tender.bids_due is not None and now >= tender.bids_due,
        "tenders.tender:rank": lambda: tender.state == TenderState.REVIEWING or not tender.criteria.exists(),
        "tenders.award:settle": lambda: tender.publicity_until is not None and now >= tender.publicity_until,
    }
    return checks[verb.name]()


def _needed(verb: Action[Any, Any], tender: Tender) -> bool:
    """A tender without criteria (direct award) draws no panel."""
    return verb is not actions.draw or tender.criteria.exists()


def of_provider(tender: Tender, bid: Bid | None, actor: Actor) -> list[Deed]:
    """What a provider may do: bid, replace, withdraw, ask, challenge."""
    made: list[Deed] = []
    if tender.takes_bids(clock.now()) and actor.may("tenders.bid:submit", tender):
        sealed = bid is not None and bid.state == BidState.SUBMITTED
        made.append(
            Deed(_("重新递交") if sealed else _("递交投标文件"), reverse("tenders:bid", args=[tender.pk]), "primary")
        )
        if bid is not None and sealed and actor.may("tenders.bid:withdraw", bid):
            made.append(pressed(actions.withdraw, bid, "tenders:withdraw", "danger"))
        made.append(Deed(actions.ask.label, reverse("tenders:ask", args=[tender.pk])))
    if actor.may("tenders.challenge:file", tender) and open_matters(tender):
        made.append(Deed(actions.file_challenge.label, reverse("tenders:challenge", args=[tender.pk])))
    return made


def of_contract(contract: Contract, actor: Actor) -> list[Deed]:
    """Draft again, sign, countersign, publish."""
    made: list[Deed] = []
    for verb, url in (
        (actions.sign, "tenders:sign"),
        (actions.countersign, "tenders:countersign"),
        (actions.publish_contract, "tenders:publish_contract"),
    ):
        if may_now(verb, actor, contract):
            made.append(pressed(verb, contract, url, "primary"))
    if contract.state == ContractState.DRAFT and actor.may("tenders.contract:draft", contract.tender):
        made.append(Deed(_("修改合同"), reverse("tenders:contract_draft", args=[contract.tender_id])))
    return made


def papers_of_tender(tender: Tender) -> list[PaperLink]:
    """What there is on paper of a tender now."""
    made = [links.link(_("采购公告"), "tenders:notice_paper", tender.pk)]
    return [*made, links.link(_("中标结果公告"), "tenders:award_paper", tender.pk)] if tender.announced_at else made


def papers_of_contract(contract: Contract) -> list[PaperLink]:
    return [links.link(_("政府购买服务合同"), "tenders:contract_paper", contract.pk)]
