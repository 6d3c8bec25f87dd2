"""The page of the results chain: one table to edit, the picture and the timetable of what is typed below it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals import actions, rules
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import chain as chains
from linli.flow.s2_goals.results import law, outline, periods, saved
from linli.flow.s2_goals.results.states import DEPTH
from linli.flow.s2_goals.results.values import Node
from linli.flow.s2_goals.results.web import tables
from linli.flow.s2_goals.results.web.forms import NodeFormSet
from linli.flow.s2_goals.results.web.shown import chain_of
from linli.flow.s2_goals.web import pages, parsing, rows
from linli.flow.s2_goals.web.forms import text
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Action, Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, terms


class HeadForm(forms.Form):
    """Problem and goal, which the chain begins with."""

    problem = text(gettext_lazy("要解决的问题"), "", 2)
    goal = text(gettext_lazy("项目目标"), "", 2)


@needs("goals.design:list")
def chain(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    if request.method != "POST":
        head = HeadForm(initial={"problem": design.problem, "goal": design.goal}, version=design.version)
        return _show(request, design, head, NodeFormSet(prefix="nodes", initial=initial(design)))
    do, head = request.POST.get("do", ""), HeadForm(request.POST)
    if outline.changes(do) or do == "check":
        moved = outline.changed(rows.typed(request.POST, "nodes"), do)
        return _show(request, design, head, NodeFormSet(prefix="nodes", initial=moved))
    formset = NodeFormSet(request.POST, prefix="nodes")
    if not (head.is_valid() and formset.is_valid()):
        return _show(request, design, head, formset, [*head.problems, *rows.problems(formset)])
    values = _values(head, formset)
    stops = [one for one in findings(design, values["nodes"]) if one.level == "stop"]
    if do == "next" and stops:
        return _show(request, design, head, formset, [pages.problem(one) for one in stops])
    try:
        act(request, actions.set_chain, design, **values)
    except Refusal as refusal:
        return _show(request, design, head, formset, [Problem(sentence(refusal))])
    messages.success(request, _("结果链已保存"))
    return redirect(request.path if do == "draft" else pages.following(design, "chain"))


def findings(design: Design, nodes: list[Node]) -> list[rules.Finding]:
    """What the chain lacks as typed; indicators are those saved."""
    measured = [one.node for one in saved.targets(design) if one.node is not None]
    with book.of(design):
        return chains.check(nodes, measured, periods.months_of(design.service_from, design.service_to), law.level())


def _values(head: HeadForm, formset: Any) -> dict[str, Any]:
    return {
        "problem": head.cleaned_data["problem"],
        "goal": head.cleaned_data["goal"],
        "nodes": [
            Node(row["level"], row["text"], row["key"] or 0, row["from_month"], row["to_month"])
            for row in tables.cleaned(formset)
        ],
    }


def initial(design: Design) -> list[dict[str, Any]]:
    """The saved rows, or one of each level to begin with."""
    found = design.nodes.values("key", "level", "text", "from_month", "to_month")
    return [dict(row) for row in found] or [{"level": level} for level in DEPTH]


def as_typed(formset: Any) -> list[Node]:
    """The rows as they stand in the form, whatever their state; those without text are left out."""
    made = []
    for form in formset.forms:
        get = {name: form[name].value() for name in ("level", "text", "key", "from_month", "to_month")}
        since, until = (int(parsing.number(get[name])) or None for name in ("from_month", "to_month"))
        if get["text"] and get["level"] in DEPTH:
            made.append(Node(get["level"], str(get["text"])[:120], int(parsing.number(get["key"])), since, until))
    return made


def _show(
    request: ActorRequest, design: Design, head: HeadForm, formset: Any, problems: list[Problem] | None = None
) -> HttpResponse:
    nodes = as_typed(formset)
    context = {
        **pages.frame(design, "chain", _("填写结果链")),
        "form": head,
        "version": terms(request).version or design.version,
        "formset": formset,
        "rows": tables.named(formset),
        "problems": problems or [],
        **pages.told(pages.checks(findings(design, nodes))),
        **chain_of(design, nodes, str(head["problem"].value() or ""), str(head["goal"].value() or "")),
    }
    context["head"] |= {"actions": [Action(_("套用模板或以往项目"), pages.address(design, "fill"), "copy")]}
    return render(request, "goals/results/chain.html", context)


def typed(request: ActorRequest, design: Design) -> dict[str, Any] | None:
    """What a draft would save; None while something is not yet whole."""
    head, formset = HeadForm(request.POST), NodeFormSet(request.POST, prefix="nodes")
    return _values(head, formset) if head.is_valid() and formset.is_valid() else None
