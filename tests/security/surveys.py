"""Samples of the pages of forms, and of the addresses that phones use."""

from typing import Any

from linli.foundations.forms import library
from linli.foundations.forms.actions.keys import digest_of
from linli.foundations.forms.models import Download, Form, FormMedia, FormVersion, Submission, SurveyKey
from linli.foundations.forms.models.download import KEPT
from linli.foundations.parties.models import Membership
from linli.kernel import clock, rls
from tests.security.finding import Arguments, Sample, fixed, one, pk

TOKEN = "sample-token"
PHONE = ("openrosa", "form_list", "send", "form_xml", "manifest", "media")
ADDRESSES = {f"xforms:{name}{plain}" for name in PHONE for plain in ("", "_plain")}
FILES = {"xforms:open_media", "xforms:fill_media", "xforms:amend_file", "xforms:fill_send"}
"""Forms and answers of the demonstration have no files, and what is sent is one: see forms/tests/test_filling.py."""
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


def _open(**more: Any) -> Sample:
    def found() -> tuple[Arguments, Any]:
        arguments, _record = page()
        return {**arguments, **more}, None

    return found


def download() -> tuple[Arguments, Any]:
    """A file that its maker may fetch; the bytes are nobody's concern here."""
    form, held = one(Form, form_id="linli_household_needs"), one(Membership, role="clerk", organisation__kind="town")
    with rls.working_on("duty", "downloads"):
        made, _new = Download.objects.get_or_create(
            key="sample.csv",
            defaults={
                "form": form, "kind": "csv", "total": 1, "organisation_id": held.organisation_id, "person_id": held.person_id,
                "role": held.role, "state": "ready", "expires_at": clock.now() + KEPT,
            },
        )  # fmt: skip
    return {"pk": made.pk}, made


AMENDED = pk(Submission, is_current=True, person__isnull=False)


def _of_submission(**more: Any) -> Sample:
    def found() -> tuple[Arguments, Any]:
        arguments, record = AMENDED()
        return {**arguments, **more}, record

    return found


def _of_version(**more: Any) -> Sample:
    def found() -> tuple[Arguments, Any]:
        version = one(FormVersion, form__form_id="linli_household_needs", state="published")
        return {"pk": version.pk, **more}, version

    return found


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
    "xforms:open_form": _open(),
    "xforms:open_media": _open(name="none.png"),
    "xforms:open_send": _open(),
    "xforms:fill_in": _of_version(),
    "xforms:fill_form": _of_version(),
    "xforms:fill_media": _of_version(name="none.png"),
    "xforms:amend": AMENDED,
    "xforms:amend_xml": AMENDED,
    "xforms:amend_file": _of_submission(name="none.jpg"),
    "xforms:fetch": download,
    "xforms:sample": fixed(name=library.names()[0]),
}
