"""The page of one tender: what everybody may read, and what each may do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s3_tenders.actions import return_bond
from linli.flow.s3_tenders.models import Bid, Contract, Question, Seat, Tender
from linli.flow.s3_tenders.states import QuestionState, TenderState
from linli.flow.s3_tenders.web import deeds, stages
from linli.flow.s3_tenders.web.badges import badge_of, of_bid, of_contract, of_seat
from linli.flow.s3_tenders.web.verb_page import way
from linli.flow.thread import asking
from linli.foundations.parties.roles import PROVIDERS
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind
from linli.ui import formats, parts
from linli.ui.due import due_of, of_task
from linli.ui.due import fact as due_fact
from linli.ui.web.access import ActorRequest, public_page


def seen(request: ActorRequest, pk: int) -> Tender:
    """The tender, if the actor may see it."""
    found = Tender.objects.select_related(
        "project__place", "purchaser", "winner__organisation", "invited", "witness", "opened_by"
    )
    with rls.acting(request.actor):
        tender = get_object_or_404(found, pk=pk)
    if not request.actor.may("tenders.tender:view", tender):
        raise PermissionDenied("tenders.tender:view")
    return tender


def layout(actor: Actor) -> str:
    """Visitors read the same page in the public frame."""
    return "ui/clerk.html" if actor.signed_in else "ui/public.html"


@public_page
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """One tender, for everybody once it is published."""
    tender, actor = seen(request, pk), request.actor
    with rls.acting(actor):
        return render(request, "tenders/tender.html", context(tender, actor))


def context(tender: Tender, actor: Actor) -> dict[str, Any]:
    tasks = open_tasks(tender)
    contract = Contract.objects.filter(tender=tender).select_related("provider").first()
    bid = my_bid(tender, actor)
    inside = actor.may("tenders.panel:view", tender)
    return {
        "layout": layout(actor),
        "crumbs": [*way(tender)[:1], parts.Crumb(tender.number)] if actor.signed_in else [],
        "head": {"title": tender.title, "sub": head_line(tender)},
        "tender": tender,
        "badge": badge_of(tender),
        "steps": stages.of_tender(tender, contract),
        "timer": stages.timer(tender, tasks),
        "deeds": deeds.of_tender(tender, actor) + deeds.of_provider(tender, bid, actor),
        "papers": deeds.papers_of_tender(tender),
        "facts": facts(tender),
        "criteria": criteria(tender),
        "questions": questions(tender, actor),
        "may_answer": tender.state == TenderState.PUBLISHED and actor.may("tenders.question:answer", tender),
        "bid": bid,
        "bid_badge": of_bid(bid) if bid else None,
        "ranking": ranking(tender, actor) if tender.announced_at or (inside and tender.ranked_at) else [],
        "seats": seats(tender) if inside or tender.announced_at else [],
        "contract": contract if contract and actor.may("tenders.contract:view", contract) else None,
        "contract_badge": of_contract(contract) if contract else None,
        "contract_deed": contract is None
        and tender.state == TenderState.AWARDED
        and actor.may("tenders.contract:draft", tender),
        "deadlines": [_deadline(task, actor) for task in tasks if task.due_at and concerns(task, actor)][:5],
        "opening": tender.published_at is not None,
        "challenges": _challenges(tender, actor),
        "inside": inside,
        "my_seat": _my_seat(tender, actor),
    }


def head_line(tender: Tender) -> list[str]:
    return [
        tender.number,
        tender.get_method_display(),
        _("预算 %(amount)s") % {"amount": formats.yuan_unit(tender.budget)},
    ]


def open_tasks(tender: Tender) -> list[Task]:
    found = Task.objects.open().filter(subject_type="tenders.tender", subject_id=tender.pk)
    return sorted(found, key=lambda task: (task.due_at is None, task.due_at or task.opened_at))


def concerns(task: Task, actor: Actor) -> bool:
    """A moment that passes for everybody, or a duty of the actor's own organisation."""
    return task.kind == TaskKind.MOMENT or (
        actor.organisation_id is not None and task.organisation_id == actor.organisation_id
    )


