"""The signed-in person's own pages: where to begin, particulars, input kept from an ended session."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.foundations.parties import actions, own_data
from linli.foundations.parties.models import Membership, Person
from linli.foundations.parties.signin import kept as keeping
from linli.foundations.parties.web.forms import ProfileForm
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui.clauses import chip
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, signed_in_page
from linli.ui.web.acting import KEPT, act, posted, submit
from linli.ui.web.form_page import given

SHOWN = 20


@signed_in_page
def home(request: ActorRequest) -> HttpResponse:
    """/account/ itself, and where allauth's unused pages lead."""
    return redirect("home")


@signed_in_page
@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.actor.person_id or 0)
    initial = {"name": person.name, "phone": person.phone, "email": person.email}
    form = ProfileForm(posted(request), initial=initial, version=person.version)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: act(request, actions.update_profile, person, **given(data)),
            done=_("个人资料已更新"),
            then=reverse("parties:profile"),
        )
        if done:
            return done
    rows = Membership.objects.filter(person=person).select_related("organisation").order_by("until", "id")
    context = {
        "crumbs": [Crumb(_("我的账号"))],
        "head": {"title": _("我的账号")},
        "form": form,
        "person": person,
        "memberships": rows,
        "clause": chip(book.citation("personal_data.own")),
        "submit": _("保存"),
    }
    return render(request, "parties/profile.html", context, status=422 if form.is_bound else 200)


@signed_in_page
@require_safe
def my_data(request: ActorRequest) -> HttpResponse:
    """A file with everything about oneself; nobody can ask for another's, as the address names nobody."""
    person = Person.objects.get(pk=request.actor.person_id or 0)
    answer = JsonResponse(own_data.of(person), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = _("我的信息-%(day)s.json") % {"day": clock.today().isoformat()}
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@signed_in_page
def kept(request: ActorRequest) -> HttpResponse:
    """What was typed before the session ended, with one button back to the form; nothing is submitted here."""
    found = keeping.waiting(request)
    if found is None:
        return redirect("home")
    texts = [
        value
        for name, values in found.fields.lists()
        for value in values
        if value.strip() and name not in ("idempotency_key", "version", "next")
    ]
    context = {"kept": found, "mark": KEPT, "texts": texts[:SHOWN], "more": max(len(texts) - SHOWN, 0)}
    return render(request, "account/kept.html", context)
