"""Bringing rows into a staging table with COPY: it lives as long as the transaction."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

from linli.foundations.places.divisions.faults import Fault
from linli.foundations.places.divisions.reading import read
from linli.foundations.places.pinyin import sort_key

Progress = Callable[[int], None]
EVERY = 50_000

TABLE = """
CREATE TEMPORARY TABLE place_stage (
    file smallint, row int, code text, name text, level text, parent text, pinyin text
) ON COMMIT DROP
"""
# What the code itself says; the level in the file only has to agree. Codes 4xx are development zones, 5xx other units
# of town rank (farms, parks): both are zones here.
DERIVE = """
ALTER TABLE place_stage ADD COLUMN kind text GENERATED ALWAYS AS (
    CASE length(code) WHEN 6 THEN 'district' WHEN 12 THEN 'community'
         WHEN 9 THEN CASE WHEN substr(code, 7, 1) IN ('4', '5') THEN 'zone' ELSE 'town' END END) STORED,
    ADD COLUMN above text GENERATED ALWAYS AS (
    CASE length(code) WHEN 12 THEN left(code, 9) WHEN 9 THEN left(code, 6) END) STORED,
    ADD COLUMN fit boolean GENERATED ALWAYS AS (code ~ '^[0-9]+$' AND length(code) IN (6, 9, 12)) STORED
"""


def fill(files: Sequence[Path], faults: list[Fault], progress: Progress) -> int:
    """Copy the files' rows to `place_stage`; returns how many. Memory does not grow with the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS place_stage")
        cursor.execute(TABLE)
        cursor.execute(DERIVE)
        count = 0
        with cursor.copy("COPY place_stage (file, row, code, name, level, parent, pinyin) FROM STDIN") as copy:
            for number, path in enumerate(files):
                for row in read(path, faults):
                    copy.write_row((number, row.row, row.code, row.name, row.level, row.parent, sort_key(row.name)))
                    count += 1
                    if count % EVERY == 0:
                        progress(count)
        cursor.execute("CREATE INDEX ON place_stage (code)")
        cursor.execute("ANALYZE place_stage")
    progress(count)
    return count
