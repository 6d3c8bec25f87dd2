"""The public list of admitted tasks (准入清单), and how many reports of unadmitted ones there were. Nobody is named."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import AdmissionState, Outcome, ReportState
from linli.foundations.admission.web import words
from linli.kernel import clock
from linli.ui import excel, formats
from linli.ui.parts import Crumb, Figure, Tab
from linli.ui.web.access import public_page

PAGE = 30
PAST = (AdmissionState.EXPIRED, AdmissionState.REVOKED)


def _shown(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    """In force by default, `?past=1` what is over; `?q=` searches task, department and community."""
    asked, past = request.GET.get("q", "").strip().replace("\x00", "")[:60], request.GET.get("past") == "1"
    found = Admission.objects.listed().select_related("organisation").order_by("-number")
    found = found.filter(state__in=PAST) if past else found.in_force()
    if asked:
        named = found.filter(title__icontains=asked) | found.filter(organisation__name__icontains=asked)
        placed = Admission.objects.filter(shares__place__name__icontains=asked).values("pk")
        found = found.filter(pk__in=named.values("pk")) | found.filter(pk__in=placed)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(list(found.with_totals()[:5000])), _("准入清单"))
    context = {
        "page": Paginator(found.with_totals(), PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "past": past,
        "tabs": [
            Tab(_("有效事项"), "?past=0", not past, Admission.objects.in_force().count()),
            Tab(_("已到期或撤销"), "?past=1", past, Admission.objects.filter(state__in=PAST).count()),
        ],
        "figures": _reports(),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("准入清单"))],
    }
    return _shown(request, "admission/listed.html", context)


def _sheet(found: list[Admission]) -> list[list[object]]:
    heads: list[object] = [
        _("准入编号"), _("事项名称"), _("申请部门"), _("依据"), _("准入自"), _("准入至"), _("状态"), _("社区（村）"),
        _("随事经费（元）"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [a.number, a.title, a.organisation.name, a.legal_basis, a.since, a.until, a.get_state_display(),
         a.communities, a.money]  # type: ignore[attr-defined]
        for a in found
    ]  # fmt: skip
    return [heads, *rows]


def _reports() -> list[Figure]:
    """Counts of this and last year's reports; no community, department or person is named."""
    year = clock.today().year
    since = Report.objects.filter(filed_at__year__gte=year - 1)
    unadmitted = since.filter(outcome=Outcome.UNADMITTED)
    note = _("%(from)s 至 %(to)s 年") % {"from": year - 1, "to": year}
    return [
        Figure(_("社区反映"), str(since.count()), _("件"), note),
        Figure(_("认定未经准入"), str(unadmitted.count()), _("件"), note),
        Figure(_("已办结"), str(since.filter(state=ReportState.CLOSED).count()), _("件"), note),
    ]


@public_page
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One admitted task with its communities, money and staff; past ones say so."""
    found = Admission.objects.listed().select_related("organisation").filter(number=number).first()
    if found is None:
        raise Http404
    rows = list(found.shares.select_related("place"))
    context = {
        "admission": found,
        "over": formats.day_full(found.ended_on or found.until) if not _is_valid(found) else "",
        "figures": words.figures(rows),
        "facts": words.basics(found),
        "shares": rows,
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("准入清单"), reverse("admission:list")), Crumb(found.title)],
    }
    return _shown(request, "admission/one.html", context)


def _is_valid(found: Admission) -> bool:
    return found.state == AdmissionState.IN_FORCE and found.until >= clock.today()
