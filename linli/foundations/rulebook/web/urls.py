"""Addresses of the rule book."""

from django.urls import path

from linli.foundations.rulebook.web import (
    calendar,
    calendar_import,
    decisions,
    notices,
    parameter_page,
    parameters,
    proposals,
    public,
)
from linli.ui.web.access import needs

app_name = "rulebook"

urlpatterns = [
    path("rules/", parameters.parameters, name="parameters"),
    path("rules/calendar/", calendar.page, name="calendar"),
    path("rules/calendar/import/", calendar_import.import_page, name="calendar-import"),
    path("rules/calendar/template/", calendar_import.template, name="calendar-template"),
    path("rules/calendar/<str:verb>/", calendar.do, name="calendar-do"),
    path("rules/proposals/", needs("rulebook.proposal:list")(proposals.ProposalsPage.as_view()), name="proposals"),
    path("rules/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("rules/proposals/<int:pk>/correct/", proposals.correct, name="correct"),
    path("rules/proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("rules/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("rules/notices/<int:pk>/", notices.notice, name="deadline-notice"),
    path("rules/notices/<int:pk>/note/", notices.note, name="deadline-note"),
    path("rules/<str:name>/propose/", proposals.propose, name="propose"),
    path("rules/<str:name>/check/<str:place>/", proposals.check, name="check"),
    path("public/rules/decisions/<int:position>/", decisions.public_decision, name="public-decision"),
    path("rules/<str:name>/", parameter_page.parameter, name="parameter"),
    path("public/rules/documents/", public.documents, name="documents"),
    path("public/rules/documents/<slug:key>/", public.document, name="document"),
    path("public/rules/documents/<slug:key>/<slug:clause>/", public.document, name="clause"),
]
