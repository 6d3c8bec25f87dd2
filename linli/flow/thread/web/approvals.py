"""Giving an opinion in an approval chain: the panel on a record's page, and the page that takes the opinion."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.apps import apps
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import approvals, hooks
from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Text
from linli.kernel.models import Approval
from linli.kernel.models.approvals import StepState
from linli.ui import forms, parts
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, signed_in_page
from linli.ui.web.acting import act, show_refusal

MOST_POINTS = 4
VERBS: dict[str, tuple[Action[Any, Any], Text]] = {
    "approve": (approvals.approve, gettext_lazy("已同意")),
    "return": (approvals.send_back, gettext_lazy("已退回补正")),
    "refuse": (approvals.refuse, gettext_lazy("已不同意")),
}
LOOKS = {
    StepState.WAITING: Status("none", gettext_lazy("未到")),
    StepState.CURRENT: Status("active", gettext_lazy("待审批")),
    StepState.APPROVED: Status("done", gettext_lazy("同意")),
    StepState.RETURNED: Status("attention", gettext_lazy("退回补正"), "arrow-back-up"),
    StepState.REFUSED: Status("danger", gettext_lazy("不同意")),
}


class OpinionForm(forms.Form):
    """One opinion (意见), whatever the decision."""

    opinion = django_forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("同意可以不写；退回补正或不同意必须写明理由，申请人据此办理。"),
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[str, Text]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, MOST_POINTS + 1) if topics else range(0)
        for number in self.numbers:
            words = {"n": number}
            self.fields[f"about_{number}"] = django_forms.ChoiceField(
                label=_("第 %(n)d 条涉及") % words, choices=topics, required=False
            )
            self.fields[f"point_{number}"] = django_forms.CharField(
                label=_("第 %(n)d 条要点") % words, max_length=500, required=False
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The points that a return may ask for, as pairs of fields; none where the record's room names no topics."""
        return [(self[f"about_{number}"], self[f"point_{number}"]) for number in self.numbers]

    @property
    def points(self) -> list[tuple[str, str]]:
        """What was asked for, each with what it is about."""
        data = self.cleaned_data
        asked = ((data[f"about_{number}"], data[f"point_{number}"].strip()) for number in self.numbers)
        return [(about, text) for about, text in asked if text]


@hooks.on("approvals.panel")
def panel(subject: models.Model, actor: Actor) -> dict[str, Any] | None:
    """What `thread/approval_panel.html` shows of a record's last chain: the offices, their opinions, the actor's turn.

    The foundations, which stand below, ask for it by the hook's name.
    """
    approval = approvals.latest(subject)
    if approval is None:
        return None
    may = actor.may("kernel.approval:approve", approval)
    return {**shown(approval), "form": form_for(approval, subject) if may else None}


def shown(approval: Approval) -> dict[str, Any]:
    """The offices of a chain in order, each with its badge."""
    return {"approval": approval, "steps": [(step, LOOKS[StepState(step.state)]) for step in approval.steps.all()]}


def form_for(approval: Approval, subject: models.Model | None, *data: Any) -> OpinionForm:
    """The form of an opinion, with the topics that the record's room offers for the points of a return."""
    offered = hooks.call("approvals.topics", subject=subject) if subject is not None else []
    return OpinionForm(*data, version=approval.version, topics=next((one for one in offered if one), ()))


def _subject(approval: Approval) -> models.Model | None:
    found: models.Model | None = (
        apps.get_model(approval.subject_type)._default_manager.filter(pk=approval.subject_id).first()
    )
    return found


@signed_in_page
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the opinion; one that is missing or late comes back on a page of its own, with what was typed."""
    approval = get_object_or_404(Approval, pk=pk)
    form = form_for(approval, _subject(approval), request.POST or None)
    verb, done = VERBS.get(request.POST.get("decision", ""), VERBS["approve"])
    if request.method == "POST" and form.is_valid():
        try:
            points = {"points": form.points} if verb is approvals.send_back and form.points else {}
            act(request, verb, approval, opinion=form.cleaned_data["opinion"], **points)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{approval.title}：{done}")
            return redirect(approval.path)
    if not request.actor.may("kernel.approval:approve", approval) and not form.errors:
        return redirect(approval.path)
    context = {
        "head": {"title": _("审批"), "sub": [approval.title]},
        "crumbs": [parts.Crumb(approval.title, approval.path), parts.Crumb(_("审批"))],
        "problems": form.problems,
        "approval_panel": {**shown(approval), "form": form},
    }
    return render(request, "thread/approval.html", context)
