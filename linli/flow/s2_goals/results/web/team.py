"""The page of staff plan and risks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import checks, saved
from linli.flow.s2_goals.results.people import plain
from linli.flow.s2_goals.results.values import Hazard, Position
from linli.flow.s2_goals.results.web import shown, tables
from linli.flow.s2_goals.results.web.forms import PostFormSet, RiskFormSet
from linli.flow.s2_goals.web import pages, parsing, rows
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, terms

POST_FIELDS = ("role", "number", "months", "share", "certificate", "on_wages", "duties")
RISK_FIELDS = ("description", "likelihood", "impact", "response", "responsible")
BLANKS: dict[str, dict[str, Any]] = {
    "posts": {"number": 1, "months": 12, "share": 100, "on_wages": "1"},
    "risks": {"likelihood": 3, "impact": 3},
}


@needs("goals.design:list")
def team(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    if request.method != "POST":
        return _show(request, design, *_formsets(initial=initial(design)))
    do = request.POST.get("do", "")
    table, _sign, verb = do.partition(":")
    if do == "check" or (table in BLANKS and rows.changes(verb)):
        kept = {name: rows.typed(request.POST, name) for name in BLANKS}
        if table in BLANKS:
            kept[table] = rows.changed(request.POST, table, verb, BLANKS[table])
        return _show(request, design, *_formsets(initial=kept))
    posts, risks = _formsets(request.POST)
    if not (posts.is_valid() and risks.is_valid()):
        return _show(request, design, posts, risks, [*rows.problems(posts), *rows.problems(risks)])
    try:
        act(request, actions.set_team, design, **_values(posts, risks))
    except Refusal as refusal:
        return _show(request, design, posts, risks, [Problem(sentence(refusal))])
    messages.success(request, _("人员与风险已保存"))
    return redirect(request.path if do == "draft" else pages.following(design, "team"))


def _formsets(data: Any = None, initial: dict[str, list[dict[str, Any]]] | None = None) -> tuple[Any, Any]:
    first = initial or {}
    return (
        PostFormSet(data, prefix="posts", initial=first.get("posts")),
        RiskFormSet(data, prefix="risks", initial=first.get("risks")),
    )


def _values(posts: Any, risks: Any) -> dict[str, Any]:
    return {
        "posts": [
            Position(**{name: row[name] for name in POST_FIELDS} | {"on_wages": bool(row["on_wages"])})
            for row in tables.cleaned(posts)
        ],
        "risks": [Hazard(*(row[name] for name in RISK_FIELDS)) for row in tables.cleaned(risks)],
    }


def initial(design: Design) -> dict[str, list[dict[str, Any]]]:
    posts = design.posts.values(*POST_FIELDS)
    return {
        "posts": [row | {"on_wages": "1" if row["on_wages"] else "", "months": plain(row["months"])} for row in posts],
        "risks": list(design.risks.values(*RISK_FIELDS)),
    }


def posts_typed(formset: Any) -> list[Position]:
    """The posts as they stand in the form, whatever their state; those that nobody has named yet are left out."""
    made = []
    for form in formset.forms:
        get = {name: form[name].value() or "" for name in POST_FIELDS}
        number, months, share = (parsing.number(get[name]) for name in ("number", "months", "share"))
        if get["role"]:
            post = Position(
                str(get["role"]), int(number), months, int(share), str(get["certificate"]), bool(get["on_wages"])
            )
            made.append(post)
    return made


def risks_typed(formset: Any) -> list[Hazard]:
    """The risks as they stand in the form; those without words are left out."""
    made = []
    for form in formset.forms:
        get = {name: str(form[name].value() or "") for name in RISK_FIELDS}
        likelihood, impact = (min(int(parsing.number(get[name])), 5) for name in ("likelihood", "impact"))
        if get["description"]:
            made.append(Hazard(get["description"], likelihood, impact, get["response"], get["responsible"]))
    return made


def _show(
    request: ActorRequest, design: Design, posts: Any, risks: Any, problems: list[Problem] | None = None
) -> HttpResponse:
    staff, dangers = posts_typed(posts), risks_typed(risks)
    with book.of(design):
        found = checks.of_team(staff, dangers, saved.lines(design))
    context = {
        **pages.frame(design, "team", _("填写人员与风险")),
        "form": forms.Form(version=terms(request).version or design.version),
        "posts": posts,
        "risks": risks,
        "post_rows": tables.named(posts),
        "risk_rows": tables.named(risks),
        "matrix": shown.matrix(dangers),
        "problems": problems or [],
        **pages.told(pages.checks(found)),
    }
    return render(request, "goals/results/team.html", context)


def typed(request: ActorRequest, design: Design) -> dict[str, Any] | None:
    """What a draft would save; None while something is not yet whole."""
    posts, risks = _formsets(request.POST)
    return _values(posts, risks) if posts.is_valid() and risks.is_valid() else None
