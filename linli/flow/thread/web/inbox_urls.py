"""Addresses of the inbox."""

from django.urls import path

from linli.flow.thread.web import inbox

app_name = "inbox"
urlpatterns = [
    path("inbox/", inbox.index, name="index"),
    path("inbox/done/", inbox.done, name="done"),
]
