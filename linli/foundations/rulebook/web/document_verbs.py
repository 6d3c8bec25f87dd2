"""What may be done with a document next: a button for each verb, its form where it asks for something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import book, resting
from linli.foundations.rulebook.documents import actions
from linli.foundations.rulebook.documents.states import UPPER, VersionState
from linli.foundations.rulebook.models import RuleDocument, RuleVersion
from linli.foundations.rulebook.web import document_forms as forms
from linli.kernel import clock
from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.errors import Text
from linli.ui import formats
from linli.ui.forms import Form
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb on a version (or, for revising, on its document): its form, its button, its message."""

    action: Action[Any, Any]
    label: Text
    done: Text
    form: type[Form] | None = None
    variant: str = "default"
    hint: Callable[[], str] = str
    fits: Callable[[RuleVersion], bool] = lambda version: True


def _consult_hint() -> str:
    words = {
        "period": book.words("document.consultation_days"),
        "clause": book.clause_words("document.consultation_days"),
    }
    earliest = formats.day_full(book.last_day("document.consultation_days", clock.today()))
    return _("不少于 %(period)s，最早可定 %(day)s。依据：%(clause)s") % {**words, "day": earliest}


def _trial_hint() -> str:
    words = {"period": book.words("document.trial_years"), "clause": book.clause_words("document.trial_years")}
    return _("试行期不超过 %(period)s。依据：%(clause)s") % words


def _is_own(version: RuleVersion) -> bool:
    return version.document.level not in UPPER


def _is_trial(version: RuleVersion) -> bool:
    return version.expires_on is not None


VERBS: dict[str, Verb] = {
    "consult": Verb(
        actions.consult, gettext_lazy("公开征求意见"), gettext_lazy("已公开征求意见"), forms.ConsultForm, "primary",
        _consult_hint, _is_own,
    ),
    "conclude": Verb(actions.conclude, gettext_lazy("结束征求意见"), gettext_lazy("征求意见已结束"), None, "primary"),
    "submit": Verb(actions.submit, gettext_lazy("送审"), gettext_lazy("文件已送审"), None, "primary"),
    "issue": Verb(
        actions.issue, gettext_lazy("发布文件"), gettext_lazy("文件已发布"), forms.IssueForm, "primary", _trial_hint
    ),
    "enter": Verb(
        actions.enter, gettext_lazy("收录"), gettext_lazy("文件已收录"), forms.IssueForm, "primary",
        fits=lambda version: not _is_own(version),
    ),
    "revise": Verb(actions.revise, gettext_lazy("启动修订"), gettext_lazy("修订已启动"), forms.ReviseForm),
    "extend": Verb(
        actions.extend, gettext_lazy("延长试行期"), gettext_lazy("试行期已延长"), forms.ExtendForm, "default",
        _trial_hint, _is_trial,
    ),
    "repeal": Verb(actions.repeal, gettext_lazy("废止文件"), gettext_lazy("文件已废止"), forms.RepealForm, "danger"),
    "withdraw": Verb(
        actions.withdraw, gettext_lazy("撤回草稿"), gettext_lazy("草稿已撤回"), forms.WithdrawForm, "danger"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A button on the document's page: a link to the verb's form, or a press."""

    name: str
    label: Text
    url: str
    variant: str
    presses: bool


def steps_for(actor: Actor, version: RuleVersion) -> list[Step]:
    """The verbs that the actor may do now with this version."""
    made = []
    if version.is_writable and actor.may("rulebook.version:edit", version):
        for name, label in (("doc-edit", _("编辑条款")), ("doc-import", _("导入正文"))):
            made.append(Step(name, label, reverse(f"rulebook:{name}", args=[version.document.key]), "default", False))
    for name, verb in VERBS.items():
        if verb.fits(version) and _goes(verb, version) and actor.may(verb.action.name, _subject(verb, version)):
            url = reverse("rulebook:doc-do", args=[version.document.key, name])
            made.append(Step(name, verb.label, url, verb.variant, verb.form is None))
    return made


def _goes(verb: Verb, version: RuleVersion) -> bool:
    if verb.action.moves is None:
        return version.state == VersionState.ISSUED and not version.document.versions.open().exists()
    return version.state in verb.action.moves[0]


def _subject(verb: Verb, version: RuleVersion) -> RuleVersion | RuleDocument:
    return version.document if verb.action.subject is RuleDocument else version


def version_for(document_key: str, verb: Verb) -> RuleVersion:
    """The version on which a verb is to be done: the one in a state from which it goes on, else the newest."""
    rows = RuleVersion.objects.filter(document__key=document_key).select_related("document__organisation")
    versions = list(rows.order_by("-ordinal"))
    if not versions:
        raise Http404
    return next((one for one in versions if _goes(verb, one)), versions[0])


@needs("rulebook.document:list")
def do(request: ActorRequest, key: str, verb: str) -> HttpResponse:
    """Press a verb, or fill in its form."""
    if verb not in VERBS:
        raise Http404
    wanted = VERBS[verb]
    version = version_for(key, wanted)
    subject = _subject(wanted, version)
    require(request.actor, wanted.action.name, subject)
    back = reverse("rulebook:doc", args=[key])
    if wanted.form is None:
        if request.method != "POST":
            raise Http404
        return press(request, wanted.action, subject, done=str(wanted.done), then=back)
    return form_page(
        request,
        _form(wanted, request, version, subject),
        lambda data: act(request, wanted.action, subject, **data),
        title=wanted.label,
        sub=[version.title],
        done=wanted.done,
        then=back,
        cancel_url=back,
        crumbs=way(version),
        template="rulebook/document_verb.html",
        hint=wanted.hint(),
        danger=wanted.variant == "danger",
        resting=_resting(version) if wanted.form is forms.RepealForm else None,
    )


def _resting(version: RuleVersion) -> dict[str, Any]:
    """What a repeal would leave without its ground: values that apply, proposals under way."""
    key = version.document.key
    return {"rows": resting.values(key, clock.today()), "proposals": list(resting.proposals(key))}


def way(version: RuleVersion) -> list[Crumb]:
    """From the list of documents to this one."""
    document = version.document
    back = reverse("rulebook:doc", args=[document.key])
    return [Crumb(_("文件"), reverse("rulebook:doc-list")), Crumb(document.short, back)]


def _form(verb: Verb, request: ActorRequest, version: RuleVersion, subject: Any) -> Form:
    assert verb.form is not None
    if verb.form is forms.RepealForm:
        return verb.form(posted(request), version=version)
    return verb.form(posted(request), version=subject.version)


@needs("rulebook.document:list")
def attach(request: ActorRequest, key: str) -> HttpResponse:
    """Hang a file on the draft, or take one off (`detach` names it)."""
    rows = RuleVersion.objects.open().select_related("document")
    version = get_object_or_404(rows, document__key=key)
    require(request.actor, "rulebook.version:attach", version)
    back = reverse("rulebook:doc", args=[key])
    if request.method == "POST" and "detach" in request.POST:
        file = request.POST["detach"]
        number = int(file) if file.isascii() and file.isdigit() else 0
        return press(request, actions.detach, version, file=number, done=_("附件已移除"), then=back)
    return form_page(
        request,
        forms.AttachForm(posted(request), request.FILES or None, version=version.version),
        lambda data: act(request, actions.attach, version, **data),
        title=_("添加附件"),
        sub=[version.title],
        done=_("附件已添加"),
        then=back,
        cancel_url=back,
        crumbs=way(version),
        template="rulebook/document_verb.html",
    )
