"""Pages of suggested needs: the list, one with its evidence, and the decisions on it."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.actions.suggestions import MOST
from linli.flow.s1_needs.analysis import gap, suggested
from linli.flow.s1_needs.models import NeedSuggestion
from linli.flow.s1_needs.rules import CRITERIA
from linli.flow.s1_needs.states import Source, SuggestionState
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.analysis_forms import AcceptForm, AttachForm, DeclineForm, DeclineManyForm
from linli.flow.s1_needs.web.lists import PlaceFilter, actions_for
from linli.flow.s1_needs.web.needs import weights
from linli.flow.s1_needs.web.pages import crumbs
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue.web import chosen
from linli.foundations.rulebook import book
from linli.ui import parts, tables
from linli.ui.clauses import chip
from linli.ui.lists import ListPage
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage, may_now

SHOWN_VOICES = 20


def trail(*more: parts.Crumb) -> list[parts.Crumb]:
    return crumbs(parts.Crumb(_("需求建议"), reverse("needs:suggestion_list")), *more)


class SuggestionFilter(PlaceFilter):
    source = django_filters.ChoiceFilter(
        label=gettext_lazy("来源"), choices=Source.choices, empty_label=gettext_lazy("全部来源")
    )


class ChosenColumn(tables.SelectColumn):
    """What is decided has no box."""

    def render(self, value: Any, record: NeedSuggestion) -> SafeString | str:  # type: ignore[override]
        return super().render(value, record) if record.state == SuggestionState.PROPOSED else ""


class SuggestionTable(tables.Table):
    chosen = ChosenColumn(form="many")
    title = tables.TitleColumn(gettext_lazy("需求建议"), note="basis", note_name=gettext_lazy("依据"), orderable=False)
    topic = tables.TextColumn(
        gettext_lazy("类别"), accessor="get_topic_display", order_by="topic", card="half",
        note="get_source_display", note_name=gettext_lazy("来源"),
    )  # fmt: skip
    place = tables.TextColumn(gettext_lazy("区域"), accessor="place__name", order_by="place_code", card="half")
    people = tables.NumberColumn(gettext_lazy("受益人数"), accessor="beneficiaries")
    status = tables.StateColumn(
        gettext_lazy("状态"), badges.of_suggestion, accessor="get_state_display", orderable=False
    )
    made = tables.DayColumn(gettext_lazy("提出"), accessor="created_at", card="hide", optional=True)

    caption = gettext_lazy("需求建议")


class SuggestionListPage(ListPage):
    template_name = "needs/suggestions.html"
    table_class = SuggestionTable
    filter_class = SuggestionFilter
    title = gettext_lazy("需求建议")
    tab_field = "state"
    tab_labels = SuggestionState.choices
    default_sort = "-people"
    empty_text = gettext_lazy("从诉求、问卷和统计中归并出来的、议事提出的需求都列在这里，由人确认。")

    def queryset(self) -> QuerySet[NeedSuggestion]:
        return NeedSuggestion.objects.visible_to(self.request.actor).select_related("place")  # type: ignore[attr-defined]

    def actions(self) -> list[parts.Action]:
        return actions_for(self.request.actor, ("needs", "mappings", "deliberation_new", "run_new"))  # type: ignore[attr-defined]

    def extra_context(self) -> dict[str, Any]:
        return {"may_decline": self.request.actor.may("needs.suggestion:decline_many")}  # type: ignore[attr-defined]


def seen(request: ActorRequest, pk: int) -> NeedSuggestion:
    """The suggestion, if the actor may see it."""
    found = NeedSuggestion.objects.select_related("place", "organisation", "run", "deliberation", "need")
    suggestion: NeedSuggestion = get_object_or_404(found, pk=pk)
    require(request.actor, "needs.suggestion:view", suggestion)
    return suggestion


@needs("needs.suggestion:list")
def suggestion_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One suggestion, and what it rests on."""
    found = seen(request, pk)
    voices = found.voices.visible_to(request.actor).select_related("place").order_by("-id")
    context = {
        "crumbs": trail(parts.Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [found.place.name, found.get_topic_display(), found.get_source_display()],
            "actions": _buttons(request, found),
        },
        "suggestion": found,
        "facts": facts(found),
        "scores": scores(found),
        "gap_hint": gap.suggest(gap.supply_of(found.place, found.catalogue_code)),
        "voices": [(voice, badges.of_voice(voice)) for voice in voices[:SHOWN_VOICES]],
        "voice_count": voices.count(),
    }
    return render(request, "needs/suggestion.html", context)


