"""What a page of the engine is told, and what it sends."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.foundations.forms.browser import limits, texts
from linli.foundations.forms.models import Form, FormVersion
from linli.foundations.forms.openrosa.answers import ACCEPTED_BYTES
from linli.foundations.forms.openrosa.taking import take
from linli.foundations.forms.states import Road, VersionState
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui.web.acting import sentence

MEDIA = "NAME"
"""Stands for a file's name in an address that the script completes."""


@dataclass(slots=True)
class Told:
    """Where the page's script finds things. `person` parts the drafts of those who share a browser; `edit` names the
    submission that is edited: its number (`old`), its answers (`xml`), its files and where they are (`file`)."""

    person: str
    form: str
    media: str
    send: str
    more: dict[str, str] = field(default_factory=dict)
    preload: dict[str, str] = field(default_factory=dict)
    edit: dict[str, Any] | None = None


def show(
    request: HttpRequest, template: str, version: FormVersion, told: Told, context: dict[str, Any]
) -> HttpResponse:
    """The page, with all that its script needs in its attributes."""
    config = {
        "person": told.person,
        "version": version.pk,
        "title": version.title,
        "form": told.form,
        "media": told.media.removesuffix(MEDIA),
        "send": told.send,
        "more": told.more,
        "preload": told.preload,
        "edit": told.edit,
        "token": get_token(request),
        "says": texts.page(),
        "locale": texts.locale(),
    }
    return render(
        request,
        template,
        {
            "version": version,
            "config": json.dumps(config, ensure_ascii=False),
            "words": json.dumps(texts.engine(), ensure_ascii=False),
            "left_out": limits.left_out(version),
            "retired": version.state == VersionState.RETIRED,
            **context,
        },
    )


def taken(request: HttpRequest, actor: Actor, form: Form | None = None) -> JsonResponse:
    """Take in what the page sent, once; `form` bounds what may come by a public link. Refusals are answered in words."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > ACCEPTED_BYTES:
            raise Refusal(_("一次提交的内容过大。"), _("请减少或缩小图片后重新提交。"), status=413)
        received = take(request, actor, road=Road.PAGE, form=form)
    except Refusal as refusal:
        return refused(sentence(refusal), refusal.status)
    again = _("这份填报先前已经收到。") if received.again else _("填报已收到，谢谢。")
    return _answer({"message": again, "number": received.pk if actor.signed_in else None}, 201)


def refused(message: str, status: int) -> JsonResponse:
    """What cannot be taken in, in words."""
    return _answer({"message": message}, status)


def _answer(facts: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(facts, status=status, headers={"Cache-Control": "private, no-store"})
