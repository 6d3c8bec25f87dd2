"""Pages on the people of an organisation: inviting, giving and ending roles, handing out password links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.parties import actions, tokens
from linli.foundations.parties.models import Membership, Person
from linli.foundations.parties.signin.sensitive import sensitive
from linli.foundations.parties.web.forms import GrantForm, InviteForm
from linli.foundations.parties.web.organisations import crumbs, found
from linli.kernel.errors import Refusal
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, require, signed_in_page
from linli.ui.web.acting import act, posted, press, show_refusal
from linli.ui.web.form_page import form_page, given, show_form


@signed_in_page
@sensitive
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest, pk: int) -> HttpResponse:
    """The link is on the page that answers the POST and nowhere else."""
    organisation = found(request, pk)
    require(request.actor, "parties.person:invite", organisation)
    form = InviteForm(posted(request), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            made: Membership = act(request, actions.invite, organisation=organisation, **given(form.cleaned_data))
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _link_page(request, made, _("邀请链接已生成"))
    return show_form(
        request,
        form,
        title=_("邀请人员"),
        button=_("生成邀请链接"),
        cancel_url=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )


@signed_in_page
@sensitive
@require_http_methods(["GET", "POST"])
def grant(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = found(request, pk)
    require(request.actor, "parties.membership:grant", organisation)
    return form_page(
        request,
        GrantForm(posted(request), organisation=organisation),
        lambda data: act(
            request, actions.grant_role, person=data["username"], organisation=organisation, role=data["role"]
        ),
        title=_("授予角色"),
        done=_("角色已授予"),
        cancel_url=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )


def _membership(request: ActorRequest, pk: int) -> Membership:
    membership = get_object_or_404(Membership.objects.select_related("organisation", "person"), pk=pk)
    require(request.actor, "parties.person:view", membership.organisation)
    return membership


@signed_in_page
@sensitive
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    return press(request, actions.end, membership, done=_("角色已终止"), then=membership.get_absolute_url())


@signed_in_page
@sensitive
@require_POST
def reset_password(request: ActorRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    made: Membership = act(request, actions.reset_password, membership)
    return _link_page(request, made, _("密码链接已生成"))


@signed_in_page
@sensitive
@require_POST
def reset_factors(request: ActorRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    return press(
        request,
        actions.reset_factors,
        membership,
        done=_("第二重验证已解除，本人下次登录时重新设置"),
        then=membership.get_absolute_url(),
    )


def _link_page(request: HttpRequest, membership: Membership, title: str) -> HttpResponse:
    person = Person.objects.get(pk=membership.person_id)
    link = tokens.password_link(person)
    address = request.build_absolute_uri(reverse("parties:invitation", args=[link.token]))
    context = {
        "crumbs": [*crumbs(membership.organisation), Crumb(title)],
        "title": title,
        "person": person,
        "organisation": membership.organisation,
        "link": address,
        "until": link.until,
    }
    return render(request, "parties/link.html", context)


@signed_in_page
@require_POST
def act_for(request: ActorRequest) -> HttpResponse:
    """Switch the organisation one acts for. The session keeps the membership's number; its rights are read anew."""
    from django.utils.http import url_has_allowed_host_and_scheme

    from linli.foundations.parties.middleware import ACTS_AS

    asked = request.POST.get("membership", "")
    chosen = next((m for m in request.memberships if str(m.pk) == asked), None)  # type: ignore[attr-defined]
    if chosen is None:
        raise Refusal(_("您已不再代表该单位。"), remedy=_("请重新选择，或联系该单位经办人。"), status=403)
    request.session[ACTS_AS] = chosen.pk
    then = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return redirect(then if safe else "home")
