"""Pages of proposals: to propose with live checks, to correct, to withdraw, and what became of each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.foundations.places.models import Place
from linli.foundations.rulebook import book, shown
from linli.foundations.rulebook.actions import proposals as verbs
from linli.foundations.rulebook.deciding import clause_at
from linli.foundations.rulebook.layers import Parameter
from linli.foundations.rulebook.models import Proposal, ProposalState
from linli.foundations.rulebook.proposing import Asked, allowed, examine
from linli.foundations.rulebook.web.parameter_forms import ProposalForm
from linli.foundations.rulebook.web.parameter_page import found, level_words
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock, hooks
from linli.kernel.errors import Refusal
from linli.ui import formats, parts
from linli.ui.lists import ListPage
from linli.ui.status import Status
from linli.ui.tables import StatusColumn, Table, TextColumn, TitleColumn
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press, submit

LOOKS = {
    ProposalState.IN_APPROVAL: Status("active", gettext_lazy("审批中")),
    ProposalState.RETURNED: Status("attention", gettext_lazy("退回补正"), "arrow-back-up"),
    ProposalState.DECIDED: Status("done", gettext_lazy("已定")),
    ProposalState.REFUSED: Status("danger", gettext_lazy("不同意")),
    ProposalState.WITHDRAWN: Status("none", gettext_lazy("已撤回")),
}


def _own_place(request: ActorRequest) -> Place:
    return get_object_or_404(Place, code=request.actor.place_code)


def _form(request: ActorRequest, one: Parameter, place: str, **more: Any) -> ProposalForm:
    today = clock.today()
    present = one.entry(today, place).value if one.line(place).days and one.first_day <= today else None
    return ProposalForm(posted(request), parameter=one, place=place, today=today, present=present, **more)


@needs("rulebook.proposal:offer")
def propose(request: ActorRequest, name: str) -> HttpResponse:
    """A new proposal for the actor's own place."""
    one, place = found(name), _own_place(request)
    form = _form(request, one, place.code)

    def run(cleaned: dict[str, Any]) -> Any:
        return act(
            request, verbs.propose, place=place, parameter=name, value=form.value(), since=cleaned["since"],
            clause=cleaned["clause"], reason=cleaned["reason"], supersedes=cleaned["supersedes"],
        )  # fmt: skip

    gone = submit(request, form, run, done=_("修改提议已送审批")) if request.method == "POST" else None
    return gone or _show_form(request, one, place.code, form, _("提议修改"))


@needs("rulebook.proposal:offer")
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    """A returned proposal, filled in as it was."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.actor), pk=pk)
    require(request.actor, verbs.resubmit.name, proposal)
    one = found(proposal.parameter)
    initial = {
        "value": proposal.value, "since": proposal.since, "clause": f"{proposal.document}/{proposal.clause}",
        "reason": proposal.reason, "supersedes": proposal.supersedes_id or "",
    }  # fmt: skip
    form = _form(request, one, proposal.place_code, version=proposal.version, initial=initial)

    def run(cleaned: dict[str, Any]) -> Any:
        return act(
            request, verbs.resubmit, proposal, value=form.value(), since=cleaned["since"], clause=cleaned["clause"],
            reason=cleaned["reason"], supersedes=cleaned["supersedes"],
        )  # fmt: skip

    gone = submit(request, form, run, done=_("修改提议已重新送审批")) if request.method == "POST" else None
    return gone or _show_form(request, one, proposal.place_code, form, _("补正修改提议"))


def _show_form(request: ActorRequest, one: Parameter, place: str, form: ProposalForm, title: str) -> HttpResponse:
    context = {
        "crumbs": [
            parts.Crumb(_("规则库"), reverse("rulebook:parameters")),
            parts.Crumb(shown.title_of(one), reverse("rulebook:parameter", args=[one.name])),
            parts.Crumb(title),
        ],
        "head": {"title": f"{title}：{shown.title_of(one)}", "sub": [_place_words(place), one.name]},
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "submit": _("送审批"),
        "cancel_url": reverse("rulebook:parameter", args=[one.name]),
        "check_url": reverse("rulebook:check", args=[one.name, place]),
        "facts": _facts(one, place),
        "checks": _checks(one, place, form),
        "affected": _affected(one, place),
    }
    return render(request, "rulebook/parameter_propose.html", context, status=422 if form.errors else 200)


def _place_words(place: str) -> str:
    return level_words(place, "street") if len(place) > 6 else str(shown.LEVELS["district"])


def _facts(one: Parameter, place: str) -> list[parts.Fact]:
    """What applies now and what stands above."""
    today = clock.today()
    made = []
    if one.first_day <= today:
        made.append(parts.Fact(_("现行值"), in_words(one, one.entry(today, place).value), strong=True))
    upper = one.above(today, place)
    made.append(parts.Fact(_("可以怎样改"), allowed(one, upper) if upper else _("没有上位规定")))
    return made


def _affected(one: Parameter, place: str) -> list[str]:
    """What runs on under its own day's law, counted by the rooms."""
    return [str(text) for texts in hooks.call("rulebook.affected", parameter=one.name, place=place) for text in texts]


