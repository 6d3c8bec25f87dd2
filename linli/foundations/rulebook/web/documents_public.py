"""Documents, open to everybody: the 1+N policy system, one document, a clause under an address that stays, for paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.actions.drafting import attachments
from linli.foundations.rulebook.documents.held import Held, HeldVersion
from linli.foundations.rulebook.documents.states import VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web import documents_badges as badges
from linli.foundations.rulebook.web import documents_facts, documents_text
from linli.kernel import clock
from linli.ui.parts import Crumb
from linli.ui.web.access import public_page


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A public page that is the same for everybody, kept under the journal's position."""
    response = render(request, template, context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def trail(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("首页"), "/"), Crumb(_("政策文件"), reverse("rulebook:documents")), *more]


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """The policy system: the one opinion, its measures, what else applies here, and what is asked about now."""
    today = clock.today()
    found = [_listed(held, held.current(today)) for held in shelf.documents()]
    own = [row for row in found if row["held"].level in ("district", "street")]
    groups = [
        (_("“1”：实施意见"), [row for row in own if row["held"].role == "1"]),
        (_("“N”：配套办法"), [row for row in own if row["held"].role == "N"]),
        (_("本区和镇街其他文件"), [row for row in own if not row["held"].role]),
        (_("上级文件"), [row for row in found if row not in own]),
    ]
    asked = RuleVersion.objects.filter(
        state=VersionState.CONSULTATION, consultation_until__gte=clock.now()
    ).select_related("document")
    context: dict[str, object] = {
        "groups": [(label, rows) for label, rows in groups if rows],
        "asked": asked.order_by("consultation_until"),
        "crumbs": [*trail()[:1], Crumb(_("政策文件"))],
    }
    return page(request, "rulebook/documents.html", context)


def _listed(held: Held, version: HeldVersion) -> dict[str, Any]:
    return {
        "held": held,
        "version": version,
        "level": shown.LEVELS[held.level],
        "status": badges.of_standing(version.standing(clock.today())),
    }


def found_or_404(key: str) -> Held:
    held = shelf.find(key)
    if held is None:
        raise Http404
    return held


def version_asked(request: HttpRequest, held: Held, name: str = "version") -> HeldVersion:
    """The version that `?version=` names, by default the one that applies today."""
    asked = request.GET.get(name, "")
    if not asked:
        return held.current(clock.today())
    version = held.version(int(asked)) if asked.isascii() and asked.isdigit() else None
    if version is None:
        raise Http404
    return version


@public_page
def document(request: HttpRequest, key: str, clause: str = "") -> HttpResponse:
    """A document with its clauses and what they fix; the address of a clause shows it with what lies in it.

    A clause that the present version no longer has is shown as it stood last, and the page says so.
    """
    held = found_or_404(key)
    version = version_asked(request, held)
    if clause and version.clause(clause) is None:
        last = next((one for one in held.versions if one.clause(clause) is not None), None)
        if last is None or "version" in request.GET:
            raise Http404
        version, gone = last, True
    else:
        gone = False
    return page(request, "rulebook/document_public.html", _context(held, version, clause, gone=gone))


def _context(held: Held, version: HeldVersion, clause: str, *, gone: bool) -> dict[str, object]:
    today = clock.today()
    now = held.current(today)
    here = reverse("rulebook:document", args=[held.key])
    found = version.clause(clause) if clause else None
    return {
        "held": held,
        "version": version,
        "facts": documents_facts.of_published(held, version, today),
        "notice": documents_facts.notice(held, version, today),
        "successor": documents_facts.successor(version),
        "lines": documents_text.lines(held.key, version, today, current=version is now, only=clause),
        "contents": [] if clause else documents_text.contents(version),
        "single": found,
        "gone": gone,
        "is_current": version is now,
        "versions": [(one, badges.of_standing(one.standing(today)), one is version) for one in held.versions],
        "files": attachments_of(version),
        "crumbs": trail(Crumb(held.short, here if clause else ""), *([Crumb(found.name)] if found else [])),
    }


def attachments_of(version: HeldVersion) -> object:
    """The files of a version made here; shipped documents have none."""
    return attachments(RuleVersion(pk=version.pk)) if version.pk is not None else []


@public_page
def for_paper(request: HttpRequest, key: str) -> HttpResponse:
    """A document as it is printed, `?version=` an older one."""
    held = found_or_404(key)
    version = version_asked(request, held)
    context = {
        "held": held,
        "version": version,
        "notice": documents_facts.notice(held, version, clock.today()),
        "lines": documents_text.lines(key, version, clock.today(), current=False),
    }
    return page(request, "rulebook/document_print.html", context)