def _deadline(task: Task, actor: Actor) -> parts.Deadline:
    assert task.due_at is not None
    return parts.Deadline(
        timezone.localdate(task.due_at),
        task.title,
        task.due_basis,
        asking.page(task, actor),
        due_of(task.due_at).tone,
        of_task(task),
    )


def my_bid(tender: Tender, actor: Actor) -> Bid | None:
    """The actor's own bid; call it inside rls.acting."""
    if actor.organisation_kind not in PROVIDERS or actor.organisation_id is None:
        return None
    return Bid.objects.filter(tender=tender, organisation_id=actor.organisation_id).first()


def facts(tender: Tender) -> list[parts.Fact]:
    """What a notice must say in figures (财办库〔2020〕50号)."""
    made = [
        parts.Fact(_("采购人"), str(tender.purchaser)),
        parts.Fact(_("采购方式"), tender.get_method_display()),
        parts.Fact(_("最高限价"), formats.yuan_unit(tender.budget)),
        parts.Fact(_("投标保证金"), formats.yuan_unit(tender.bond_amount) if tender.bond_percent else _("不收取")),
        parts.Fact(_("公告时间"), formats.moment(tender.published_at)),
        due_fact(_("公告期至"), tender.notice_until),
        due_fact(_("文件获取至"), tender.supply_until),
        parts.Fact(_("投标截止"), formats.moment(tender.bids_due), strong=True),
        parts.Fact(_("联系方式"), tender.contact),
    ]
    return made if tender.published_at else [*made[:4], made[-1]]


def criteria(tender: Tender) -> list[tuple[str, str, int]]:
    """The whole table of 100 points, the price last."""
    rows = [(one.name, one.standard, one.weight) for one in tender.criteria.all()]
    formula = _("最低有效报价 ÷ 报价 × %(weight)s") % {"weight": tender.price_weight}
    return [*rows, (_("价格"), formula, tender.price_weight)]


def questions(tender: Tender, actor: Actor) -> list[Question]:
    """Answered ones for everybody; open ones for who has to answer and who asked. Never who asked."""
    found = list(tender.questions.all())
    if actor.may("tenders.question:answer", tender):
        return found
    return [
        one
        for one in found
        if one.state == QuestionState.ANSWERED
        or (one.organisation_id == actor.organisation_id and actor.organisation_id is not None)
    ]


def ranking(tender: Tender, actor: Actor | None = None) -> list[dict[str, Any]]:
    """The opened bids by rank, with the button that returns a bond where one is due."""
    bids = Bid.objects.filter(tender=tender).select_related("organisation").order_by("rank", "submitted_at")
    rows = []
    for bid in bids:
        if bid.amount is not None:
            bond = [deeds.pressed(return_bond, bid, "tenders:bond")] if actor and _bond_due(tender, bid, actor) else []
            rows.append({"bid": bid, "badge": of_bid(bid), "won": bid.pk == tender.winner_id, "bond": bond})
    return rows


def _bond_due(tender: Tender, bid: Bid, actor: Actor) -> bool:
    if (
        not tender.bond_percent
        or tender.announced_at is None
        or bid.bond_returned_at
        or not actor.may("tenders.bond:return", bid)
    ):
        return False
    return bid.pk != tender.winner_id or Contract.objects.filter(tender=tender, signed_at__isnull=False).exists()


def seats(tender: Tender) -> list[dict[str, Any]]:
    found = Seat.objects.filter(tender=tender).select_related("person", "organisation")
    return [{"seat": seat, "badge": of_seat(seat)} for seat in found]


def _my_seat(tender: Tender, actor: Actor) -> str:
    """The way of a panel member to his page."""
    if actor.person_id is None or not Seat.objects.filter(tender=tender, person_id=actor.person_id).exists():
        return ""
    return reverse("tenders:review", args=[tender.pk])


def _challenges(tender: Tender, actor: Actor) -> list[Any]:
    return [one for one in tender.challenges.select_related("organisation") if actor.may("tenders.challenge:view", one)]