def _checks(one: Parameter, place: str, form: ProposalForm) -> list[parts.Check]:
    if not form.is_bound:
        return []
    form.is_valid()
    given = form.cleaned_data
    value = form.value()
    try:
        typed = verbs.read(one, value) if value is not None else None
    except Refusal:
        typed = None
    asked = Asked(one, place, given.get("since"), typed, given.get("clause", ""), given.get("reason", ""),
                  given.get("supersedes"))  # fmt: skip
    return [parts.Check(f.state, f.title, f.note) for f in examine(asked, clock.today())]


@needs("rulebook.proposal:offer")
@require_POST
def check(request: ActorRequest, name: str, place: str) -> HttpResponse:
    """The checks of what is typed so far. Writes nothing."""
    one = found(name)
    context = {"checks": _checks(one, place, _form(request, one, place))}
    return render(request, "rulebook/parameter_checks.html", context)


@needs("rulebook.proposal:list")
def proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """What was proposed, what the offices said, what came of it."""
    seen = Proposal.objects.visible_to(request.actor).select_related("organisation", "person", "entry")
    row = get_object_or_404(seen, pk=pk)
    one = found(row.parameter)
    panels = [panel for panel in hooks.call("approvals.panel", subject=row, actor=request.actor) if panel]
    told = verbs.facts(row, one)
    clause = clause_at(book.law(), row.document, row.clause, row.since)
    context = {
        "crumbs": [
            parts.Crumb(_("规则库"), reverse("rulebook:parameters")),
            parts.Crumb(_("修改提议"), reverse("rulebook:proposals")),
            parts.Crumb(shown.title_of(one)),
        ],
        "head": {"title": str(row), "sub": [row.organisation.name], "actions": _verbs(request, row)},
        "facts": [
            parts.Fact(_("参数"), shown.title_of(one)),
            parts.Fact(_("适用范围"), _place_words(row.place_code)),
            parts.Fact(_("适用自"), formats.day_full(row.since)),
            parts.Fact(_("届时适用的值"), told["before"]),
            parts.Fact(_("改为"), told["after"], strong=True),
            parts.Fact(_("状态"), status=LOOKS[ProposalState(row.state)]),
            parts.Fact(_("依据"), str(clause) if clause else f"{row.document}/{row.clause}"),
            parts.Fact(_("提议人"), str(row.person)),
            parts.Fact(_("提议时间"), formats.moment(row.created_at)),
        ],
        "row": row,
        "parameter_url": reverse("rulebook:parameter", args=[one.name]),
        "approval_panel": panels[0] if panels else None,
        "may_withdraw": row.state in verbs.OPEN and request.actor.may(verbs.withdraw.name, row),
        "affected": _affected(one, row.place_code) if row.state in verbs.OPEN else [],
        "checks": _objections(one, row) if row.state in verbs.OPEN else [],
    }
    return render(request, "rulebook/parameter_proposal.html", context)


def _objections(one: Parameter, row: Proposal) -> list[parts.Check]:
    """What stands against an open proposal today: since it was made, its ground may have been repealed, its day come near."""
    asked = Asked(one, row.place_code, row.since, verbs.read(one, row.value), f"{row.document}/{row.clause}", row.reason,
                  row.supersedes_id)  # fmt: skip
    return [parts.Check(f.state, f.title, f.note) for f in examine(asked, clock.today()) if f.state != "passed"]


def _verbs(request: ActorRequest, row: Proposal) -> list[parts.Action]:
    made = []
    if row.state == ProposalState.RETURNED and request.actor.may(verbs.resubmit.name, row):
        made.append(parts.Action(_("补正"), reverse("rulebook:correct", args=[row.pk]), "pencil", "primary"))
    return made


@needs("rulebook.proposal:list")
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    row = get_object_or_404(Proposal.objects.visible_to(request.actor), pk=pk)
    return press(request, verbs.withdraw, row, done=_("修改提议已撤回"), then=row.get_absolute_url())


class ProposalTable(Table):
    title = TitleColumn(gettext_lazy("参数"), accessor="title", note="parameter", orderable=False)
    since = TextColumn(gettext_lazy("适用自"), accessor="since")
    organisation = TextColumn(gettext_lazy("提议单位"), accessor="organisation", orderable=False)
    created = TextColumn(gettext_lazy("提议日期"), accessor="created_on", order_by="id")
    state = StatusColumn(gettext_lazy("状态"), accessor="look", orderable=False)

    caption = gettext_lazy("参数修改提议")


class ProposalsPage(ListPage):
    """The proposals that the actor may know of, newest first."""

    table_class = ProposalTable
    title = gettext_lazy("参数修改提议")
    tab_field = "state"
    tab_labels = tuple(ProposalState.choices)
    default_sort = "-created"
    empty_title = gettext_lazy("没有修改提议")
    empty_text = gettext_lazy("在参数页面选择“提议修改”。")

    def queryset(self) -> Any:
        return Proposal.objects.visible_to(self.request.actor).select_related("organisation")  # type: ignore[attr-defined]

    def table(self, rows: list[Proposal]) -> Any:
        for row in rows:
            row.look = LOOKS[ProposalState(row.state)]  # type: ignore[attr-defined]
            row.created_on = formats.day_full(row.created_at)  # type: ignore[attr-defined]
        return super().table(rows)
