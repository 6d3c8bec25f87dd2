"""What must be so of the database itself: its guards stand, and the application cannot take them down."""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.audit import Check, rows

QUEUE_TRIGGER = ("kernel_event", "queue_event")
_TRIGGERS = (
    "SELECT c.relname, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
    " WHERE t.tgenabled IN ('O', 'A') AND c.relnamespace = 'public'::regnamespace"
)
_NAMED = (
    "SELECT conname FROM pg_constraint WHERE convalidated AND connamespace = 'public'::regnamespace"
    " UNION SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid"
    " WHERE indisvalid AND relnamespace = 'public'::regnamespace"
)
_POWERS = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
_OWNED = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user ORDER BY 1"
_OPEN = (
    "SELECT DISTINCT c.relname FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid"
    " WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
)
_MAY_CHANGE = "SELECT has_table_privilege(%s, 'UPDATE') OR has_table_privilege(%s, 'DELETE')"


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("database.triggers", gettext_lazy("所有触发器都在且已启用"), triggers),
        Check("database.constraints", gettext_lazy("所有具名约束都在且有效"), constraints),
        Check("database.rights", gettext_lazy("应用账号不拥有表、没有特权，不能改动只增的表，行级安全已强制"), rights),
    ]


def triggers() -> Iterator[str]:
    standing = set(rows(_TRIGGERS))
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    for table, name in sorted((wanted | {QUEUE_TRIGGER}) - standing):
        yield _("表 %(table)s 的触发器 %(name)s 不在或已停用。") % {"table": table, "name": name}


def constraints() -> Iterator[str]:
    standing = {str(name) for (name,) in rows(_NAMED)}
    for model in apps.get_models():
        for constraint in model._meta.constraints if model._meta.managed else ():
            if constraint.name not in standing:
                yield _("表 %(table)s 的约束 %(name)s 不在或无效。") % {
                    "table": model._meta.db_table, "name": constraint.name,
                }  # fmt: skip


def rights() -> Iterator[str]:
    if rows(_POWERS) != [(False,)]:
        yield _("应用账号有超级用户、越过行级安全或建立账号的权力。")
    for (table,) in rows(_OWNED):
        yield _("应用账号拥有表 %(table)s。") % {"table": table}
    for (table,) in rows(_OPEN):
        yield _("表 %(table)s 的行级安全没有强制。") % {"table": table}
    for model, trigger in pgtrigger.registered():
        table = model._meta.db_table
        if trigger.name == "append_only" and rows(_MAY_CHANGE, table, table) == [(True,)]:
            yield _("应用账号可以改动只增的表 %(table)s。") % {"table": table}