def facts(found: NeedSuggestion) -> list[parts.Fact]:
    item = catalogue.item(found.catalogue_code) if found.catalogue_code else None
    return [
        parts.Fact(_("状态"), status=badges.of_suggestion(found)),
        parts.Fact(_("区域"), found.place.name),
        parts.Fact(_("受益人数"), f"{found.beneficiaries:,}", _("人")),
        parts.Fact(_("目录项"), str(item) if item else _("暂不归入")),
        parts.Fact(_("来源"), found.get_source_display()),
        parts.Fact(_("提出单位"), str(found.organisation)),
    ]


def scores(found: NeedSuggestion) -> list[parts.Fact]:
    return [parts.Fact(label, f"{found.scores[name]} / 5") for name, label in CRITERIA.items()]


def _buttons(request: ActorRequest, found: NeedSuggestion) -> list[parts.Action]:
    offers = (
        (actions.decline, "needs:suggestion_decline", "danger"),
        (actions.attach, "needs:suggestion_attach", "default"),
        (actions.accept, "needs:suggestion_accept", "primary"),
    )
    return [
        parts.Action(verb.label, reverse(name, args=[found.pk]), variant=variant)
        for verb, name, variant in offers
        if may_now(verb, request.actor, found)
    ]


class DecisionPage(VerbPage):
    """One decision on a suggestion."""

    model = NeedSuggestion

    def queryset(self) -> QuerySet[NeedSuggestion]:
        return NeedSuggestion.objects.select_related("place", "organisation")

    def crumbs(self, record: Any) -> list[parts.Crumb]:
        return trail(parts.Crumb(record.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[parts.Fact]:
        return [parts.Fact(_("依据"), record.basis), *scores(record)]


class AcceptPage(DecisionPage):
    verb = actions.accept
    form_class = AcceptForm
    template_name = "needs/accept.html"
    done = gettext_lazy("需求已确认")
    button = gettext_lazy("确认需求")

    def arguments(self, record: Any) -> dict[str, Any]:
        return {"suggestion": record, "matches": suggested.nearest(record.title, record.basis)}

    def initial(self, record: Any) -> dict[str, Any]:
        names = ("title", "topic", "basis", "beneficiaries", "catalogue_code", *record.scores)
        return {name: getattr(record, name) for name in names}

    def more(self, record: Any) -> dict[str, Any]:
        hint = gap.suggest(gap.supply_of(record.place, record.catalogue_code))
        code = self.request.POST.get("catalogue_code", record.catalogue_code)
        known = chosen.of(code, self.request.actor.organisation_kind)
        return {"weights": weights(), "clause": chip(book.citation("needs.weights")), "gap_hint": hint, **known}


class AttachPage(DecisionPage):
    verb = actions.attach
    form_class = AttachForm
    done = gettext_lazy("建议已并入需求")

    def arguments(self, record: Any) -> dict[str, Any]:
        return {"suggestion": record, "actor": self.request.actor}


class DeclinePage(DecisionPage):
    verb = actions.decline
    form_class = DeclineForm
    done = gettext_lazy("已记为不采纳")


@needs("needs.suggestion:decline_many")
def decline_many(request: ActorRequest) -> HttpResponse:
    """Several at once, for one reason; the list sends which."""
    given = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in given.getlist("chosen") if key.isascii() and key.isdigit()][:MOST]
    form = DeclineManyForm(request.POST or None, actor=request.actor, keys=keys)

    def do(data: Mapping[str, Any]) -> None:
        act(request, actions.decline_many, suggestions=list(data["chosen"]), reason=data["reason"])

    return form_page(
        request,
        form,
        do,
        title=_("批量不采纳"),
        button=_("不采纳所选建议"),
        done=_("已记为不采纳"),
        then=reverse("needs:suggestion_list"),
        cancel_url=reverse("needs:suggestion_list"),
        crumbs=trail(),
    )
