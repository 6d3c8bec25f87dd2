"""A script planted in every free text of the world's records, as somebody with bad intentions would have typed it.

It is written by the owner of the tables, past forms, triggers and row-level security: not whether it can be entered is
tried, but whether it comes out as text wherever it is shown.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from conftest import owner_connection

MARK = "zq{{7*7}}"
"""Shown as it stands; a template that reads it would show zq49."""
SCRIPT = "<script>zqx=1</script>"
BREAKOUT = "\"'><img src=zq onerror=zqx=1>"
FULL = SCRIPT + BREAKOUT + MARK
SHORT = BREAKOUT + MARK
TIGHT = "<img src=zq onerror=zqx=1>"
HARM = """() => ({
    ran: "zqx" in window,
    elements: document.querySelectorAll("img[src='zq'], [onerror]").length
        + [...document.scripts].filter(one => one.type != "application/json" && one.textContent.includes("zqx=1")).length,
    evaluated: document.documentElement.innerText.includes("zq49"),
})"""
UNHARMED = {"ran": False, "elements": 0, "evaluated": False}


def fields(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    """Columns in which somebody may have written: texts without a fixed choice, and JSON."""
    for field in model._meta.local_fields:
        written = isinstance(field, models.CharField | models.TextField) and not field.choices
        if not field.primary_key and (written or isinstance(field, models.JSONField)):
            yield field


def free(text: str) -> bool:
    """Codes, numbers and keys have no Chinese letters, what people write has."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def poisoned(value: Any, room: int) -> Any:
    """The value with a canary at its end, the longest that there is room for; JSON at every free text in it."""
    if isinstance(value, dict):
        return {key: poisoned(inner, room) for key, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, room) for inner in value]
    if not isinstance(value, str) or not free(value):
        return value
    return value + next((one for one in (FULL, SHORT, TIGHT) if len(value) + len(one) <= room), "")


def plant() -> dict[str, int]:
    """Put canaries into the committed world; returns how many for each column."""
    planted: dict[str, int] = {}
    with owner_connection(connection.settings_dict["NAME"]) as owner, owner.transaction():
        for model in apps.get_models():
            if model.__module__.startswith("linli.") and model._meta.managed:
                _plant_in(owner, model, planted)
    return planted


def _plant_in(owner: Any, model: type[models.Model], planted: dict[str, int]) -> None:
    table = sql.Identifier(model._meta.db_table)
    key = sql.Identifier(str(model._meta.pk.column))
    columns = list(fields(model))
    if not columns:
        return
    guarded = owner.execute(
        "SELECT relforcerowsecurity FROM pg_class WHERE relname = %s", [model._meta.db_table]
    ).fetchone()[0]
    relax, restore = [sql.SQL("DISABLE TRIGGER USER")], [sql.SQL("ENABLE TRIGGER USER")]
    if guarded:
        relax.append(sql.SQL("NO FORCE ROW LEVEL SECURITY"))
        restore.append(sql.SQL("FORCE ROW LEVEL SECURITY"))
    for words in relax:
        owner.execute(sql.SQL("ALTER TABLE {} {}").format(table, words))
    for field in columns:
        column, room = sql.Identifier(str(field.column)), field.max_length or 10**6
        rows = owner.execute(sql.SQL("SELECT {}, {} FROM {}").format(key, column, table)).fetchall()
        for pk, value in rows:
            changed = poisoned(value, room)
            if changed != value:
                planted[f"{model._meta.label}.{field.name}"] = planted.get(f"{model._meta.label}.{field.name}", 0) + 1
                kept = json.dumps(changed) if isinstance(field, models.JSONField) else changed
                owner.execute(sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(table, column, key), [kept, pk])
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for words in restore:
        owner.execute(sql.SQL("ALTER TABLE {} {}").format(table, words))
