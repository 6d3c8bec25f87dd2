"""Addresses of the cockpit."""

from django.urls import path

from linli.openness.insight.web import cockpit, late

app_name = "insight"

urlpatterns = [
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/tasks/<int:pk>/remind/", late.remind, name="remind"),
    path("cockpit/reminders/<int:pk>/", late.reminder, name="reminder"),
]
