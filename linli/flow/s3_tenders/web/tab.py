"""The project's tab 招标与合同, and the room's place in the menu."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.actions.drafting import FROM
from linli.flow.s3_tenders.models import Contract, Tender
from linli.flow.s3_tenders.states import ENDED, TenderState
from linli.flow.s3_tenders.web import deeds, stages
from linli.flow.s3_tenders.web.badges import badge_of, of_contract
from linli.flow.thread.models import OVERSEERS, Project
from linli.flow.thread.tabs import Tab, register
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS
from linli.kernel.actor import Actor
from linli.ui import formats, nav, parts


def context(project: Project, actor: Actor) -> dict[str, Any]:
    """Attempts and contract as the actor may see them."""
    found = Tender.objects.visible_to(actor).filter(project=project).select_related("purchaser", "project__place")
    contract = Contract.objects.filter(project=project).select_related("purchaser", "provider", "tender").first()
    if contract is not None and not actor.may("tenders.contract:view", contract):
        contract = None
    running = any(tender.state not in ENDED for tender in found)
    may_draft = project.state in FROM and not running and actor.may("tenders.tender:draft", project)
    return {
        "attempts": [_row(tender, actor, contract) for tender in found],
        "draft_url": reverse("tenders:draft", args=[project.pk]) if may_draft else "",
        "contract": contract,
        "contract_badge": of_contract(contract) if contract else None,
        "contract_facts": _contract_facts(contract) if contract else [],
        "contract_deeds": [deed for deed in deeds.of_contract(contract, actor) if deed.post] if contract else [],
    }


def _row(tender: Tender, actor: Actor, contract: Contract | None) -> dict[str, Any]:
    mine = contract if contract is not None and contract.tender_id == tender.pk else None
    facts = [
        parts.Fact(_("预算"), formats.yuan_unit(tender.budget)),
        parts.Fact(_("投标截止"), formats.moment(tender.bids_due), strong=True),
        parts.Fact(_("投标份数"), str(tender.bid_count) if tender.published_at else "—"),
    ]
    return {
        "tender": tender,
        "badge": badge_of(tender),
        "steps": stages.of_tender(tender, mine),
        "facts": facts,
        "deeds": deeds.of_tender(tender, actor)[:2],
    }


def _contract_facts(contract: Contract) -> list[parts.Fact]:
    return [
        parts.Fact(_("承接主体"), str(contract.provider)),
        parts.Fact(_("合同金额"), formats.yuan_unit(contract.amount), strong=True),
        parts.Fact(_("服务期"), formats.day_range(contract.service_from, contract.service_to)),
    ]


def count(project: Project) -> int:
    return Tender.objects.filter(project=project).published().count()


def open_tenders(request: Any) -> int | None:
    """What runs: for providers those that take bids, for purchasers their own, for overseers all."""
    actor: Actor = request.actor
    running = Tender.objects.exclude(state__in=[*ENDED, TenderState.AWARDED])
    if actor.organisation_kind in PROVIDERS:
        return running.filter(state=TenderState.PUBLISHED).count()
    if actor.organisation_kind in OVERSEERS:
        return running.count()
    if actor.organisation_kind not in PURCHASERS:
        return None
    return running.filter(Q(purchaser_id=actor.organisation_id)).count()


def setup() -> None:
    """Called when the house is ready."""
    label = gettext_lazy("公开招标")
    nav.register(
        nav.NavItem("steps", 3, label, "tenders:list", step=3, permission="tenders.tender:list", count=open_tenders)
    )
    nav.register(
        nav.NavItem("main", 60, gettext_lazy("利害关系申报"), "tenders:ties", "shield-check", "tenders.tie:declare")
    )
    register(Tab("tender", gettext_lazy("招标与合同"), 30, "tenders/tab.html", context, count))
