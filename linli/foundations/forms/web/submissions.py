"""What was sent in: the list of a form's submissions, one of them, its review, and the way out of the house."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.foundations.forms import actions
from linli.foundations.forms.models import Form, Submission
from linli.foundations.forms.states import ReviewState
from linli.foundations.forms.web import values, words
from linli.foundations.forms.web.forms import ReasonForm
from linli.foundations.forms.web.pages import seen as forms_seen
from linli.foundations.places.models import Place
from linli.kernel import hooks, rls
from linli.kernel.actions import Action
from linli.kernel.errors import Refusal
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action as Button
from linli.ui.parts import Crumb, Fact, Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, submit
from linli.ui.web.verb_page import may_now


def seen(request: ActorRequest) -> QuerySet[Submission]:
    """To be read inside `rls.acting`."""
    return Submission.objects.visible_to(request.actor).select_related(
        "form__organisation", "form_version", "organisation", "person"
    )


class SubmissionFilter(django_filters.FilterSet):  # type: ignore[misc]
    since = django_filters.DateFilter(label=gettext_lazy("自"), field_name="received_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=gettext_lazy("至"), field_name="received_at", lookup_expr="date__lte")
    town = django_filters.ChoiceFilter(
        label=gettext_lazy("镇街"),
        field_name="place_code",
        lookup_expr="startswith",
        empty_label=gettext_lazy("全部镇街"),
    )
    q = django_filters.CharFilter(label=gettext_lazy("填报编号"), field_name="instance_id", lookup_expr="icontains")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = list(Place.objects.towns().values_list("code", "name"))


class SubmissionTable(tables.Table):
    number = tables.TitleColumn(
        gettext_lazy("填报"), accessor="instance_id", note="form_version__label", note_name=gettext_lazy("版本")
    )
    place = tables.TextColumn(gettext_lazy("区域"), accessor="place_name", order_by="place_code", card="half")
    organisation = tables.TextColumn(
        gettext_lazy("采集单位"), accessor="organisation__name", orderable=False, empty=gettext_lazy("公开网页")
    )
    person = tables.TextColumn(gettext_lazy("采集人"), accessor="person__name", orderable=False, card="hide")
    road = tables.TextColumn(gettext_lazy("来源"), accessor="get_road_display", orderable=False, card="hide")
    status = tables.StatusColumn(gettext_lazy("审核"), accessor="shown_status", orderable=False)
    received = tables.DayColumn(gettext_lazy("收到"), accessor="received_at")

    caption = gettext_lazy("填报")


class SubmissionListPage(ListPage):
    template_name = "xforms/submissions.html"
    table_class = SubmissionTable
    filter_class = SubmissionFilter
    title = gettext_lazy("填报")
    tab_field = "state"
    tab_labels = ReviewState.choices
    default_sort = "-received"
    can_export = False
    empty_text = gettext_lazy("手机和网页提交的填报都列在这里。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with rls.acting(request.actor):  # type: ignore[attr-defined]
            return super().get(request, *args, **kwargs)

    def form(self) -> Form:
        found: Form = get_object_or_404(forms_seen(self.request), pk=self.kwargs["pk"])  # type: ignore[arg-type]
        return found

    def queryset(self) -> QuerySet[Submission]:
        rows = seen(self.request).current().filter(form=self.form())  # type: ignore[arg-type, attr-defined]
        return rows.defer("xml", "answers", "form_version__xml", "form_version__schema")  # type: ignore[no-any-return]

    def table(self, rows: Any) -> tables.Table:
        names = dict(Place.objects.filter(code__in={row.place_code for row in rows}).values_list("code", "name"))
        for row in rows:
            row.shown_status, row.place_name = words.status(row), names.get(row.place_code, row.place_code)
        return super().table(rows)

    def extra_context(self) -> dict[str, Any]:
        form = self.form()
        return {
            "crumbs": words.way(Crumb(form.title, form.get_absolute_url()), Crumb(_("填报"))),
            "form_record": form,
            "tab_now": self.tab,
            "may_export": self.request.actor.may("xforms.form:export", form),  # type: ignore[attr-defined]
            "may_personal": self.request.actor.may("xforms.form:export_personal", form),  # type: ignore[attr-defined]
        }


def _one(request: ActorRequest, pk: int) -> Submission:
    with rls.acting(request.actor):
        return get_object_or_404(seen(request), pk=pk)


@needs("xforms.submission:list")
def submission_page(request: ActorRequest, pk: int) -> HttpResponse:
    return _show(request, _one(request, pk))


@needs("xforms.submission:list")
@require_POST
def reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the answers unmasked, in the answer to this request only."""
    found = _one(request, pk)
    try:
        actions.reveal(found, actor=request.actor)
    except Refusal as refusal:
        return _show(request, found, problems=[Problem(sentence(refusal))])
    return _show(request, _one(request, pk), shown=True)


