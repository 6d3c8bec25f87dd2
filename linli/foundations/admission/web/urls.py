"""Addresses of admission."""

from django.urls import path

from linli.foundations.admission.web import lists, pages, public, reports, shares
from linli.ui.web.access import needs, signed_in_page

app_name = "admission"

urlpatterns = [
    path("admission/", needs("admission.admission:list")(lists.AdmissionList.as_view()), name="clerk"),
    path("admission/new/", pages.new, name="new"),
    path("admission/<int:pk>/", pages.admission, name="admission"),
    path("admission/<int:pk>/describe/", signed_in_page(pages.Describe.as_view()), name="describe"),
    path("admission/<int:pk>/shares/", shares.shares, name="shares"),
    path("admission/<int:pk>/submit/", signed_in_page(pages.Submit.as_view()), name="submit"),
    path("admission/<int:pk>/withdraw/", pages.take_back, name="withdraw"),
    path("admission/<int:pk>/issue/", signed_in_page(pages.Issue.as_view()), name="issue"),
    path("admission/<int:pk>/renew/", signed_in_page(pages.Renew.as_view()), name="renew"),
    path("admission/<int:pk>/revoke/", signed_in_page(pages.Revoke.as_view()), name="revoke"),
    path("admission/<int:pk>/acknowledge/", pages.acknowledge, name="acknowledge"),
    path("admission/opinions/<int:pk>/", signed_in_page(pages.GiveOpinion.as_view()), name="opinion"),
    path("admission/reports/", needs("admission.report:list")(lists.ReportList.as_view()), name="reports"),
    path("admission/reports/new/", reports.new, name="report_new"),
    path("admission/reports/<int:pk>/", reports.report, name="report"),
    path("admission/reports/<int:pk>/answer/", signed_in_page(reports.AnswerPage.as_view()), name="report_answer"),
    path("admission/reports/<int:pk>/decide/", signed_in_page(reports.DecidePage.as_view()), name="report_decide"),
    path("admission/reports/<int:pk>/close/", signed_in_page(reports.ClosePage.as_view()), name="report_close"),
    path("admission/reports/<int:pk>/acknowledge/", reports.acknowledge, name="report_acknowledge"),
    path("public/admission/", public.listed, name="list"),
    path("public/admission/<slug:number>/", public.one, name="one"),
]
