"""The form pages of the follow-up, and the page of a visit that is done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.web.verb_page import VerbPage, way
from linli.flow.s6_followup.actions import following, visiting
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.s6_followup.states import VisitState
from linli.flow.s6_followup.web import forms
from linli.flow.s6_followup.web.tables import visit_status
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.due import fact as due_fact
from linli.ui.web.access import ActorRequest, require
from linli.ui.web.verb_page import may_now


def visit_title(visit: Visit) -> str:
    return _("第 %(months)d 个月回访") % {"months": visit.months}


class VisitPage(VerbPage):
    """The form while the visit is planned and the actor may record it; else what is known of the visit."""

    model, verb, form_class, tab = Visit, visiting.record_visit, forms.VisitForm, "followup"
    done = gettext_lazy("回访已登记")

    def get(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        visit = get_object_or_404(Visit.objects.select_related("project"), **keys)
        if may_now(self.verb, request.actor, visit):
            return super().get(request, **keys)
        require(request.actor, "followup.followup:view", visit)
        context = {
            "head": {"title": visit_title(visit), "sub": [visit.project.title]},
            "crumbs": way(visit.project, "followup", parts.Crumb(visit_title(visit))),
            "visit": visit,
            "facts": visit_facts(visit),
            "issues": visit.issues.all(),
        }
        return render(request, "followup/visit.html", context)

    def back(self, record: Visit) -> str:
        return record.followup.get_absolute_url()

    def initial(self, record: Visit) -> dict[str, Any]:
        return {"visited_on": clock.today()}

    def then(self, answer: Visit) -> str:
        return answer.followup.get_absolute_url()

    def title(self, record: Visit) -> str:
        return visit_title(record)

    def facts(self, record: Visit) -> list[parts.Fact]:
        return [
            parts.Fact(_("应回访日期"), formats.day_full(record.due_on)),
            parts.Fact(_("起算日期"), formats.day_full(record.followup.began_on)),
            parts.Fact(_("承接主体"), str(record.project.provider)),
            parts.Fact(_("评估等级"), record.project.grade),
        ]

    def clauses(self, record: Visit) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("followup.visit_months")),) if one]


def visit_facts(visit: Visit) -> list[parts.Fact]:
    made = [
        parts.Fact(_("状态"), status=visit_status(visit)),
        parts.Fact(_("应回访日期"), formats.day_full(visit.due_on)),
    ]
    if visit.state != VisitState.DONE:
        return made
    return [
        *made,
        parts.Fact(_("回访日期"), formats.day_full(visit.visited_on)),
        parts.Fact(_("回访人数"), f"{visit.people:,}", _("人")),
        parts.Fact(_("效果"), visit.get_lasted_display()),
        parts.Fact(_("满意度"), f"{visit.satisfaction} / 5"),
        parts.Fact(_("回访情况"), visit.summary),
    ]


class Close(VerbPage):
    model, verb, form_class, tab = FollowUp, following.close, forms.CloseForm, "followup"
    done = gettext_lazy("项目已办结")


class Complain(VerbPage):
    model, verb, form_class, tab = FollowUp, visiting.complain, forms.ComplaintForm, "followup"
    done = gettext_lazy("投诉已登记，转承接主体整改")


class IssuePage(VerbPage):
    model, tab = Issue, "followup"

    def facts(self, record: Issue) -> list[parts.Fact]:
        made = [
            parts.Fact(_("问题"), record.text),
            parts.Fact(_("来源"), record.get_source_display()),
            due_fact(_("整改期限"), record.due_at),
        ]
        return [*made, parts.Fact(_("整改情况"), record.mended)] if record.mended else made


class Mend(IssuePage):
    verb, form_class, done = visiting.mend, forms.MendForm, gettext_lazy("整改情况已报告")


class Confirm(IssuePage):
    verb, form_class, done = visiting.confirm, forms.ConfirmForm, gettext_lazy("问题已解决")


class ReturnMending(IssuePage):
    verb, form_class, done = visiting.send_back, forms.ReasonForm, gettext_lazy("已退回承接主体")
