"""Addresses of the kernel."""

from django.urls import path

from linli.kernel.web import views

app_name = "kernel"

urlpatterns = [path("files/<int:pk>", views.download, name="file")]
