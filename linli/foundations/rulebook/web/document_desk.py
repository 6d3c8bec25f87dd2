"""The consultation desk: every comment, shown, answered or set aside one by one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.foundations.rulebook.documents import actions
from linli.foundations.rulebook.documents.states import CommentState
from linli.foundations.rulebook.models import RuleComment, RuleVersion
from linli.foundations.rulebook.web import documents_badges as badges
from linli.foundations.rulebook.web.document_forms import AnswerForm, SetAsideForm
from linli.kernel.actions import Action
from linli.kernel.errors import Text
from linli.ui.forms import Form
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press, submit

VERBS: dict[str, tuple[Action[Any, Any], type[Form] | None, Text]] = {
    "show": (actions.show, None, gettext_lazy("意见已公开")),
    "answer": (actions.answer, AnswerForm, gettext_lazy("意见已答复")),
    "set-aside": (actions.set_aside, SetAsideForm, gettext_lazy("意见不予公开")),
}


@needs("rulebook.document:list")
def desk(request: ActorRequest, key: str) -> HttpResponse:
    """The comments on a draft, those nobody has looked over too; `?version=` an older one's, `?state=` some of them."""
    rows = RuleVersion.objects.visible_to(request.actor).filter(document__key=key).exclude(consultation_from=None)
    asked = request.GET.get("version", "")
    if asked.isascii() and asked.isdigit():
        rows = rows.filter(ordinal=int(asked))
    version = rows.select_related("document").order_by("-ordinal").first()
    if version is None:
        raise Http404
    require(request.actor, "rulebook.comment:list", version)
    return render(request, "rulebook/document_desk.html", shown(request, version))


def shown(request: ActorRequest, version: RuleVersion, bound: Form | None = None, of: int = 0) -> dict[str, Any]:
    """What the desk shows; `bound` is a form that was refused, of the comment `of`."""
    comments = list(version.comments.all())
    state = request.GET.get("state", "")
    may = bool(comments) and request.actor.may("rulebook.comment:answer", comments[0])
    return {
        "crumbs": [
            Crumb(_("文件"), reverse("rulebook:doc-list")),
            Crumb(version.document.short, reverse("rulebook:doc", args=[version.document.key])),
            Crumb(_("意见办理")),
        ],
        "head": {"title": _("意见办理"), "sub": [version.title]},
        "version": version,
        "tabs": _tabs(comments, state, version),
        "cards": [_card(one, may, bound if one.pk == of else None) for one in comments if state in ("", one.state)],
        "problems": bound.problems if bound is not None else [],
    }


def _tabs(comments: list[RuleComment], state: str, version: RuleVersion) -> list[Tab]:
    made = []
    labels: list[tuple[str, Text]] = [("", _("全部")), *CommentState.choices]
    for key, label in labels:
        count = len(comments) if not key else sum(one.state == key for one in comments)
        made.append(Tab(label, f"?version={version.ordinal}&state={key}", key == state, count))
    return made


def _card(comment: RuleComment, may: bool, bound: Form | None) -> dict[str, Any]:
    waits = comment.state in (CommentState.RECEIVED, CommentState.SHOWN)
    answering = bound if isinstance(bound, AnswerForm) else None
    setting = bound if isinstance(bound, SetAsideForm) else None
    given: dict[str, Any] = {"version": comment.version, "auto_id": f"c{comment.pk}-%s"}
    return {
        "comment": comment,
        "status": badges.of_comment(comment),
        "answer": (answering or AnswerForm(**given)) if may and waits else None,
        "set_aside": (setting or SetAsideForm(**given)) if may and waits else None,
        "opened": setting is not None,
        "can_show": may and comment.state == CommentState.RECEIVED,
    }


@needs("rulebook.document:list")
@require_POST
def do(request: ActorRequest, pk: int, verb: str) -> HttpResponse:
    """Show, answer or set aside one comment, or come back with what is wrong."""
    if verb not in VERBS:
        raise Http404
    comment = get_object_or_404(RuleComment.objects.select_related("draft__document"), pk=pk)
    action, form_class, done = VERBS[verb]
    require(request.actor, action.name, comment)
    version = comment.draft
    back = reverse("rulebook:doc-desk", args=[version.document.key]) + f"?version={version.ordinal}"
    if form_class is None:
        return press(request, action, comment, done=str(done), then=f"{back}#comment-{pk}")
    form = form_class(posted(request), auto_id=f"c{pk}-%s")
    names = [name for name in form_class.base_fields if name not in ("idempotency_key", "version")]
    gone = submit(
        request,
        form,
        lambda data: act(request, action, comment, **{name: data[name] for name in names}),
        done=str(done),
        then=f"{back}#comment-{pk}",
    )
    return gone or render(request, "rulebook/document_desk.html", shown(request, version, form, pk))
