"""Pages of one organisation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.foundations.parties import actions
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.web import pages
from linli.foundations.parties.web.forms import ContactForm, OrganisationForm, ReasonForm
from linli.ui.forms import Form
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require, signed_in_page
from linli.ui.web.acting import act, posted, press, submit


def crumbs(organisation: Organisation | None, last: str) -> list[Crumb]:
    way = [Crumb(_("承接主体"), reverse("parties:providers"))]
    if organisation is not None:
        way.append(Crumb(organisation.name, organisation.get_absolute_url()))
    return [*way, Crumb(last)]


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


def form_page(
    request: ActorRequest, form: Form, title: str, verb: str, organisation: Organisation | None = None
) -> HttpResponse:
    """A form in the clerk's frame; 422 when it comes back with errors."""
    return render(
        request,
        "ui/pages/form.html",
        {
            "crumbs": crumbs(organisation, title),
            "head": {"title": title},
            "form": form,
            "submit": verb,
            "cancel_url": organisation.get_absolute_url() if organisation else reverse("parties:organisations"),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@needs("parties.organisation:create")
@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    form = OrganisationForm(posted(request))
    if request.method == "POST":
        done = submit(request, form, lambda data: act(request, actions.create, **own(data)), done=_("单位已登记"))
        if done:
            return done
    return form_page(request, form, _("登记单位"), _("登记单位"))


@signed_in_page
@require_http_methods(["GET", "POST"])
def update(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    require(request.actor, "parties.organisation:update", organisation)
    fields = ("name", "short_name", "kind", "credit_code", "place", "grade")
    initial = {name: getattr(organisation, name) for name in fields}
    form = OrganisationForm(posted(request), initial=initial, version=organisation.version)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: act(request, actions.update, organisation, **own(data)),
            done=_("单位信息已更正"),
        )
        if done:
            return done
    return form_page(request, form, _("更正信息"), _("保存更正"), organisation)


@signed_in_page
@require_http_methods(["GET", "POST"])
def contact(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    require(request.actor, "parties.organisation:update_contact", organisation)
    initial = {"contact_name": organisation.contact_name, "contact_phone": organisation.contact_phone}
    form = ContactForm(posted(request), initial=initial, version=organisation.version)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: act(request, actions.update_contact, organisation, **own(data)),
            done=_("联系方式已更新"),
        )
        if done:
            return done
    return form_page(request, form, _("更新联系方式"), _("保存"), organisation)


@signed_in_page
@require_http_methods(["GET", "POST"])
def suspend(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    require(request.actor, "parties.organisation:suspend", organisation)
    form = ReasonForm(posted(request), version=organisation.version)
    if request.method == "POST":
        done = submit(
            request, form, lambda data: act(request, actions.suspend, organisation, **own(data)), done=_("单位已暂停")
        )
        if done:
            return done
    return form_page(request, form, _("暂停单位"), _("确认暂停单位"), organisation)


@signed_in_page
@require_http_methods(["GET", "POST"])
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    require(request.actor, "parties.organisation:resume", organisation)
    form = Form(posted(request), version=organisation.version)
    if request.method == "POST":
        done = submit(request, form, lambda data: act(request, actions.resume, organisation), done=_("单位已恢复"))
        if done:
            return done
    return form_page(request, form, _("恢复单位"), _("确认恢复单位"), organisation)


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
            lambda data: act(request, actions.refuse, organisation, **own(data)),
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
            "crumbs": crumbs(organisation, _("审核登记")),
            "head": {"title": _("审核登记：%s") % organisation.name},
            "facts": pages.facts(organisation, request.actor),
            "form": form,
            "organisation": organisation,
        },
    )


def own(data: dict[str, object]) -> dict[str, object]:
    """The form's own fields, without the two hidden ones."""
    return {name: value for name, value in data.items() if name not in ("idempotency_key", "version")}
