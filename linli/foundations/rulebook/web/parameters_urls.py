"""Addresses of parameters, proposals, decisions and notices of moved deadlines."""

from django.urls import path

from linli.foundations.rulebook.web import decisions, notices, parameter_page, parameters, proposals
from linli.ui.web.access import needs

urlpatterns = [
    path("rules/", parameters.parameters, name="parameters"),
    path("rules/proposals/", needs("rulebook.proposal:list")(proposals.ProposalsPage.as_view()), name="proposals"),
    path("rules/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("rules/proposals/<int:pk>/correct/", proposals.correct, name="correct"),
    path("rules/proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("rules/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("rules/notices/<int:pk>/", notices.notice, name="deadline-notice"),
    path("rules/notices/<int:pk>/note/", notices.note, name="deadline-note"),
    path("rules/<str:name>/propose/", proposals.propose, name="propose"),
    path("rules/<str:name>/check/<str:place>/", proposals.check, name="check"),
    path("rules/<str:name>/", parameter_page.parameter, name="parameter"),
    path("public/rules/decisions/<int:position>/", decisions.public_decision, name="public-decision"),
]
