"""The one way money moves: two functions that run as the owner, and the triggers that hold even against them."""

from django.db import migrations

FORWARD = """
-- A posting is whole: exactly the entries it names, and for every source in it a sum of zero. Asked at commit.
CREATE FUNCTION funds_posting_is_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    key bigint;
    wanted int;
    there int;
    balanced boolean;
BEGIN
    IF TG_TABLE_NAME = 'funds_posting' THEN key := NEW.id; ELSE key := NEW.posting_id; END IF;
    SELECT size INTO wanted FROM funds_posting WHERE id = key;
    SELECT sum(n), bool_and(total = 0) INTO there, balanced
    FROM (SELECT count(*) AS n, sum(amount) AS total FROM funds_entry WHERE posting_id = key GROUP BY source_id) AS sides;
    IF wanted IS DISTINCT FROM there OR NOT balanced THEN
        RAISE EXCEPTION 'posting % does not balance', key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_is_whole AFTER INSERT ON funds_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funds_posting_is_whole();
CREATE CONSTRAINT TRIGGER entry_completes_posting AFTER INSERT ON funds_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funds_posting_is_whole();

-- Nothing is posted into a closed year. Every posting shares this lock; closing a year takes it alone.
CREATE FUNCTION funds_year_is_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7160411);
    IF EXISTS (SELECT FROM funds_fundyear
               WHERE year = EXTRACT(YEAR FROM NEW.effective_on) AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the year of % is closed', NEW.effective_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_year_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_is_open BEFORE INSERT ON funds_posting FOR EACH ROW EXECUTE FUNCTION funds_year_is_open();

-- Post one transaction, in one statement: lock the accounts in the order of their keys, look at floors and years, write.
-- Where an account would fall below its floor nothing is written and the account comes back in o_short with its balance;
-- a closed year comes back in o_closed.
CREATE FUNCTION funds_post(
    p_kind text, p_effective date, p_at timestamptz, p_project bigint, p_subject_type text, p_subject bigint,
    p_note text, p_organisation bigint, p_person bigint, p_journaled boolean, p_event bigint,
    p_reverses bigint, p_settles bigint, p_accounts bigint[], p_amounts numeric[],
    OUT o_posting bigint, OUT o_event bigint, OUT o_short bigint, OUT o_balance numeric, OUT o_closed int
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    written int;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7160411);
    SELECT held.id, held.balance INTO o_short, o_balance
    FROM (SELECT id, balance, floor FROM funds_account WHERE id = ANY (p_accounts) ORDER BY id FOR NO KEY UPDATE) AS held
    JOIN unnest(p_accounts, p_amounts) AS leg (id, amount) USING (id)
    WHERE held.balance + leg.amount < held.floor
    ORDER BY held.id LIMIT 1;
    IF o_short IS NOT NULL THEN RETURN; END IF;
    SELECT y.year INTO o_closed FROM funds_fundyear AS y
    WHERE y.closed_at IS NOT NULL AND (y.year = EXTRACT(YEAR FROM p_effective)
        OR y.year IN (SELECT year FROM funds_account WHERE id = ANY (p_accounts)))
    LIMIT 1;
    IF o_closed IS NOT NULL THEN RETURN; END IF;
    o_posting := nextval('funds_posting_id_seq');
    IF p_journaled THEN o_event := COALESCE(p_event, nextval('kernel_event_id_seq')); END IF;
    INSERT INTO funds_posting (id, kind, effective_on, posted_at, size, project_key, subject_type, subject_id, note,
                               event_id, organisation_id, person_id, reverses_id, settles_id)
    VALUES (o_posting, p_kind, p_effective, p_at, cardinality(p_accounts), p_project, p_subject_type, p_subject, p_note,
            o_event, p_organisation, p_person, p_reverses, p_settles);
    WITH moved AS (
        UPDATE funds_account AS account SET balance = account.balance + leg.amount, sequence = account.sequence + 1
        FROM unnest(p_accounts, p_amounts) AS leg (id, amount) WHERE account.id = leg.id
        RETURNING account.id, account.source_id, leg.amount, account.balance, account.sequence
    )
    INSERT INTO funds_entry (posting_id, account_id, source_id, amount, balance, sequence)
    SELECT o_posting, id, source_id, amount, balance, sequence FROM moved;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> cardinality(p_accounts) THEN
        RAISE EXCEPTION 'an account is missing or named twice' USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- Post many transactions of one kind at once, all or none. p_of names for each leg its transaction, from 1 on; what falls
-- below a floor comes back in o_failed by these numbers, and nothing is written.
CREATE FUNCTION funds_post_many(
    p_kind text, p_effective date, p_at timestamptz, p_subject_type text, p_organisation bigint, p_person bigint,
    p_projects bigint[], p_subjects bigint[], p_notes text[], p_events bigint[],
    p_of int[], p_accounts bigint[], p_amounts numeric[],
    OUT o_postings bigint[], OUT o_failed int[], OUT o_closed int
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7160411);
    PERFORM FROM funds_account WHERE id = ANY (p_accounts) ORDER BY id FOR NO KEY UPDATE;
    SELECT y.year INTO o_closed FROM funds_fundyear AS y
    WHERE y.closed_at IS NOT NULL AND (y.year = EXTRACT(YEAR FROM p_effective)
        OR y.year IN (SELECT DISTINCT year FROM funds_account WHERE id = ANY (p_accounts)))
    LIMIT 1;
    IF o_closed IS NOT NULL THEN RETURN; END IF;
    SELECT array_agg(DISTINCT leg.of ORDER BY leg.of) INTO o_failed
    FROM (SELECT of, account.floor, account.balance + sum(amount) OVER (PARTITION BY id ORDER BY of) AS balance
          FROM unnest(p_of, p_accounts, p_amounts) AS one (of, id, amount) JOIN funds_account AS account USING (id)) AS leg
    WHERE leg.balance < leg.floor;
    IF o_failed IS NOT NULL THEN RETURN; END IF;
    SELECT array_agg(nextval('funds_posting_id_seq') ORDER BY n) INTO o_postings
    FROM generate_series(1, cardinality(p_subjects)) AS n;
    INSERT INTO funds_posting (id, kind, effective_on, posted_at, size, project_key, subject_type, subject_id, note,
                               event_id, organisation_id, person_id)
    SELECT o_postings[t.n], p_kind, p_effective, p_at, legs.size, t.project, p_subject_type, t.subject, t.note,
           t.event, p_organisation, p_person
    FROM unnest(p_projects, p_subjects, p_notes, p_events) WITH ORDINALITY AS t (project, subject, note, event, n)
    JOIN (SELECT of, count(*) AS size FROM unnest(p_of) AS of GROUP BY of) AS legs ON legs.of = t.n;
    INSERT INTO funds_entry (posting_id, account_id, source_id, amount, balance, sequence)
    SELECT o_postings[of], id, account.source_id, amount,
           account.balance + sum(amount) OVER (PARTITION BY id ORDER BY of),
           account.sequence + row_number() OVER (PARTITION BY id ORDER BY of)
    FROM unnest(p_of, p_accounts, p_amounts) AS one (of, id, amount) JOIN funds_account AS account USING (id);
    UPDATE funds_account AS account SET balance = account.balance + moved.total, sequence = account.sequence + moved.n
    FROM (SELECT id, sum(amount) AS total, count(*) AS n
          FROM unnest(p_accounts, p_amounts) AS one (id, amount) GROUP BY id) AS moved
    WHERE account.id = moved.id;
END $$;

-- Hold accounts for what is about to be posted, in the order of their keys, and tell their balances.
CREATE FUNCTION funds_hold(p_accounts bigint[]) RETURNS TABLE (account bigint, amount numeric)
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    SELECT id, balance FROM funds_account WHERE id = ANY (p_accounts) ORDER BY id FOR NO KEY UPDATE
$$;

-- Closing a year waits for every posting that is under way, and holds up those that come.
CREATE FUNCTION funds_hold_all() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(7160411) $$;
"""

BACKWARD = """
DROP FUNCTION funds_hold_all();
DROP FUNCTION funds_hold(bigint[]);
DROP FUNCTION funds_post_many;
DROP FUNCTION funds_post;
DROP TRIGGER year_is_open ON funds_posting;
DROP FUNCTION funds_year_is_open();
DROP TRIGGER entry_completes_posting ON funds_entry;
DROP TRIGGER posting_is_whole ON funds_posting;
DROP FUNCTION funds_posting_is_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_double_entry"), ("kernel", "0004_told")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
