"""The draw, and the page of a panel member: his answer, his scores."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s3_tenders import actions, law, who
from linli.flow.s3_tenders.models import Bid, BidContent, Seat, Sheet, Tender, Tie
from linli.flow.s3_tenders.pool import eligible
from linli.flow.s3_tenders.states import SeatState, TenderState
from linli.flow.s3_tenders.web import deeds
from linli.flow.s3_tenders.web.badges import of_seat
from linli.flow.s3_tenders.web.forms import DeclineForm, DrawForm, ScoreForm, TieForm
from linli.flow.s3_tenders.web.tender import criteria, head_line, seats, seen
from linli.flow.s3_tenders.web.verb_page import VerbPage, fetch, way
from linli.foundations.parties.models import Person
from linli.foundations.rulebook import book
from linli.kernel import clock, rls, workdays
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.formats import day_full
from linli.ui.web.access import ActorRequest, require, signed_in_page
from linli.ui.web.acting import act, press, submit
from linli.ui.web.verb_page import may_now


class Draw(VerbPage):
    verb = actions.draw
    form_class = DrawForm
    template_name = "tenders/draw.html"
    done = gettext_lazy("评审专家已抽取，邀请已发出")

    def initial(self, record: Tender) -> dict[str, Any]:
        rule = law.rule_of(record.method)
        day = workdays.add_working_days(clock.today(), law.number("panel.draw_days"))
        return {"size": law.number(rule.panel_min or "panel.min_size"), "review_on": day}

    def arguments(self, record: Tender) -> dict[str, Any]:
        people = Person.objects.filter(memberships__organisation_id=record.purchaser_id, is_active=True)
        return {"people": people.exclude(pk=self.request.actor.person_id or 0).distinct().order_by("name")}

    def facts(self, record: Tender) -> list[parts.Fact]:
        rule = law.rule_of(record.method)
        return [
            parts.Fact(_("可抽取专家"), str(len(eligible(record))), _("人"), note=_("已排除与投标人有利害关系的")),
            parts.Fact(_("最少人数"), book.words(rule.panel_min or "panel.min_size"), note=_("单数")),
            parts.Fact(_("抽取时间"), book.words("panel.draw_days"), note=_("评审前")),
        ]

    def clauses(self, record: Tender) -> list[parts.Clause]:
        names = ("panel.min_size", "panel.draw_days", "panel.recusal_years")
        return [one for one in (chip(book.citation(name)) for name in names) if one is not None]


@signed_in_page
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """Who was drawn and who has answered: for the purchaser and the supervisor. Before the draw, the way to it."""
    tender = seen(request, pk)
    require(request.actor, "tenders.panel:view", tender)
    if tender.state == TenderState.OPENED and request.actor.may("tenders.panel:draw", tender):
        return redirect(reverse("tenders:draw", args=[tender.pk]))
    with rls.acting(request.actor):
        found = getattr(tender, "panel", None)
        rows = seats(tender)
        seated = sum(row["seat"].state != SeatState.DECLINED for row in rows)
        vacant = found is not None and tender.state == TenderState.REVIEWING and seated < found.size
        again = vacant and may_now(actions.refill, request.actor, tender)
        return render(request, "tenders/panel.html", {
            "head": {"title": _("评审委员会"), "sub": head_line(tender)},
            "crumbs": way(tender, parts.Crumb(_("评审委员会"))),
            "tender": tender,
            "panel": found,
            "seats": rows,
            "deeds": [deeds.pressed(actions.refill, tender, "tenders:refill", "primary")] if again else [],
            "done": Sheet.objects.filter(bid__tender=tender).count(),
            "wanted": (found.size if found else 0) * Bid.objects.filter(tender=tender).valid().count(),
        })  # fmt: skip


def own_seat(request: ActorRequest, pk: int) -> Seat:
    """The actor's seat at this tender; whoever has none is told that he may not."""
    with rls.acting(request.actor):
        found = Seat.objects.filter(tender_id=pk, person_id=request.actor.person_id or 0).order_by("-id")
        seat = found.select_related("tender__project", "panel").first()
    if seat is None:
        raise PermissionDenied("tenders.review:view")
    return seat


@signed_in_page
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """A member's page: the invitation, then every valid bid with its form, then what he submitted."""
    seat = own_seat(request, pk)
    with rls.acting(request.actor):
        return render(request, "tenders/review.html", _review(request, seat, None))


