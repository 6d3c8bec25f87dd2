"""What machines ask for: is it well, what may be crawled, whom to tell about a hole."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from linli.kernel import clock
from linli.ui.web.access import public_page

ROBOTS = "User-agent: *\nAllow: /$\nAllow: /public/\nDisallow: /\n"


@public_page
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not; never more than that, for anybody may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return _fresh(JsonResponse({"status": "database unavailable"}, status=503))
    return _fresh(JsonResponse({"status": "ok"}))


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be crawled, the rest not."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole. The address is this site's own; the text runs for half a year."""
    here = f"{request.scheme}://{request.get_host()}"
    until = (clock.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {here}/public/accessibility/#contact",
        f"Expires: {until}",
        "Preferred-Languages: zh, en",
        f"Canonical: {here}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _fresh(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
