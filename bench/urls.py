"""The house's addresses, and the bare page that others are measured against. Served in bench runs only."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from linli.config.urls import urlpatterns as house


def bare(_request: HttpRequest) -> HttpResponse:
    """The least a page on this server can do: one query, one line, through the same middleware."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        row = cursor.fetchone()
    return HttpResponse(f"<!doctype html><title>bare</title><p>{row[0]}</p>")


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """The least that taking bytes in can do: one statement, through the same middleware."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_insert (body) VALUES (%s)", [request.body])
    return HttpResponse(status=201)


urlpatterns = [path("bench/bare", bare), path("bench/insert", insert), *house]
