"""Addresses of the public side. Everything for visitors lies under `/public/`, except the home page and what machines ask."""

from django.urls import path

from linli.openness.portal.web import plumbing

app_name = "portal"

urlpatterns = [
    path("health", plumbing.health, name="health"),
    path("robots.txt", plumbing.robots, name="robots"),
    path(".well-known/security.txt", plumbing.security, name="security"),
]
