"""What a signed-in person sees is kept by no cache, his own browser's included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PrivatePages:
    """Marks every answer to somebody signed in `private, no-store`. Comes after SessionTimes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _signed_in(request)
        response = self.get_response(request)
        if before or _signed_in(request):
            response["Cache-Control"] = "private, no-store"
        return response


def _signed_in(request: HttpRequest) -> bool:
    """Without touching the session of a visitor who has none."""
    return request.session.accessed and request.user.is_authenticated
