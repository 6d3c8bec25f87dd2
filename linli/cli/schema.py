"""Compares the database's migrations with the program's; run as a process of its own, for it loads Django."""

import hashlib
import json
from typing import Any

RETIRED_APPS: frozenset[str] = frozenset()
"""Labels of apps that an earlier version had and this one has given up: their rows are no sign of a newer program."""


def compare(applied: set[tuple[str, str]], known: set[tuple[str, str]], own: set[str]) -> dict[str, list[str]]:
    """`unknown`: in the database only, so that a newer program made them; `pending`: in the program only.

    Other people's apps drop squashed migrations in their upgrades, so for them only a whole unknown app counts.
    """
    labels = {label for label, _ in known}
    strange = {m for m in applied - known if m[0] in own or (m[0] not in labels and m[0] not in RETIRED_APPS)}
    return {
        "unknown": sorted(f"{label}.{name}" for label, name in strange),
        "pending": sorted(f"{label}.{name}" for label, name in known - applied),
    }


def report() -> dict[str, Any]:
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import get_commands
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations or ())
    known = set(loader.disk_migrations or ()) - {
        replaced for migration in (loader.disk_migrations or {}).values() for replaced in migration.replaces
    } | (applied & set(loader.disk_migrations or ()))
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("linli.")}
    heads = sorted(f"{label}.{name}" for label, name in loader.graph.leaf_nodes())
    return compare(applied, known, own) | {
        "empty": not applied,
        "heads": heads,
        "fingerprint": hashlib.sha256("\n".join(heads).encode()).hexdigest(),
        "commands": sorted(get_commands()),
    }


if __name__ == "__main__":
    print(json.dumps(report()))