@signed_in_page
@require_POST
def score(request: ActorRequest, pk: int) -> HttpResponse:
    """One bid's scores; refused ones come back with what was typed."""
    bid = fetch(Bid, pk, request.actor)
    seat = own_seat(request, bid.tender_id)
    form = ScoreForm(request.POST, tender=seat.tender, prefix=f"bid{bid.pk}")
    gone = submit(
        request,
        form,
        lambda data: act(request, actions.score, bid=bid, points=form.points(), remark=data["remark"]),
        done=_("评分已提交"),
        then=reverse("tenders:review", args=[bid.tender_id]),
    )
    if gone:
        return gone
    with rls.acting(request.actor):
        return render(request, "tenders/review.html", _review(request, seat, (bid.pk, form)))


def _review(request: ActorRequest, seat: Seat, failed: tuple[int, ScoreForm] | None) -> dict[str, Any]:
    tender = seat.tender
    bids = (
        Bid.objects.filter(tender=tender).valid().select_related("organisation")
        if seat.state == SeatState.ACCEPTED
        else []
    )
    contents = {one.bid_id: one for one in BidContent.objects.filter(tender=tender)}
    sheets = {one.bid_id: one for one in Sheet.objects.filter(seat=seat).prefetch_related("scores__criterion")}
    rows = []
    for bid in bids:
        form = failed[1] if failed and failed[0] == bid.pk else ScoreForm(tender=tender, prefix=f"bid{bid.pk}")
        rows.append({"bid": bid, "content": contents.get(bid.pk), "sheet": sheets.get(bid.pk), "form": form})
    begun = tender.state == TenderState.REVIEWING and clock.today() >= seat.panel.review_on
    return {
        "head": {"title": _("评审"), "sub": head_line(tender)},
        "crumbs": [parts.Crumb(_("待办"), reverse("inbox:index")), parts.Crumb(_("评审"))],
        "tender": tender,
        "seat": seat,
        "badge": of_seat(seat),
        "facts": _facts(seat),
        "criteria": criteria(tender),
        "accept": deeds.pressed(actions.accept, seat, "tenders:accept", "primary"),
        "rows": rows,
        "begun": begun,
        "problems": failed[1].problems if failed else [],
        "done": sum(row["sheet"] is not None for row in rows),
    }


def _facts(seat: Seat) -> list[parts.Fact]:
    return [
        parts.Fact(_("席位"), _("第 %(n)s 席") % {"n": seat.number}),
        parts.Fact(_("身份"), seat.get_kind_display()),
        parts.Fact(_("评审日期"), day_full(seat.panel.review_on), strong=True),
    ]


class Decline(VerbPage):
    model = Seat
    verb = actions.decline
    form_class = DeclineForm
    done = gettext_lazy("已登记，席位由下一名专家替补")
    hint = gettext_lazy("与投标人有任职、持股、亲属等利害关系，或不能到场，应当回避。")

    def then(self, answer: Seat) -> str:
        return reverse("inbox:index")


@signed_in_page
@require_POST
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    """Come, with the declaration that there is no tie."""
    seat = fetch(Seat, pk, request.actor)
    done = _("已接受邀请，并声明与投标人没有利害关系")
    return press(request, actions.accept, seat, done=done, then=seat.get_absolute_url())


@signed_in_page
def ties(request: ActorRequest) -> HttpResponse:
    """An expert's own declared ties, and the form for another."""
    require(request.actor, "tenders.tie:declare")
    form = TieForm(request.POST or None)
    if request.method == "POST":
        gone = submit(
            request, form, lambda data: act(request, actions.declare_tie, **_tie(data)), done=_("利害关系已申报")
        )
        if gone:
            return gone
    mine = Tie.objects.filter(person_id=who.person_id(request.actor)).select_related("organisation").order_by("-id")
    return render(request, "tenders/ties.html", {
        "head": {"title": _("利害关系申报"), "sub": [_("申报后不会抽到有关单位参加的评审")]},
        "crumbs": [parts.Crumb(_("待办"), reverse("inbox:index")), parts.Crumb(_("利害关系申报"))],
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "ties": mine,
        "submit": actions.declare_tie.label,
    })  # fmt: skip


def _tie(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("organisation", "nature", "until")}
