"""The official documents of a purchase: notice, result, contract. Each is for whoever may see its page."""

from typing import Any

from django.http import Http404, HttpResponse

from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.web import contracts
from linli.flow.s3_tenders.web import tender as tenders
from linli.foundations.rulebook import book
from linli.kernel import journal, money, rls
from linli.kernel.actor import Actor
from linli.ui.documents import links
from linli.ui.documents.answers import answer
from linli.ui.documents.paper import Paper
from linli.ui.web.access import ActorRequest, public_page


@public_page
def notice(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The notice of a purchase (财办库〔2020〕50号), for everybody once it is published."""
    tender = tenders.seen(request, pk)
    paper = Paper(
        title=f"{tender.title}采购公告",
        ending="采购公告",
        file_name=f"采购公告 {tender.number}",
        mark=f"{tender.purchaser}文件",
        number=tender.number,
        issuer=str(tender.purchaser),
        day=tender.published_at,
        office=str(tender.purchaser) if tender.published_at else "",
        issued=tender.published_at,
        draft="" if tender.published_at else "草稿",
        proof=links.proof(request, tender, "tenders.tender:publish"),
    )
    told = {"tender": tender, "criteria": tenders.criteria(tender), "capital": money.capital(tender.budget)}
    return answer(form, "tenders/paper/notice.html", paper, told)


@public_page
def award(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The notice of the result (87号令 69); there is none before the announcement."""
    tender = tenders.seen(request, pk)
    facts = _announced(tender)
    if facts is None:
        raise Http404
    paper = Paper(
        title=f"关于{tender.title}中标结果的公告",
        ending="中标结果的公告",
        file_name=f"中标结果公告 {tender.number}",
        mark=f"{tender.purchaser}文件",
        number=facts["letter"],
        addressee="各有关单位、社区居民",
        issuer=str(tender.purchaser),
        day=tender.announced_at,
        office=str(tender.purchaser),
        issued=tender.announced_at,
        proof=links.proof(request, tender, "tenders.award:announce"),
    )
    told = {
        "tender": tender,
        "facts": facts,
        "provider": _provider(tender, request.actor),
        "capital": money.capital(facts["amount"]),
        "challenge": book.words("challenge.days"),
        "answered": book.words("challenge.answer_days"),
    }
    return answer(form, "tenders/paper/award.html", paper, told)


@public_page
def contract(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The contract: for its sides while it is made, for everybody once it is signed."""
    found = contracts.seen(request, pk)
    shown = contracts.context(found, request)
    paper = Paper(
        title="政府购买服务合同",
        file_name=f"合同 {found.number}",
        number=f"合同编号：{found.number}",
        draft="未签订" if shown["draft"] else "",
        proof=links.proof(request, found, "tenders.contract:countersign"),
    )
    told = {
        "contract": found,
        "capital": shown["capital"],
        "rows": shown["rows"],
        "bond": found.performance_bond,
        "signatures": [
            ("甲方", found.purchaser, found.offered_at),
            ("乙方", found.provider, found.signed_at),
        ],
    }
    return answer(form, "tenders/paper/contract.html", paper, told)


def _announced(tender: Tender) -> dict[str, Any] | None:
    """What the announcement said, from the journal; None before it."""
    if tender.announced_at is None:
        return None
    event = journal.history(tender).filter(verb="tenders.award:announce", outcome="done").first()
    return {**event.facts, "amount": money.parse_yuan(str(event.facts["amount"]))} if event else None


def _provider(tender: Tender, actor: Actor) -> Any:
    with rls.acting(actor):
        return tender.winner.organisation if tender.winner else None
