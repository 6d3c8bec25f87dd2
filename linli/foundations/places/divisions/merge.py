"""Merging the checked rows into the table of places, level by level. The same file again changes nothing."""

from dataclasses import dataclass

from django.db import connection

from linli.kernel import clock

LEVELS = (("district",), ("town", "zone"), ("community",))
MERGE = """
WITH merged AS (
    INSERT INTO places_place (code, name, level, parent_id, category, pinyin, is_pilot, version, created_at)
    SELECT s.code, s.name, s.kind, p.id, '', s.pinyin, false, 1, %s
    FROM place_stage s LEFT JOIN places_place p ON p.code = s.above
    WHERE s.kind = ANY(%s)
    ON CONFLICT (code) DO UPDATE
    SET name = excluded.name, level = excluded.level, parent_id = excluded.parent_id, pinyin = excluded.pinyin,
        version = places_place.version + 1
    WHERE (places_place.name, places_place.level, places_place.parent_id, places_place.pinyin)
          IS DISTINCT FROM (excluded.name, excluded.level, excluded.parent_id, excluded.pinyin)
    RETURNING xmax = 0 AS new
)
SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) FROM merged
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many places were added, changed and left as they were."""

    rows: int
    added: int
    changed: int

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed


def lock() -> None:
    """Let nobody else import at the same time; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE places_place IN SHARE ROW EXCLUSIVE MODE")


def merge(rows: int) -> Outcome:
    """Move `place_stage` into places. Places that the file does not name stay: whatever refers to them must not break."""
    added = changed = 0
    with connection.cursor() as cursor:
        for kinds in LEVELS:
            cursor.execute(MERGE, [clock.now(), list(kinds)])
            new, old = cursor.fetchone() or (0, 0)
            added, changed = added + new, changed + old
    return Outcome(rows, added, changed)
