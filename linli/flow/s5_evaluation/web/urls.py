"""Addresses of the evaluation."""

from django.urls import path

from linli.flow.s5_evaluation.web import lists, pages
from linli.ui.web.access import needs

listed = needs("evaluation.evaluation:list")
app_name = "evaluation"
urlpatterns = [
    path("evaluation/", listed(lists.EvaluationList.as_view()), name="list"),
    path("evaluation/projects/<int:pk>/start/", listed(pages.Start.as_view()), name="start"),
    path("evaluation/instruments/<int:pk>/", listed(pages.Record.as_view()), name="instrument"),
    path("evaluation/<int:pk>/grade/", listed(pages.Grade.as_view()), name="grade"),
    path("evaluation/<int:pk>/publish/", listed(pages.Publish.as_view()), name="publish"),
    path("evaluation/<int:pk>/order/", listed(pages.Order.as_view()), name="order"),
    path("evaluation/rectifications/<int:pk>/report/", listed(pages.Report.as_view()), name="rectify"),
    path("evaluation/rectifications/<int:pk>/accept/", listed(pages.Accept.as_view()), name="accept"),
    path("evaluation/rectifications/<int:pk>/return/", listed(pages.ReturnReport.as_view()), name="return_report"),
]
