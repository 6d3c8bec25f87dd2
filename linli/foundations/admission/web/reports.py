"""Pages of reports (未准入事项反映)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.admission import actions
from linli.foundations.admission.models import Report
from linli.foundations.admission.web import forms, words
from linli.kernel import clock
from linli.kernel.models import Task
from linli.kernel.models.files import StoredFile
from linli.ui import due, formats
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage, may_now


def way(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("社区准入"), reverse("admission:clerk")),
        Crumb(_("未准入事项反映"), reverse("admission:reports")),
        *more,
    ]


def seen(request: ActorRequest) -> QuerySet[Report]:
    found = Report.objects.visible_to(request.actor)
    return found.select_related("organisation", "department", "place", "admission")


@needs("admission.report:list")
def report(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    context = {
        "crumbs": way(Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [found.number, str(found.place), found.department.name],
            "actions": _buttons(request, found),
        },
        "report": found,
        "facts": _facts(found),
        "progress": _progress(found),
        "may_acknowledge": _is_unread(found) and may_now(actions.acknowledge_report, request.actor, found),
        "files": StoredFile.objects.filter(subject_type="admission.report", subject_id=found.pk),
    }
    return render(request, "admission/report.html", context)


def _is_unread(found: Report) -> bool:
    asked = Task.objects.open().filter(verb=actions.acknowledge_report.name, subject_id=found.pk)
    return asked.exists()


def _facts(found: Report) -> list[Fact]:
    return [
        Fact(_("状态"), status=words.status(found)),
        Fact(_("反映单位"), str(found.organisation)),
        Fact(_("下派部门"), str(found.department)),
        Fact(_("下派日期"), formats.day_full(found.occurred_on)),
        Fact(_("情况说明"), found.what),
        due.fact(_("答复期限"), found.answer_due_at),
        due.fact(_("认定期限"), found.due_at),
    ]


def _progress(found: Report) -> list[Fact]:
    """What was answered, decided and done, each with its day."""
    made = []
    if found.answer:
        made += [
            Fact(_("部门答复"), found.get_answer_display()),
            Fact(_("答复时间"), formats.moment(found.answered_at)),
            Fact(_("答复说明"), found.answer_text),
        ]
    if found.admission is not None:
        made.append(Fact(_("准入事项"), f"{found.admission.number or found.admission.reference} {found.admission}"))
    if found.outcome:
        made += [
            Fact(_("认定结果"), found.get_outcome_display(), strong=True),
            Fact(_("认定时间"), formats.moment(found.decided_at)),
            Fact(_("认定理由"), found.decision),
        ]
    if found.closing:
        made += [Fact(_("办结情况"), found.closing), Fact(_("办结时间"), formats.moment(found.closed_at))]
    return made


def _buttons(request: ActorRequest, found: Report) -> list[Action]:
    made = []
    for verb, label, name, icon in (
        (actions.answer, _("答复反映"), "report_answer", "message-2"),
        (actions.decide, _("认定反映"), "report_decide", "gavel"),
        (actions.close, _("办结反映"), "report_close", "check"),
    ):
        early = verb is actions.decide and found.state == "filed" and clock.now() <= found.answer_due_at
        if not early and may_now(verb, request.actor, found):
            made.append(Action(label, reverse(f"admission:{name}", args=[found.pk]), icon, "primary"))
    return made


@needs("admission.report:file")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    form = forms.ReportForm(posted(request), request.FILES or None)

    def run(data: dict[str, Any]) -> Any:
        evidence = data.pop("evidence")
        return act(request, actions.file, evidence=[evidence] if evidence else [], **data)

    return form_page(
        request,
        form,
        run,
        title=_("反映未准入事项"),
        sub=[_("部门限期答复，区民政局限期认定；公开时只计件数，不写人名")],
        button=_("提交反映"),
        done=_("反映已提交区民政局"),
        cancel_url=reverse("admission:reports"),
        crumbs=way(),
        template="ui/pages/verb.html",
    )


@needs("admission.report:list")
@require_POST
def acknowledge(request: ActorRequest, pk: int) -> HttpResponse:
    """The community says that it has read what came of its report."""
    found = get_object_or_404(seen(request), pk=pk)
    return press(request, actions.acknowledge_report, found, done=_("已知悉办理结果"), then=found.get_absolute_url())


class _ReportPage(VerbPage):
    def queryset(self) -> QuerySet[Report]:
        return seen(self.request)

    def crumbs(self, record: Report) -> list[Crumb]:
        return way(Crumb(record.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        return [*_facts(record), *_progress(record)]


class AnswerPage(_ReportPage):
    verb, form_class = actions.answer, forms.AnswerForm
    done = gettext_lazy("答复已提交")

    def arguments(self, record: Any) -> dict[str, Any]:
        return {"report": record}


class DecidePage(_ReportPage):
    verb, form_class = actions.decide, forms.DecideForm
    done = gettext_lazy("反映已认定")


class ClosePage(_ReportPage):
    verb, form_class = actions.close, forms.CloseForm
    done = gettext_lazy("反映已办结")

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, closing=data["closing"])
