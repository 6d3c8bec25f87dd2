"""Pages of one organisation."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.foundations.parties import actions
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.web import pages
from linli.foundations.parties.web.forms import ContactForm, OrganisationForm, ReasonForm
from linli.kernel.actions import Action as Verb
from linli.ui.forms import Form
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require, signed_in_page
from linli.ui.web.acting import act, posted, press, submit
from linli.ui.web.form_page import form_page, given


def crumbs(*organisations: Organisation) -> list[Crumb]:
    """The way to a page, through an organisation's if it is about one."""
    way = [Crumb(_("承接主体"), reverse("parties:providers"))]
    return way + [Crumb(one.name, one.get_absolute_url()) for one in organisations]


def found(request: ActorRequest, pk: int) -> Organisation:
    """The organisation, if the actor may see it; else 404, as for one that is not there."""
    return get_object_or_404(Organisation.objects.visible_to(request.actor).select_related("place"), pk=pk)


@signed_in_page
def show(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    may_see_people = request.actor.may("parties.person:view", organisation)
    return render(
        request,
        "parties/organisation.html",
        {
            "crumbs": [Crumb(_("承接主体"), reverse("parties:providers")), Crumb(organisation.name)],
            "head": {"title": organisation.name, "actions": pages.buttons(organisation, request.actor)},
            "organisation": organisation,
            "facts": pages.facts(organisation, request.actor),
            "members": pages.members(organisation, request.actor) if may_see_people else None,
            "may_invite": request.actor.may("parties.person:invite", organisation),
        },
    )


@needs("parties.organisation:create")
@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    return form_page(
        request,
        OrganisationForm(posted(request)),
        lambda data: act(request, actions.create, **data),
        title=_("登记单位"),
        done=_("单位已登记"),
        cancel_url=reverse("parties:organisations"),
        crumbs=crumbs(),
    )


def verb_page(
    verb: Verb[Any, Any], title: Any, done: Any, form: type[Form], *names: str, button: Any = ""
) -> Callable[..., HttpResponseBase]:
    """A page of one form for one verb on an organisation; the fields `names` begin with what stands."""

    @signed_in_page
    @require_http_methods(["GET", "POST"])
    def page(request: ActorRequest, pk: int) -> HttpResponse:
        organisation = found(request, pk)
        require(request.actor, verb.name, organisation)
        initial = {name: getattr(organisation, name) for name in names}
        return form_page(
            request,
            form(posted(request), initial=initial, version=organisation.version),
            lambda data: act(request, verb, organisation, **data),
            title=title,
            button=button,
            done=done,
            cancel_url=organisation.get_absolute_url(),
            crumbs=crumbs(organisation),
        )

    return page


update = verb_page(
    actions.update,
    gettext_lazy("更正信息"),
    gettext_lazy("单位信息已更正"),
    OrganisationForm,
    *("name", "short_name", "kind", "credit_code", "place", "grade"),
    button=gettext_lazy("保存更正"),
)
contact = verb_page(
    actions.update_contact,
    gettext_lazy("更新联系方式"),
    gettext_lazy("联系方式已更新"),
    ContactForm,
    *("contact_name", "contact_phone"),
    button=gettext_lazy("保存"),
)
suspend = verb_page(
    actions.suspend,
    gettext_lazy("暂停单位"),
    gettext_lazy("单位已暂停"),
    ReasonForm,
    button=gettext_lazy("确认暂停单位"),
)
resume = verb_page(
    actions.resume,
    gettext_lazy("恢复单位"),
    gettext_lazy("单位已恢复"),
    Form,
    button=gettext_lazy("确认恢复单位"),
)


@signed_in_page
@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """Approve a registration with one button, or refuse it with a reason."""
    organisation = found(request, pk)
    require(request.actor, "parties.organisation:approve", organisation)
    form = ReasonForm(posted(request), version=organisation.version)
    back = organisation.get_absolute_url()
    if request.method == "POST" and request.POST.get("decision") == "approve":
        return press(request, actions.approve, organisation, done=_("登记已通过，该单位可以登录"), then=back)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: act(request, actions.refuse, organisation, **given(data)),
            done=_("登记未通过，理由已告知"),
        )
        if done:
            return done
    if organisation.state != "pending" and request.method == "GET":
        return redirect(back)
    return render(
        request,
        "parties/review.html",
        {
            "crumbs": [*crumbs(organisation), Crumb(_("审核登记"))],
            "head": {"title": _("审核登记：%s") % organisation.name},
            "facts": pages.facts(organisation, request.actor),
            "form": form,
            "organisation": organisation,
        },
    )
