"""The same write asked again has one effect and gets the first answer again."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.canonical import canonical
from linli.kernel.errors import KeyReused
from linli.kernel.models.journal import IdempotencyKey

_TAKE = (
    "INSERT INTO kernel_idempotencykey (actor, verb, key, request_hash) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (actor, verb, key) DO NOTHING RETURNING id"
)


def claim(actor: Actor, verb: str, key: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> IdempotencyKey:
    """Take the key for this transaction. A concurrent holder is waited for; a used key comes back with its answer.

    Raises KeyReused when the key was used for another request.
    """
    who = f"{actor.kind}:{actor.person_id or ''}:{actor.organisation_id or ''}"
    asked = hashlib.sha256(
        canonical([plain(args), plain({k: v for k, v in kwargs.items() if k != "actor"})])
    ).hexdigest()
    row = _take(who, verb, key, asked)
    if row is not None:
        return row
    row = IdempotencyKey.objects.select_for_update().get(actor=who, verb=verb, key=key)
    if row.request_hash != asked:
        raise KeyReused(_("这次提交与先前同一编号的提交内容不同，没有办理。"), remedy=_("请刷新页面后重新填写提交。"))
    return row


def _take(who: str, verb: str, key: str, asked: str) -> IdempotencyKey | None:
    """Insert the key, waiting for whoever is inserting the same; None when it is there already. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [who, verb, key, asked])
        taken = cursor.fetchone()
    return IdempotencyKey(pk=taken[0], actor=who, verb=verb, key=key, request_hash=asked) if taken else None


def kept(answer: Any) -> dict[str, Any]:
    """The answer as the key keeps it; `journal.append` stores it together with the event."""
    return {"is": plain(answer)}


def recall(claimed: IdempotencyKey) -> Any:
    """The first answer; a record is loaded as it stands now."""
    assert claimed.answer is not None
    value = claimed.answer["is"]
    if isinstance(value, dict) and "model" in value:
        return apps.get_model(value["model"])._default_manager.get(pk=value["pk"])
    return value


def plain(value: Any) -> Any:
    """A value in JSON's own types: records become their model and key, amounts and dates their text."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, models.Model):
        return {"model": value._meta.label_lower, "pk": value.pk}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        items = [plain(v) for v in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "chunks"):
        return hashlib.sha256(b"".join(value.chunks())).hexdigest()
    return str(value)
