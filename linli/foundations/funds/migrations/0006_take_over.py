"""Replay the single entries as balanced postings, in their order and with their times, then drop what was kept.

An old release did not say whether it gave back reserved or signed money: it was the reserved as far as that went. Where the
replay ends otherwise than the old balances, the migration stops and nothing has changed.
"""

from django.db import migrations

TAKE_OVER = """
CREATE FUNCTION funds_take_account(p_source bigint, p_stage text, p_project bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    side text := CASE p_stage WHEN 'income' THEN 'Income' WHEN 'spent' THEN 'Expenses' ELSE 'Assets' END;
    words text := side || ':F' || p_source || COALESCE(':P' || p_project, '') || ':' || initcap(p_stage);
    key bigint;
BEGIN
    SELECT id INTO key FROM funds_account WHERE code = words;
    IF key IS NULL THEN
        INSERT INTO funds_account (code, root, stage, source_id, owner_id, year, project_key, purpose, place_id, floor,
                                   balance, sequence)
        SELECT words, side, p_stage, id, owner_id, year, p_project, '', place_id,
               CASE WHEN p_stage = 'income' THEN NULL ELSE 0 END, 0, 0
        FROM funds_fundsource WHERE id = p_source RETURNING id INTO key;
    END IF;
    RETURN key;
END $$;

DO $$
DECLARE
    old record;
    origin bigint;
    legs bigint[];
    done record;
    waiting numeric;
BEGIN
    FOR old IN SELECT * FROM funds_kept_reservation ORDER BY id LOOP
        INSERT INTO funds_reservation (id, source_id, origin_id, project_key, title, path,
                                       reserved_account_id, committed_account_id, spent_account_id)
        VALUES (old.id, old.source_id, funds_take_account(old.source_id, 'available', NULL), old.project_key, old.title,
                old.path, funds_take_account(old.source_id, 'reserved', old.project_key),
                funds_take_account(old.source_id, 'committed', old.project_key),
                funds_take_account(old.source_id, 'spent', old.project_key));
    END LOOP;
    PERFORM setval('funds_reservation_id_seq', COALESCE((SELECT max(id) FROM funds_reservation), 1),
                   EXISTS (SELECT FROM funds_reservation));
    FOR old IN SELECT e.*, r.reserved_account_id, r.committed_account_id, r.spent_account_id, r.project_key
               FROM funds_kept_entry e LEFT JOIN funds_reservation r ON r.id = e.reservation_id ORDER BY e.id LOOP
        CONTINUE WHEN old.amount = 0;
        origin := funds_take_account(old.source_id, 'available', NULL);
        legs := CASE old.kind
            WHEN 'open' THEN ARRAY[funds_take_account(old.source_id, 'income', NULL), origin]
            WHEN 'adjust' THEN ARRAY[funds_take_account(old.source_id, 'income', NULL), origin]
            WHEN 'reserve' THEN ARRAY[origin, old.reserved_account_id]
            WHEN 'commit' THEN ARRAY[old.reserved_account_id, old.committed_account_id]
            WHEN 'spend' THEN ARRAY[old.committed_account_id, old.spent_account_id]
            WHEN 'reverse' THEN ARRAY[old.spent_account_id, old.committed_account_id]
            WHEN 'release' THEN ARRAY[old.reserved_account_id, origin]
        END;
        IF old.kind = 'release' THEN
            SELECT balance INTO waiting FROM funds_account WHERE id = old.reserved_account_id;
            IF waiting < old.amount THEN legs[1] := old.committed_account_id; END IF;
        END IF;
        SELECT * INTO done FROM funds_post(old.kind, (old.at AT TIME ZONE 'Asia/Shanghai')::date, old.at, old.project_key, '',
            NULL, old.note, old.organisation_id, old.person_id, false, NULL, NULL, NULL, legs,
            ARRAY[-old.amount, old.amount]);
        IF done.o_posting IS NULL THEN RAISE EXCEPTION 'entry % of the old ledger cannot be taken over', old.id; END IF;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    IF EXISTS (
        SELECT FROM funds_kept_source kept
        LEFT JOIN (
            SELECT source_id, -sum(balance) FILTER (WHERE stage = 'income') AS amount,
                   sum(balance) FILTER (WHERE stage = 'reserved') AS reserved,
                   sum(balance) FILTER (WHERE stage = 'committed') AS committed,
                   sum(balance) FILTER (WHERE stage = 'spent') AS spent
            FROM funds_account GROUP BY source_id
        ) AS taken ON taken.source_id = kept.id
        WHERE (kept.amount, kept.reserved, kept.committed, kept.spent) IS DISTINCT FROM (
            COALESCE(taken.amount, 0), COALESCE(taken.reserved, 0), COALESCE(taken.committed, 0), COALESCE(taken.spent, 0))
    ) THEN
        RAISE EXCEPTION 'the old balances and the new ledger differ';
    END IF;
END $$;

DROP FUNCTION funds_take_account(bigint, text, bigint);
DROP TABLE funds_kept_entry, funds_kept_reservation, funds_kept_source;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0005_posting")]
    operations = [migrations.RunSQL(TAKE_OVER)]
