"""Pages of the rules from answers to needs: forms with their rules, and writing one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.analysis import mapping
from linli.flow.s1_needs.models import MappingRule
from linli.flow.s1_needs.states import Topic
from linli.flow.s1_needs.web.analysis_forms import RuleForm
from linli.flow.s1_needs.web.suggestions import trail
from linli.foundations.forms.models import Form
from linli.foundations.forms.spoken import Spoken, label_of
from linli.ui import parts
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page

TOPICS = dict(Topic.choices)


def way(*more: parts.Crumb) -> list[parts.Crumb]:
    return trail(parts.Crumb(_("问卷转换规则"), reverse("needs:mappings")), *more)


@needs("needs.mapping:list")
def mappings(request: ActorRequest) -> HttpResponse:
    """Every form that the actor sees, with how many rules it has."""
    rules = mapping.in_force()
    seen = Form.objects.visible_to(request.actor).order_by("form_id")
    rows = [(form, sum(one.active for one in rules.get(form.form_id, {}).values())) for form in seen]
    head = {"title": _("问卷转换规则"), "sub": [_("审核通过的填报按这些规则转为需求建议")]}
    return render(request, "needs/mappings.html", {"crumbs": way(), "head": head, "rows": rows})


def _form(request: ActorRequest, form_id: str) -> Form:
    found: Form | None = Form.objects.visible_to(request.actor).filter(form_id=form_id).first()
    if found is None:
        raise Http404
    return found


@needs("needs.mapping:list")
def mapping_page(request: ActorRequest, form_id: str) -> HttpResponse:
    """The rules of one form, their conditions in words."""
    form = _form(request, form_id)
    version = form.published or form.versions.first()
    spoken = Spoken(version.schema) if version else None
    may = request.actor.may("needs.mapping:write")
    new = parts.Action(_("新增规则"), reverse("needs:mapping_new", args=[form_id]), "plus", "primary")
    context = {
        "crumbs": way(parts.Crumb(form.title)),
        "head": {"title": form.title, "sub": [form.form_id], "actions": [new] if may else []},
        "form_shown": form,
        "rules": [
            (
                rule,
                spoken.words(rule.condition) if spoken else rule.condition,
                TOPICS[rule.topic],
                _people(spoken, rule),
            )
            for rule in mapping.in_force().get(form_id, {}).values()
        ],
        "may": may,
    }
    return render(request, "needs/mapping.html", context)


def _people(spoken: Spoken | None, rule: mapping.Rule) -> str:
    """Who is counted, in words: what a question tells, or one for each row or submission."""
    if not rule.people:
        return _("每行 1 人") if rule.each else _("每份 1 人")
    node = spoken.named.get(rule.people) if spoken else None
    return _("按“%(question)s”") % {"question": label_of(node) if node else rule.people}


@needs("needs.mapping:write")
def mapping_new(request: ActorRequest, form_id: str) -> HttpResponse:
    return _write(request, _form(request, form_id), None)


@needs("needs.mapping:write")
def mapping_edit(request: ActorRequest, form_id: str, key: str) -> HttpResponse:
    """Write a rule anew; a rule of the house gives way to it."""
    form = _form(request, form_id)
    rule = mapping.in_force().get(form_id, {}).get(key)
    if rule is None:
        raise Http404
    return _write(request, form, rule)


def _write(request: ActorRequest, form: Form, rule: mapping.Rule | None) -> HttpResponse:
    shown = RuleForm(request.POST or None, initial=_initial(rule) if rule else None)
    if rule is not None:
        shown.fields["key"].disabled = True

    def do(data: dict[str, Any]) -> MappingRule:
        return act(request, actions.write_rule, form=form, **data)  # type: ignore[no-any-return]

    version = form.published or form.versions.first()
    return form_page(
        request,
        shown,
        do,
        title=_("修改规则") if rule else _("新增规则"),
        button=_("保存规则"),
        done=_("规则已保存"),
        cancel_url=reverse("needs:mapping", args=[form.form_id]),
        crumbs=way(parts.Crumb(form.title, reverse("needs:mapping", args=[form.form_id]))),
        sub=[form.title],
        template="needs/mapping_form.html",
        questions=_questions(Spoken(version.schema)) if version else [],
    )


def _questions(spoken: Spoken) -> list[tuple[str, str, Any, str]]:
    """Name, label and kind of each question, and its options by the codes that a condition asks for."""
    return [
        (
            line.node["name"],
            line.label,
            line.kind,
            "、".join(f"{code} {label}" for code, label in spoken.choices.get(line.node.get("list", ""), {}).items()),
        )
        for line in spoken.lines()
        if line.node["kind"] != "note"
    ]


def _initial(rule: mapping.Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in RuleForm.base_fields}
