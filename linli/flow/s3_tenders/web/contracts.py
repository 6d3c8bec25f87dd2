"""Challenges and contracts."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders import actions, law
from linli.flow.s3_tenders.actions import Agreement
from linli.flow.s3_tenders.actions.challenges import open_matters
from linli.flow.s3_tenders.actions.contracts import latest_end
from linli.flow.s3_tenders.models import Challenge, Contract, Tender
from linli.flow.s3_tenders.states import ContractState, TenderState
from linli.flow.s3_tenders.web import deeds
from linli.flow.s3_tenders.web.badges import of_contract
from linli.flow.s3_tenders.web.forms import ChallengeAnswerForm, ChallengeForm, ContractForm
from linli.flow.s3_tenders.web.tender import layout
from linli.flow.s3_tenders.web.verb_page import VerbPage, way
from linli.foundations.rulebook import book
from linli.kernel import clock, money
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.formats import day_range, moment, yuan, yuan_unit
from linli.ui.web.access import ActorRequest, public_page, require, signed_in_page
from linli.ui.web.acting import act


class FileChallenge(VerbPage):
    verb = actions.file_challenge
    form_class = ChallengeForm
    done = gettext_lazy("质疑已提交，采购人应在规定期限内答复")

    def ready(self, record: Tender) -> bool:
        return bool(open_matters(record))

    def arguments(self, record: Tender) -> dict[str, Any]:
        return {"matters": open_matters(record)}

    def do(self, record: Tender, data: Mapping[str, Any]) -> Any:
        return act(self.request, actions.file_challenge, tender=record, about=data["about"], text=data["text"])

    def clauses(self, record: Tender) -> list[parts.Clause]:
        found = (chip(book.citation(name)) for name in ("challenge.days", "challenge.answer_days"))
        return [one for one in found if one is not None]


@signed_in_page
def challenge(request: ActorRequest, pk: int) -> HttpResponse:
    """One challenge: for its two sides, the supervisor and the finance bureau."""
    found = Challenge.objects.select_related("tender", "organisation", "purchaser", "project")
    record = get_object_or_404(found, pk=pk)
    require(request.actor, "tenders.challenge:view", record)
    facts = [
        parts.Fact(_("质疑供应商"), str(record.organisation)),
        parts.Fact(_("质疑对象"), record.get_about_display()),
        parts.Fact(_("提出时间"), moment(record.filed_at)),
        parts.Fact(_("答复期限"), moment(record.due_at), strong=True),
    ]
    return render(request, "tenders/challenge.html", {
        "head": {"title": _("质疑"), "sub": [record.tender.title, record.tender.number]},
        "crumbs": way(record.tender, parts.Crumb(_("质疑"))),
        "challenge": record,
        "facts": facts,
        "may_answer": record.state == "filed" and request.actor.may("tenders.challenge:answer", record),
        "clause": chip(book.citation("challenge.answer_days")),
    })  # fmt: skip


class AnswerChallenge(VerbPage):
    model = Challenge
    verb = actions.answer_challenge
    form_class = ChallengeAnswerForm
    done = gettext_lazy("质疑已答复")

    def facts(self, record: Challenge) -> list[parts.Fact]:
        return [parts.Fact(_("质疑事项"), record.text), parts.Fact(_("答复期限"), moment(record.due_at))]


class DraftContract(VerbPage):
    verb = actions.draft_contract
    form_class = ContractForm
    done = gettext_lazy("合同已拟订，请分管领导签订")

    def ready(self, record: Tender) -> bool:
        return record.state == TenderState.AWARDED

    def initial(self, record: Tender) -> dict[str, Any]:
        contract = Contract.objects.filter(tender=record).first()
        if contract is not None:
            names = ("amount", "performance_bond_percent", "service_from", "service_to")
            made: dict[str, Any] = {name: getattr(contract, name) for name in names}
            return made | {"text": contract.terms, "splits": "/".join(contract.splits)}
        project = record.project
        start = project.service_from or clock.today() + timedelta(days=14)
        return {
            "amount": record.winner.amount if record.winner else None,
            "splits": "/".join(str(one) for one in book.value("payment.splits")),
            "service_from": start,
            "service_to": project.service_to or latest_end(start, law.number("contract.term_years")),
            "text": record.requirements,
        }

    def form(self, record: Tender, *data: Any) -> Any:
        made = super().form(record, *data)
        made.hold_against("amount", record.winner.amount if record.winner else None)
        return made

    def do(self, record: Tender, data: Mapping[str, Any]) -> Any:
        names = ("amount", "splits", "performance_bond_percent", "service_from", "service_to", "text")
        agreement = Agreement(**{name: data[name] for name in names})
        return act(self.request, actions.draft_contract, tender=record, agreement=agreement)

    def facts(self, record: Tender) -> list[parts.Fact]:
        winner = record.winner
        assert winner is not None
        return [
            parts.Fact(_("承接主体"), str(winner.organisation)),
            parts.Fact(_("中标金额"), yuan_unit(winner.amount), strong=True),
            parts.Fact(_("中标通知书"), record.letter_number),
        ]

    def clauses(self, record: Tender) -> list[parts.Clause]:
        names = ("contract.sign_days", "contract.performance_bond_percent", "payment.splits", "contract.term_years")
        return [one for one in (chip(book.citation(name)) for name in names) if one is not None]


def seen(request: ActorRequest, pk: int) -> Contract:
    found = Contract.objects.select_related("tender", "project", "purchaser", "provider", "offered_by", "signed_by")
    contract = get_object_or_404(found, pk=pk)
    if not request.actor.may("tenders.contract:view", contract):
        raise PermissionDenied("tenders.contract:view")
    return contract


@public_page
def contract(request: ActorRequest, pk: int) -> HttpResponse:
    """A contract: for its sides while it is made, for everybody once it is signed."""
    return render(request, "tenders/contract.html", context(seen(request, pk), request))


def context(contract: Contract, request: ActorRequest) -> dict[str, Any]:
    rows = [
        (n, f"{split}%", yuan(amount))
        for n, (split, amount) in enumerate(zip(contract.splits, contract.amounts, strict=True), start=1)
    ]
    bond = contract.performance_bond
    return {
        "layout": layout(request.actor),
        "head": {"title": _("合同"), "sub": [contract.tender.title, contract.number]},
        "crumbs": way(contract.tender, parts.Crumb(_("合同")))[0 if request.actor.signed_in else 1 :],
        "contract": contract,
        "badge": of_contract(contract),
        "capital": money.capital(contract.amount),
        "rows": rows,
        "deeds": deeds.of_contract(contract, request.actor),
        "papers": deeds.papers_of_contract(contract),
        "facts": [
            parts.Fact(_("采购人"), str(contract.purchaser)),
            parts.Fact(_("承接主体"), str(contract.provider)),
            parts.Fact(_("合同金额"), yuan_unit(contract.amount), strong=True),
            parts.Fact(_("中标金额"), yuan_unit(contract.winning_amount)),
            parts.Fact(_("服务期"), day_range(contract.service_from, contract.service_to)),
            parts.Fact(_("履约保证金"), yuan_unit(bond) if bond else _("不收取")),
        ],
        "signatures": [
            (_("采购人"), contract.purchaser, contract.offered_by, contract.offered_at),
            (_("承接主体"), contract.provider, contract.signed_by, contract.signed_at),
        ],
        "draft": contract.state in (ContractState.DRAFT, ContractState.OFFERED),
    }
