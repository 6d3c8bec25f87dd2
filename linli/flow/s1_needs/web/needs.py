"""Pages of needs: one need with how its rank came about, and the forms that change it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.analysis import gap, suggested
from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.forms import AdoptForm, DropForm, NeedForm, NeedWordsForm, RankForm
from linli.flow.s1_needs.web.pages import SURE, crumbs
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue.web import chosen
from linli.foundations.rulebook import book
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, press
from linli.ui.web.form_page import form_page


def seen(request: ActorRequest, pk: int, permission: str = "needs.need:view") -> Need:
    """The need, if the actor has the permission for it."""
    need = get_object_or_404(Need.objects.select_related("place", "organisation"), pk=pk)
    require(request.actor, permission, need)
    return need


def trail(need: Need) -> list[parts.Crumb]:
    return crumbs(parts.Crumb(need.number, need.get_absolute_url()))


@needs("needs.need:list")
def need_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One need."""
    need = seen(request, pk)
    voices = need.voices.visible_to(request.actor).select_related("place").order_by("-id")
    context = {
        "crumbs": crumbs(parts.Crumb(need.number)),
        "head": {
            "title": need.title,
            "sub": [need.number, need.get_topic_display()],
            "actions": _buttons(request, need),
        },
        "need": need,
        "adoptions": need.adoptions.select_related("project").order_by("pk"),
        "facts": facts(need),
        "terms": need.explanation,
        "item": catalogue.item(need.catalogue_code) if need.catalogue_code else None,
        "matches": _matches(request, need),
        "clause": chip(book.citation("needs.weights")),
        "voices": [(voice, badges.of_voice(voice)) for voice in voices[:20]],
        "voice_count": voices.count(),
        "listings": need.listings.select_related("needs_list__place").order_by("-id")[:5],
    }
    return render(request, "needs/need.html", context)


def _matches(request: ActorRequest, need: Need) -> list[Any]:
    """The nearest items of the catalogue with how sure that is in words, for whoever may take one."""
    if need.state not in ("draft", "listed") or not request.actor.may("needs.need:classify", need):
        return []
    return [(one, SURE[one.confidence]) for one in suggested.nearest(need.title, need.description)]


def facts(need: Need) -> list[parts.Fact]:
    return [
        parts.Fact(_("状态"), status=badges.of_need(need)),
        parts.Fact(_("区域"), need.place.name),
        parts.Fact(_("受益人数"), f"{need.beneficiaries:,}", _("人")),
        parts.Fact(_("确认单位"), str(need.organisation)),
        parts.Fact(_("确认时间"), formats.day(need.created_at)),
        parts.Fact(_("列入清单"), formats.day(need.listed_at) if need.listed_at else _("未列入")),
    ]


def _buttons(request: ActorRequest, need: Need) -> list[parts.Action]:
    found = []
    for label, name, variant, permission, states in (
        (_("修改"), "needs:need_revise", "default", "needs.need:revise", ["draft"]),
        (_("评定优先程度"), "needs:need_rank", "default", "needs.need:rank", ["draft"]),
        (_("撤销需求"), "needs:need_drop", "danger", "needs.need:drop", ["draft"]),
        (_("确认立项"), "needs:need_adopt", "primary", "needs.need:adopt", ["listed"]),
        (_("再立一个项目"), "needs:need_adopt_further", "default", "needs.need:adopt_further", ["adopted"]),
    ):
        if need.state in states and request.actor.may(permission, need):
            found.append(parts.Action(label, reverse(name, args=[need.pk]), variant=variant))
    own = need.place_code == request.actor.place_code
    if need.state == "draft" and own and request.actor.may("needs.list:prepare"):
        found.append(parts.Action(_("公布清单"), reverse("needs:list_publish"), variant="primary"))
    return found


