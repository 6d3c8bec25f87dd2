"""Addresses of the thread."""

from django.urls import path

from linli.flow.thread.web import approvals, journal, lists, project
from linli.ui.web.access import needs

app_name = "thread"
urlpatterns = [
    path("projects/", needs("thread.project:list")(lists.ProjectList.as_view()), name="list"),
    path("projects/<int:pk>/", project.overview, name="project"),
    path("projects/<int:pk>/stop/", project.stop_page, name="stop"),
    path("projects/<int:pk>/<slug:key>/", project.tab, name="tab"),
    path("approvals/<int:pk>/", approvals.decide, name="approval"),
    path("journal/", needs("thread.journal:view")(journal.JournalPage.as_view()), name="journal"),
]
