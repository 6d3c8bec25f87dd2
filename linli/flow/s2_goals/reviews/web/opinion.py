"""One opinion: the expert's page with the design to read and the form to fill in, and what the purchaser's clerk does."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s2_goals.reviews import actions
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.s2_goals.reviews.states import Criterion, OpinionState
from linli.flow.s2_goals.reviews.web import seeing
from linli.flow.s2_goals.reviews.web.forms import AnswerForm, GiveForm, ReasonForm
from linli.flow.s2_goals.reviews.web.opinions import shown, side_by_side
from linli.flow.s2_goals.web import summary
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import formats
from linli.ui.clauses import chip
from linli.ui.due import due_of
from linli.ui.parts import Countdown, Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press, submit
from linli.ui.web.verb_page import VerbPage, may_now


@needs("goals.opinion:list")
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """The design to read, and below it the expert's own form, or what was handed in."""
    opinion = seeing.opinion_seen(request, pk)
    design = opinion.design
    may_give = may_now(actions.give, request.actor, opinion) and design.is_editable
    form = GiveForm(posted(request), version=opinion.version)
    if request.method == "POST":
        require(request.actor, "goals.opinion:give", opinion)
        gone = submit(
            request, form, lambda data: act(request, actions.give, opinion, **_given(data)),
            done=_("论证意见已提交"), then=opinion.get_absolute_url(),
        )  # fmt: skip
        if gone is not None:
            return gone
    inside = request.actor.may("goals.review:read", opinion.project)
    every = seeing.opinions_shown(design, request.actor)
    context = {
        **summary.of(design),
        "crumbs": seeing.way(design, seeing.desk_crumb(design), Crumb(opinion.person.name))
        if inside
        else [Crumb(_("待办"), reverse("inbox:index")), Crumb(_("论证项目方案"))],
        "head": {"title": _("论证项目方案"), "sub": [design.project.title, str(design.project.purchaser)]},
        "opinion": shown(opinion, request.actor),
        "others": [shown(one, request.actor) for one in every if one.pk != opinion.pk and one.is_handed_in],
        "table": side_by_side(every),
        "form": form if may_give or form.is_bound else None,
        "countdown": _countdown(opinion) if opinion.state == OpinionState.ASKED else None,
        "decline_url": reverse("goals:opinion_decline", args=[opinion.pk]) if may_give else "",
    }
    return render(request, "reviews/opinion.html", context, status=422 if form.is_bound and form.errors else 200)


def _given(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the verb takes it."""
    keys = [name for name in data if name.startswith("point_")]
    return {
        "marks": [actions.Mark(one.value, data[f"grade_{one.value}"], data[f"words_{one.value}"]) for one in Criterion],
        "conclusion": data["conclusion"],
        "summary": data["summary"],
        "points": [data[name] for name in keys if data[name].strip()],
        "untied": data["untied"],
    }


def _countdown(opinion: ExpertOpinion) -> Countdown:
    due = due_of(opinion.due_at)
    late = opinion.due_at < clock.now()
    return Countdown(
        moment=formats.moment(opinion.due_at),
        duty=_("提交论证意见"),
        left=due.text,
        tone=due.tone or "calm",
        clause=chip(book.citation("feasibility.days")),
        title=_("意见期限"),
        note=_("逾期仍可提交，意见上注明") if late else "",
    )


class _OpinionPage(VerbPage):
    def queryset(self) -> QuerySet[ExpertOpinion]:
        found = ExpertOpinion.objects.select_related("project__purchaser", "design__project", "person", "organisation")
        return found.prefetch_related("points")

    def crumbs(self, record: ExpertOpinion) -> Sequence[Crumb]:
        return [Crumb(_("论证项目方案"), record.get_absolute_url())]

    def sub(self, record: ExpertOpinion) -> Sequence[Any]:
        return [record.project.title, record.person.name]


class _FromDesk(_OpinionPage):
    """What the purchaser's clerk does: it leads back to the desk."""

    def crumbs(self, record: ExpertOpinion) -> Sequence[Crumb]:
        return seeing.way(record.design, seeing.desk_crumb(record.design))

    def then(self, answer: Any) -> str:
        return seeing.desk_crumb(answer.design).url

    def back(self, record: ExpertOpinion) -> str:
        return seeing.desk_crumb(record.design).url


class Decline(_OpinionPage):
    verb, form_class = actions.decline, ReasonForm
    done = gettext_lazy("已谢绝论证")
    hint = gettext_lazy("有利害关系的请写明关系；不能参加的写明原因。采购人会另请专家。")


class Cancel(_FromDesk):
    verb, form_class = actions.cancel, ReasonForm
    done = gettext_lazy("论证邀请已取消")


class Answer(_FromDesk):
    """The clerk's answer to every recommendation."""

    verb, form_class, template_name = actions.answer, AnswerForm, "reviews/answer.html"
    done = gettext_lazy("论证意见已逐条回应")
    hint = gettext_lazy("回应提交后不能修改，随论证意见一并送审批人。")

    def arguments(self, record: ExpertOpinion) -> dict[str, Any]:
        return {"points": record.points.all()}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        answers = [
            actions.Answer(point.order, data[f"taken_{point.order}"], data[f"reply_{point.order}"])
            for point in record.points.all()
        ]
        return act(self.request, self.verb, record, answers=answers)


@needs("goals.opinion:list")
@require_POST
def remind(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask an expert again."""
    opinion = seeing.opinion_seen(request, pk)
    return press(request, actions.remind, opinion, done=_("已催办"), then=seeing.desk_crumb(opinion.design).url)