@needs("needs.need:enter")
def need_new(request: ActorRequest) -> HttpResponse:
    """Confirm a need from voices (`?voice=12`), or enter one."""
    form = NeedForm(request.POST or None, actor=request.actor, initial=_from_voices(request))

    def confirm(data: dict[str, Any]) -> Need:
        words = {key: data[key] for key in (*_WORDS, *_SCORES, "catalogue_code")}
        return act(request, actions.confirm, place=data["place"], voices=data["voices"], **words)  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        confirm,
        title=_("确认需求"),
        button=_("确认需求"),
        done=_("需求已确认"),
        cancel_url=reverse("needs:need_list"),
        crumbs=crumbs(),
        template="needs/need_new.html",
        **chosen.of(form["catalogue_code"].value(), request.actor.organisation_kind),
        weights=weights(),
        clause=chip(book.citation("needs.weights")),
    )


def _from_voices(request: ActorRequest) -> dict[str, Any]:
    """The voices named in the address, ticked; place and topic of the first."""
    keys = [int(pk) for pk in request.GET.getlist("voice") if pk.isdigit()]
    chosen = list(Voice.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))
    if not chosen:
        return {}
    return {"voices": [voice.pk for voice in chosen], "place": chosen[0].place_id, "topic": chosen[0].topic}


_WORDS = ("title", "topic", "description", "basis")
_SCORES = ("beneficiaries", "breadth", "urgency", "vulnerability", "gap")


def weights() -> list[parts.Fact]:
    """What each criterion counts today, in percent."""
    found = rules.terms_of(dict.fromkeys(rules.CRITERIA, 5), book.value("needs.weights"))
    return [parts.Fact(term.label, f"{term.weight.normalize():f}%") for term in found]


@needs("needs.need:enter")
def revise(request: ActorRequest, pk: int) -> HttpResponse:
    need = seen(request, pk, "needs.need:revise")
    initial = {key: getattr(need, key) for key in _WORDS}
    form = NeedWordsForm(request.POST or None, initial=initial, version=need.version)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.revise, need, **{key: data[key] for key in _WORDS}),
        title=_("修改需求"),
        button=_("保存修改"),
        done=_("需求已修改"),
        cancel_url=need.get_absolute_url(),
        crumbs=trail(need),
    )


@needs("needs.need:enter")
def rank(request: ActorRequest, pk: int) -> HttpResponse:
    need = seen(request, pk, "needs.need:rank")
    initial = {key: getattr(need, key) for key in _SCORES}
    form = RankForm(request.POST or None, initial=initial, version=need.version)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.rank, need, **{key: data[key] for key in _SCORES}),
        title=_("评定优先程度"),
        button=_("保存评定"),
        done=_("优先程度已评定"),
        cancel_url=need.get_absolute_url(),
        crumbs=trail(need),
        sub=[need.title],
        template="needs/rank.html",
        weights=weights(),
        clause=chip(book.citation("needs.weights")),
        gap_hint=gap.suggest(gap.supply_of(need.place, need.catalogue_code)),
    )


@needs("needs.need:list")
@require_POST
def classify(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a suggested item of the catalogue, in one press."""
    need = seen(request, pk, "needs.need:classify")
    code = request.POST.get("catalogue_code", "")[:20]
    back = need.get_absolute_url()
    return press(request, actions.classify, need, catalogue_code=code, done=_("目录项已归入"), then=back)


@needs("needs.need:enter")
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    need = seen(request, pk, "needs.need:drop")
    return form_page(
        request,
        DropForm(request.POST or None, version=need.version),
        lambda data: act(request, actions.drop, need, reason=data["reason"]),
        title=_("撤销需求"),
        button=_("撤销需求"),
        done=_("需求已撤销"),
        cancel_url=need.get_absolute_url(),
        crumbs=trail(need),
        sub=[need.title],
    )


@needs("needs.need:list")
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """Make a project of it; the purchaser is the organisation that the actor acts for."""
    need = seen(request, pk, "needs.need:adopt")
    form = AdoptForm(request.POST or None, need=need, version=need.version)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.adopt, need, title=data["title"], communities=list(data["communities"])),
        title=_("确认立项"),
        button=_("确认立项"),
        done=_("项目已建立，请编制方案"),
        cancel_url=need.get_absolute_url(),
        crumbs=trail(need),
        sub=[_("采购人：%(name)s") % {"name": request.actor.organisation_name}],
        template="needs/adopt.html",
        **chosen.of(need.catalogue_code, request.actor.organisation_kind),
        then=lambda project: reverse("thread:tab", args=[project.pk, "goals"]),
    )
