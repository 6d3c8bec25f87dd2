"""Importing a list from the hotline, and the sheet to fill in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.flow.s1_needs import actions, hotline_sheet
from linli.flow.s1_needs.web.voices import trail
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of
from linli.foundations.places.web.forms import TableForm
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal
from linli.ui import excel
from linli.ui.clauses import chip
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, show_refusal

SHOWN = 200
"""How many of the rows that were passed over are told by name."""


@needs("needs.hotline:import")
@require_http_methods(["GET", "POST"])
def import_page(request: ActorRequest) -> HttpResponse:
    """All rows or none; a bad sheet comes back with its rows, columns and remedies, a good one with what became of it."""
    form, faults, made = TableForm(posted(request), request.FILES or None), None, None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = act(request, actions.import_hotline, file=upload.name, rows=rows_of(upload))
        except BadFile as bad:
            faults = bad
        except Refusal as refusal:
            show_refusal(form, refusal)
    title = _("导入热线工单")
    context = {
        "crumbs": trail(Crumb(title)),
        "head": {"title": title, "sub": [_("答复期限从热线受理之日起 %s") % book.words("voice.answer_days")]},
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "submit": title,
        "columns": list(hotline_sheet.COLUMNS.values()),
        "cancel_url": reverse("needs:voice_list"),
        "clause": chip(book.citation("voice.answer_days")),
        "faults": faults.rows if faults else [],
        "total": faults.total if faults else 0,
    }
    if made is not None:
        context |= {"made": made, "known": made["known"][:SHOWN], "form": TableForm()}
    bad_form = made is None and form.is_bound
    return render(request, "needs/hotline.html", context, status=422 if bad_form else 200)


@needs("needs.hotline:import")
def template(request: ActorRequest) -> HttpResponse:
    """The sheet with one row as an example."""
    return excel.response(hotline_sheet.template(), _("热线工单"))
