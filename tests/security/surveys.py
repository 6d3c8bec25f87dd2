"""Samples of the pages of forms, and of the addresses that phones use."""

from typing import Any

from linli.foundations.forms import library
from linli.foundations.forms.actions.keys import digest_of
from linli.foundations.forms.models import Form, FormMedia, FormVersion, Submission, SurveyKey
from tests.security.finding import Arguments, Sample, fixed, one, pk

TOKEN = "sample-token"
PHONE = ("openrosa", "form_list", "send", "form_xml", "manifest", "media")
ADDRESSES = {f"xforms:{name}{plain}" for name in PHONE for plain in ("", "_plain")}
PHONES_ONLY = ADDRESSES - {"xforms:form_xml"}
"""These answer whoever speaks the phones' protocol and has a key: see forms/tests/test_openrosa.py."""


def _with_key(**more: Any) -> Sample:
    """A known key, for the demo's are known to nobody."""

    def found() -> tuple[Arguments, Any]:
        if not SurveyKey.objects.filter(digest=digest_of(TOKEN)).exists():
            SurveyKey.objects.filter(pk=one(SurveyKey, state="active").pk).update(digest=digest_of(TOKEN))
        return {"token": TOKEN, **_version(), **more}, None

    return found


def _version() -> Arguments:
    return {"pk": one(FormVersion, state="published").pk}


def _keyed(name: str) -> Sample:
    def found() -> tuple[Arguments, Any]:
        arguments, _record = _with_key()()
        if name in ("openrosa", "form_list", "send"):
            arguments.pop("pk")
        if name == "media":
            arguments["file"] = one(FormMedia).pk
        return arguments, None

    return found


def _plain(name: str) -> Sample:
    def found() -> tuple[Arguments, Any]:
        arguments = _version()
        if name == "media":
            arguments["file"] = one(FormMedia).pk
        return arguments, None

    return found


def page() -> tuple[Arguments, Any]:
    return {"token": one(Form, page_token__isnull=False).page_token}, None


RECORDS = ("submission", "reveal", "approve", "doubt", "reject")
BY_NAME: dict[str, Sample] = {
    **{f"xforms:{name}": _keyed(name) for name in PHONE},
    **{f"xforms:{name}_plain": _plain(name) for name in PHONE},
    **dict.fromkeys(("xforms:form", "xforms:revise"), pk(Form, form_id="shiqiu_talks")),
    **dict.fromkeys(("xforms:submissions", "xforms:export"), pk(Form, form_id="linli_household_needs")),
    **dict.fromkeys(
        ("xforms:version", "xforms:publish", "xforms:attach"), pk(FormVersion, form__form_id="shiqiu_talks")
    ),
    "xforms:open_page": pk(Form, form_id="linli_community_assets"),
    "xforms:close_page": pk(Form, page_token__isnull=False),
    "xforms:fill": page,
    "xforms:retire": pk(FormVersion, form__form_id="linli_household_needs"),
    **dict.fromkeys((f"xforms:{name}" for name in RECORDS), pk(Submission, state="received", is_current=True)),
    "xforms:revoke": pk(SurveyKey, state="active"),
    "xforms:sample": fixed(name=library.names()[0]),
}
