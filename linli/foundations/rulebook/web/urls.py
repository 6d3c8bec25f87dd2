"""Addresses of the rule book."""

from django.urls import path

from linli.foundations.rulebook.web import calendar, public, views

app_name = "rulebook"

urlpatterns = [
    path("rules/", views.parameters, name="parameters"),
    path("rules/calendar/", calendar.page, name="calendar"),
    path("rules/calendar/<str:verb>/", calendar.do, name="calendar-do"),
    path("rules/<str:name>/", views.parameter, name="parameter"),
    path("public/rules/documents/", public.documents, name="documents"),
    path("public/rules/documents/<slug:key>/", public.document, name="document"),
    path("public/rules/documents/<slug:key>/<slug:clause>/", public.document, name="clause"),
]
