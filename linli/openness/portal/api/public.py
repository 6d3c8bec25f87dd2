"""The public API: reading only, without signing in, what the public pages show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from linli.openness.portal.api.answers import problem
from linli.openness.portal.api.needs import router as needs
from linli.openness.portal.api.notices import router as notices
from linli.openness.portal.api.places import router as places
from linli.openness.portal.api.projects import router as projects
from linli.openness.portal.api.rules import router as rules

api = NinjaAPI(
    title="Linli public API",
    version="1",
    description=(
        "Published needs, purchase projects and notices of one district. Reading only. Amounts are yuan as decimal text, "
        "times ISO 8601. Labels follow Accept-Language (zh-Hans, en). Errors are RFC 9457 problem details."
    ),
    urls_namespace="public-api",
    docs_url=None,
)
api.add_router("/places", places)
api.add_router("/needs-lists", needs)
api.add_router("/projects", projects)
api.add_router("/notices", notices)
api.add_router("/rules", rules)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Unknown and unpublished look the same."""
    return problem(404, _("没有找到"), _("没有这条记录，或者它没有公开。请核对编号，或从列表重新打开。"))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that make no sense."""
    names = "、".join(sorted({str(one["loc"][-1]) for one in error.errors}))
    return problem(422, _("参数不符合要求"), _("请检查参数：%(names)s。各参数的取值见接口说明。") % {"names": names})


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Whatever else ninja refuses."""
    return problem(error.status_code, _("请求没有办成"), str(error))


def urls() -> Any:
    """The API's addresses, each declared open to everybody as every page must be."""
    found = api.urls
    for pattern in found[0]:
        pattern.callback.permission = "public"  # type: ignore[union-attr]
    return found
