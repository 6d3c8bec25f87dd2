"""Bigram search: text to tsvector, and words to tsquery. Both immutable, so that columns can be generated from them."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_bigrams(source text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(array_to_tsvector(array_agg(DISTINCT gram)), ''::tsvector)
    FROM (
        SELECT substr(word, at, 2) AS gram
        FROM regexp_split_to_table(lower(source), '[[:space:][:punct:]，。、；：？！“”‘’（）《》〔〕【】·—…]+') AS word,
             generate_series(1, greatest(length(word), 1)) AS at
        WHERE word <> ''
    ) AS grams
$$;

CREATE FUNCTION kernel_bigram_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(string_agg(
        CASE WHEN length(word) = 1 THEN quote_literal(word) || ':*'
             ELSE (SELECT string_agg(quote_literal(substr(word, at, 2)), ' & ') FROM generate_series(1, length(word) - 1) AS at)
        END, ' & '), '')::tsquery
    FROM regexp_split_to_table(lower(translate(words, '\\', ' ')), '[[:space:][:punct:]，。、；：？！“”‘’（）《》〔〕【】·—…]+') AS word
    WHERE word <> ''
$$;
"""

BACKWARD = "DROP FUNCTION kernel_bigram_query(text); DROP FUNCTION kernel_bigrams(text);"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_sequencer")]
    operations = [TrigramExtension(), BtreeGistExtension(), migrations.RunSQL(FORWARD, BACKWARD)]
