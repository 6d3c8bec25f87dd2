"""Questions, answers and bids."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s3_tenders import actions, who
from linli.flow.s3_tenders.actions import Offer
from linli.flow.s3_tenders.models import Bid, BidContent, Question, Tender
from linli.flow.s3_tenders.web.forms import AnswerForm, BidForm, QuestionForm
from linli.flow.s3_tenders.web.verb_page import VerbPage, fetch
from linli.foundations.rulebook import book
from linli.kernel import clock, rls
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.formats import day_full, moment, yuan_unit
from linli.ui.web.access import ActorRequest, signed_in_page
from linli.ui.web.acting import act, press


class Ask(VerbPage):
    verb = actions.ask
    form_class = QuestionForm
    done = gettext_lazy("疑问已提出，答复后向所有供应商公开，不显示提问单位")

    def ready(self, record: Tender) -> bool:
        return record.takes_bids(clock.now())

    def do(self, record: Tender, data: Mapping[str, Any]) -> Any:
        return act(self.request, actions.ask, tender=record, text=data["text"])


class Answer(VerbPage):
    model = Question
    verb = actions.answer
    form_class = AnswerForm
    done = gettext_lazy("答复已公开")

    def facts(self, record: Question) -> list[parts.Fact]:
        return [parts.Fact(_("疑问"), record.text), parts.Fact(_("投标截止"), moment(record.tender.bids_due))]

    def clauses(self, record: Question) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("tender.clarify_days")),) if one is not None]


class Submit(VerbPage):
    """The bid. A bidder who comes again finds what he sealed."""

    verb = actions.submit
    form_class = BidForm
    template_name = "tenders/bid_form.html"
    button = gettext_lazy("密封并递交")
    done = gettext_lazy("投标文件已密封递交，请保存回执")

    def ready(self, record: Tender) -> bool:
        return record.takes_bids(clock.now())

    def initial(self, record: Tender) -> dict[str, Any]:
        with rls.acting(self.request.actor):
            mine = BidContent.objects.filter(
                tender=record, organisation_id=who.organisation_id(self.request.actor)
            ).first()
        names = ("amount", "plan", "team", "record", "promises")
        return {name: getattr(mine, name) for name in names} if mine else {}

    def form(self, record: Tender, *data: Any) -> Any:
        made = super().form(record, *data)
        made.hold_against("amount", record.budget)
        return made

    def do(self, record: Tender, data: Mapping[str, Any]) -> Any:
        names = ("amount", "plan", "team", "record", "promises")
        return act(self.request, actions.submit, tender=record, offer=Offer(**{name: data[name] for name in names}))

    def then(self, answer: Bid) -> str:
        return reverse("tenders:receipt", args=[answer.pk])

    def facts(self, record: Tender) -> list[parts.Fact]:
        return [
            parts.Fact(_("最高限价"), yuan_unit(record.budget), strong=True),
            parts.Fact(_("投标截止"), moment(record.bids_due)),
            parts.Fact(_("投标保证金"), yuan_unit(record.bond_amount) if record.bond_percent else _("不收取")),
        ]


@signed_in_page
def receipt(request: ActorRequest, pk: int) -> HttpResponse:
    """What was received, when, and its fingerprint: for the bidder, to keep."""
    from django.shortcuts import render

    bid = fetch(Bid, pk, request.actor)
    if bid.organisation_id != request.actor.organisation_id:
        return redirect(bid.get_absolute_url())
    tender = Tender.objects.get(pk=bid.tender_id)
    rows = [
        parts.Fact(_("回执编号"), bid.receipt, strong=True),
        parts.Fact(_("项目"), tender.title),
        parts.Fact(_("投标人"), request.actor.organisation_name),
        parts.Fact(_("递交时间"), f"{day_full(bid.submitted_at)} {timezone.localtime(bid.submitted_at):%H:%M:%S}"),
        parts.Fact(_("递交次数"), str(bid.round)),
        parts.Fact(_("文件指纹"), " ".join(bid.sha256[n : n + 16] for n in range(0, 64, 16))),
    ]
    upcoming = [
        _("开标时间：%(moment)s。截止前可以重新递交或撤回。") % {"moment": moment(tender.bids_due)},
        _("开标前任何人都不能查看贵单位的报价和方案。"),
    ]
    words = {"tender": tender, "bid": bid, "rows": rows, "next": upcoming, "crumbs": _way(tender)}
    return render(request, "tenders/receipt.html", words)


def _way(tender: Tender) -> list[parts.Crumb]:
    from linli.flow.s3_tenders.web.verb_page import way

    return way(tender, parts.Crumb(_("投标回执")))


@signed_in_page
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the bid back."""
    bid = fetch(Bid, pk, request.actor)
    return press(request, actions.withdraw, bid=bid, done=_("投标文件已撤回"), then=bid.get_absolute_url())