VERBS: dict[str, Action[Any, Any]] = {"approve": actions.approve, "doubt": actions.doubt, "reject": actions.reject}


@needs("xforms.submission:list")
@require_POST
def review(request: ActorRequest, pk: int, verb: str) -> HttpResponse:
    found = _one(request, pk)
    form = ReasonForm(request.POST)
    wanted = VERBS[verb]
    done = submit(
        request, form, lambda data: act(request, wanted, found, reason=data["reason"]), done=_("审核结果已保存")
    )
    return done or _show(request, found, form=form)


def _show(request: ActorRequest, found: Submission, **more: Any) -> HttpResponse:
    with rls.acting(request.actor):
        return render(request, "xforms/submission.html", _context(request, found, **more))


def _context(
    request: ActorRequest, found: Submission, *, shown: bool = False, form: Any = None, **more: Any
) -> dict[str, Any]:
    versions = list(found.versions().defer("xml").select_related("form_version", "form"))
    older = next((one for one in versions if one.pk < found.pk), None)
    place = Place.objects.filter(code=found.place_code).values_list("name", flat=True).first()
    reader = values.Reader(found, shown=shown)
    return {
        "crumbs": words.way(
            Crumb(found.form.title, found.form.get_absolute_url()),
            Crumb(_("填报"), reverse("xforms:submissions", args=[found.form_id])),
            Crumb(str(found)),
        ),
        "head": {
            "title": _("填报 %s") % found.pk,
            "sub": [found.form.title, _("版本 %s") % found.form_version.label],
            "actions": _buttons(request, found),
        },
        "submission": found,
        "values": reader.values(),
        "facts": [
            Fact(_("审核"), status=words.status(found)),
            Fact(_("审核意见"), found.reason),
            Fact(_("收到"), formats.moment(found.received_at)),
            Fact(_("区域"), place or found.place_code),
            Fact(_("采集单位"), str(found.organisation) if found.organisation else _("公开网页")),
            Fact(_("采集人"), str(found.person) if found.person else "—"),
            Fact(_("附件"), _("已齐") if found.complete else _("还没有传完")),
        ],
        "versions": versions if len(versions) > 1 else [],
        "changes": values.changes(older, found, shown=shown) if older else [],
        "masked": bool(reader.personal) and not shown,
        "shown": shown,
        "may_reveal": request.actor.may("xforms.submission:reveal", found),
        "may": {name: found.is_current and may_now(verb, request.actor, found) for name, verb in VERBS.items()},
        "form": form or ReasonForm(version=found.version),
        "problems": form.problems if form is not None else [],
        "panels": [one for one in hooks.call("xforms.panel", found, request.actor) if one],
        **more,
    }


def _buttons(request: ActorRequest, found: Submission) -> list[Button]:
    if found.is_current and request.actor.may("xforms.submission:amend", found):
        return [Button(_("修改填报"), reverse("xforms:amend", args=[found.pk]), "pencil")]
    return []
