"""The documents of the rule book, open to everybody; every clause has an address that stays."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import book, shown
from linli.foundations.rulebook.law import Document
from linli.kernel import clock
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import public_page


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """Every document: the district's 1+N first, then the national ones, newest first."""
    found = sorted(
        book.law().documents.values(),
        key=lambda d: (d.level != "district", d.role != "1", d.role != "N", -d.effective.toordinal()),
    )
    levels = [(shown.LEVELS[level], [d for d in found if d.level == level]) for level in ("district", "national")]
    context = {"levels": levels, "crumbs": [Crumb(_("首页"), "/"), Crumb(_("政策文件"))]}
    return _page(request, "rulebook/documents.html", context)


@public_page
def document(request: HttpRequest, key: str, clause: str = "") -> HttpResponse:
    """A document with its clauses and what they fix; the address of a clause shows it alone."""
    found = book.law().documents.get(key)
    if found is None or (clause and clause not in found.clauses):
        raise Http404
    wanted = [found.clauses[clause]] if clause else list(found.clauses.values())
    crumbs = [Crumb(_("首页"), "/"), Crumb(_("政策文件"), reverse("rulebook:documents"))]
    name = reverse("rulebook:document", args=[key]) if clause else ""
    crumbs.append(Crumb(found.short, name))
    if clause:
        crumbs.append(Crumb(found.clauses[clause].label))
    context = {
        "document": found,
        "facts": _facts(found),
        "clauses": [(one, _fixed_by(one.address)) for one in wanted],
        "single": clause,
        "crumbs": crumbs,
    }
    return _page(request, "rulebook/document.html", context)


def _facts(found: Document) -> list[Fact]:
    return [
        Fact(_("文号"), found.number),
        Fact(_("发布单位"), found.issuer),
        Fact(_("层级"), shown.LEVELS[found.level]),
        Fact(_("发布日期"), found.issued.isoformat()),
        Fact(_("施行日期"), found.effective.isoformat()),
        Fact(_("效力"), _("试行") if found.trial else _("现行")),
    ]


def _fixed_by(address: str) -> list[shown.Row]:
    """The parameters whose value of today stands in a clause."""
    today = clock.today()
    return [row for _label, rows in shown.rows(today) for row in rows if row.entry.clause.address == address]
