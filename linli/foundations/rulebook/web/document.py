"""One document for those who work with it: its text, where it stands, what may be done next."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.actions.drafting import attachments
from linli.foundations.rulebook.documents.held import HeldVersion
from linli.foundations.rulebook.documents.states import PUBLISHED, WAITING, DocumentRole, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web import documents_badges as badges
from linli.foundations.rulebook.web import documents_facts, documents_text
from linli.foundations.rulebook.web.consultations import is_open
from linli.foundations.rulebook.web.document_verbs import steps_for
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.models import Approval
from linli.kernel.models.approvals import StepState
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs

OFFICE_LOOKS = {
    StepState.WAITING: "none", StepState.CURRENT: "active", StepState.APPROVED: "done",
    StepState.RETURNED: "attention", StepState.REFUSED: "danger",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A version in the list beside the text."""

    ordinal: int
    title: str
    status: Status
    here: bool


@needs("rulebook.document:list")
def page(request: ActorRequest, key: str) -> HttpResponse:
    """A document, `?version=` one of its versions; by default what is being made, else what applies today."""
    rows = RuleVersion.objects.visible_to(request.actor).filter(document__key=key)
    versions = list(rows.select_related("document__organisation", "document__place").order_by("-ordinal"))
    context = _made_here(request, versions) if versions else _shipped(key)
    return render(request, "rulebook/document_page.html", context)


def _shipped(key: str) -> dict[str, Any]:
    held = shelf.find(key)
    if held is None:
        raise Http404
    today = clock.today()
    version = held.versions[0]
    return {
        **_common(key, held.short, version, current=True),
        "head": {"title": version.title, "sub": [version.number, held.issuer], "actions": [_public_link(key)]},
        "facts": documents_facts.of_published(held, version, today),
        "gist": True,
    }


def _common(key: str, short: str, version: HeldVersion, *, current: bool, public: bool = True) -> dict[str, Any]:
    return {
        "crumbs": [Crumb(_("文件"), reverse("rulebook:doc-list")), Crumb(short)],
        "lines": documents_text.lines(key, version, clock.today(), current=current, public=public),
        "contents": documents_text.contents(version),
    }


def _public_link(key: str) -> Action:
    return Action(_("公开页"), reverse("rulebook:document", args=[key]), "external-link")


def _made_here(request: ActorRequest, versions: list[RuleVersion]) -> dict[str, Any]:
    version = _asked(request, versions)
    document, today = version.document, clock.today()
    held, shown_version = shelf.find(document.key), shelf.held_version(version)
    published = version.state in PUBLISHED and held is not None
    links = [VersionLink(one.ordinal, one.title, status_of(one), one is version) for one in versions]
    actions = [_public_link(document.key)] if held is not None else []
    if len(versions) > 1:
        actions.insert(0, Action(_("版本比较"), reverse("rulebook:doc-compare", args=[document.key]), "arrows-sort"))
    return {
        **_common(
            document.key,
            document.short,
            shown_version,
            current=published and version.state == VersionState.ISSUED,
            public=published,
        ),
        "head": {
            "title": version.title,
            "sub": [text for text in (version.number, document.issuer) if text],
            "actions": actions,
        },
        "document": document,
        "version": version,
        "facts": documents_facts.of_published(held, shown_version, today) if published and held else _facts(version),
        "notice": documents_facts.notice(held, shown_version, today) if published and held else "",
        "successor": documents_facts.successor(shown_version),
        "versions": links,
        "steps": steps_for(request.actor, version),
        "consultation": _consultation(version, request.actor),
        "files": attachments(version),
        "may_attach": version.is_writable and request.actor.may("rulebook.version:attach", version),
        "approval": _approval(version, request.actor),
    }


def _asked(request: ActorRequest, versions: list[RuleVersion]) -> RuleVersion:
    asked = request.GET.get("version", "")
    if asked:
        for one in versions:
            if str(one.ordinal) == asked:
                return one
        raise Http404
    return next((one for one in versions if one.state != VersionState.WITHDRAWN), versions[0])


def status_of(version: RuleVersion) -> Status:
    """The badge of a version in any state."""
    if version.state in PUBLISHED:
        return badges.of_standing(shelf.held_version(version).standing(clock.today()))
    return badges.of_open(version)


def _facts(version: RuleVersion) -> list[Fact]:
    document = version.document
    facts = [
        Fact(_("状态"), status=badges.of_open(version)),
        Fact(_("版次"), _("第 %(n)s 版") % {"n": version.ordinal}),
        Fact(_("发布单位"), document.issuer),
        Fact(_("层级"), shown.LEVELS[document.level]),
        Fact(_("体系位置"), DocumentRole(document.role).label),
        Fact(_("适用区域"), document.place.name),
    ]
    if version.end_reason:
        facts.append(Fact(_("理由"), version.end_reason))
    return facts


def _consultation(version: RuleVersion, actor: Actor) -> dict[str, Any] | None:
    """The consultation in figures; None when the text was never put out."""
    if version.consultation_from is None:
        return None
    comments = version.comments.all()
    say = reverse("rulebook:comment", args=[version.document.key, version.ordinal])
    desk = f"{reverse('rulebook:doc-desk', args=[version.document.key])}?version={version.ordinal}"
    return {
        "from": version.consultation_from,
        "until": version.consultation_until,
        "received": len(comments),
        "waiting": sum(one.state in WAITING for one in comments),
        "public": reverse("rulebook:consultation", args=[version.document.key, version.ordinal]),
        "say": say if is_open(version) and actor.may("rulebook.comment:record", version) else "",
        "desk": desk if actor.may("rulebook.comment:list", version) else "",
    }


def _approval(version: RuleVersion, actor: Actor) -> dict[str, Any] | None:
    """The chain's offices with their opinions, and where the actor gives his."""
    approval: Approval | None = approvals.latest(version)
    if approval is None:
        return None
    try:
        decide = reverse("thread:approval", args=[approval.pk])
    except NoReverseMatch:
        decide = ""
    steps = approval.steps.all()
    return {
        "state": approval.get_state_display(),
        "steps": [(one, Status(OFFICE_LOOKS[StepState(one.state)], one.get_state_display())) for one in steps],
        "decide": decide if actor.may("kernel.approval:approve", approval) and approval.state == "running" else "",
    }
