"""A consultation, open to everybody: the text put out, what was said, how it was answered, and the form to say more."""

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.foundations.rulebook.documents import actions
from linli.foundations.rulebook.documents.actions.commenting import consulted
from linli.foundations.rulebook.documents.states import VISIBLE, VersionState, Voice
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web import documents_badges as badges
from linli.foundations.rulebook.web.documents_public import page, trail
from linli.foundations.rulebook.web.documents_text import beginning
from linli.foundations.rulebook.web.visitors import source_of
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, public_page
from linli.ui.web.acting import posted, show_refusal, terms


class CommentForm(forms.Form):
    """A visitor's comment. `homepage` is a trap for programs: people do not see it."""

    clause = django_forms.ChoiceField(label=gettext_lazy("对哪一条"), required=False)
    content = django_forms.CharField(
        label=gettext_lazy("您的意见"),
        max_length=1000,
        help_text=gettext_lazy("写清楚哪里不合适、建议怎样改。意见会公开，请不要写姓名、电话和证件号。"),
        widget=django_forms.Textarea(attrs={"rows": 6, "maxlength": 1000}),
    )
    voice = django_forms.ChoiceField(
        label=gettext_lazy("您是"),
        choices=[(Voice.RESIDENT, Voice.RESIDENT.label), (Voice.ORGANISATION, Voice.ORGANISATION.label)],
        widget=django_forms.RadioSelect,
        initial=Voice.RESIDENT,
    )
    speaker = django_forms.CharField(
        label=gettext_lazy("单位名称"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("代表单位提意见时填写，会公开。"),
    )
    homepage = django_forms.CharField(
        label=gettext_lazy("请不要填写这一项"),
        required=False,
        widget=django_forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, draft: RuleVersion, office: str = "", **kwargs: Any) -> None:
        """`office` names the office that comments in its own name: it need not say who it is."""
        super().__init__(*args, **kwargs)
        if office:
            del self.fields["voice"], self.fields["speaker"]
        choices = [(one.key, f"{one.name} {beginning(one.text)}") for one in consulted(draft)]
        self.fields["clause"].choices = [("", _("全文")), *choices]  # type: ignore[attr-defined]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise django_forms.ValidationError(_("这一项请留空后再提交。"))
        return ""


def asked_or_404(key: str, ordinal: int) -> RuleVersion:
    """A version that was put before the public."""
    rows = RuleVersion.objects.exclude(consultation_from=None).select_related("document")
    version = rows.filter(document__key=key, ordinal=ordinal).first()
    if version is None:
        raise Http404
    return version


def is_open(version: RuleVersion) -> bool:
    until = version.consultation_until
    return version.state == VersionState.CONSULTATION and until is not None and clock.now() <= until


@public_page
def consultation(request: HttpRequest, key: str, ordinal: int) -> HttpResponse:
    """The text as it was put out, and the comments that were shown or answered."""
    version = asked_or_404(key, ordinal)
    comments = version.comments.filter(state__in=[str(state) for state in VISIBLE])
    context = {
        "version": version,
        "clauses": consulted(version),
        "comments": [(one, badges.of_comment(one)) for one in comments],
        "received": version.comments.count(),
        "open": is_open(version),
        "crumbs": trail(Crumb(_("征求意见"))),
    }
    return page(request, "rulebook/document_consultation.html", context)


@public_page
@never_cache
def comment(request: ActorRequest, key: str, ordinal: int) -> HttpResponse:
    """The form; a comment that was taken is answered with its number. Whoever is signed in for an office comments for it."""
    version = asked_or_404(key, ordinal)
    actor = request.actor if request.actor.may("rulebook.comment:record", version) else Actor.public()
    form = CommentForm(
        posted(request),
        draft=version,
        office=actor.organisation_name,
        initial={"clause": request.GET.get("clause", "")},
    )
    if request.method == "POST" and form.is_valid():
        source = "" if actor.signed_in else source_of(request)
        try:
            made = actions.record_comment.on(terms(request))(
                actor=actor, draft=version, source=source, **_said(form.cleaned_data)
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "rulebook/document_commented.html", {"version": version, "comment": made})
    back = reverse("rulebook:consultation", args=[key, ordinal])
    context = {
        "version": version,
        "form": form,
        "problems": form.problems,
        "open": is_open(version),
        "office": actor.organisation_name,
        "crumbs": trail(Crumb(_("征求意见"), back), Crumb(_("提意见"))),
    }
    return render(request, "rulebook/document_comment.html", context)


def _said(data: dict[str, Any]) -> dict[str, str]:
    """What the comment says; a name only where an organisation speaks."""
    said: dict[str, str] = {name: data[name] for name in ("clause", "content", "voice") if name in data}
    return {**said, "speaker": data["speaker"]} if said.get("voice") == Voice.ORGANISATION else said
