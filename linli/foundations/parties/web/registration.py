"""Public pages: a provider registers, follows its registration, mends a refused one; an invited person sets a password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.foundations.parties import actions, tokens
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.rules import Secret
from linli.foundations.parties.states import OrganisationState
from linli.foundations.parties.web.forms import NewPasswordForm, ReapplyForm, RegistrationForm
from linli.foundations.parties.web.pages import STATUS
from linli.kernel.errors import Refusal
from linli.ui.web.access import ActorRequest, public_page
from linli.ui.web.acting import act, posted, show_refusal, submit
from linli.ui.web.form_page import given


@public_page
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    form = RegistrationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = given(form.cleaned_data)
        data["password"] = Secret(str(data["password"]))
        try:
            made: Organisation = act(request, actions.register, **data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("parties:registration", tokens.registration_token(made))
    status = 422 if form.is_bound else 200
    return render(request, "parties/register.html", {"form": form}, status=status)


@public_page
@require_http_methods(["GET", "POST"])
def registration(request: ActorRequest, token: str) -> HttpResponse:
    """The applicant's page: state, reason, and the form to mend a refusal."""
    organisation = tokens.registration_of(token)
    refused = organisation.state == OrganisationState.REFUSED
    initial = {name: getattr(organisation, name) for name in ("name", "contact_name", "contact_phone")}
    form = ReapplyForm(posted(request), initial=initial, version=organisation.version) if refused else None
    if request.method == "POST" and form is not None:
        done = submit(
            request,
            form,
            lambda data: act(request, actions.reapply, organisation, token=token, **given(data)),
            done=_("登记申请已重新提交"),
            then=request.path,
        )
        if done:
            return done
    context = {
        "organisation": organisation,
        "status": STATUS[OrganisationState(organisation.state)],
        "form": form,
        "address": request.build_absolute_uri(request.path),
        "username": (organisation.credit_code or "").lower(),
        "new": organisation.state == OrganisationState.PENDING,
    }
    return render(request, "parties/registration.html", context)


@public_page
@require_http_methods(["GET", "POST"])
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Set a password with a link; then sign in with it."""
    person = tokens.person_of(token)
    form = NewPasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            secret = Secret(form.cleaned_data["password"])
            actions.set_password(person, token=token, password=secret, actor=request.actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(f"{reverse('account_login')}?set=1")
    status = 422 if form.is_bound else 200
    return render(request, "parties/invitation.html", {"form": form, "person": person}, status=status)


@public_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """How to get a new password: the same words for everybody, so it tells nothing about accounts."""
    return render(request, "account/forgotten.html")
