"""The sequencer under an advisory lock, so that one commit to disk serves everybody who waits for positions (ADR 2)."""

from django.db import migrations, models

# Whoever gets the lock numbers everything committed by then and waits for the disk before he lets go. Who comes after him and
# finds nothing left to number has written nothing, hence waits for nothing: his event is numbered and on the disk already.
# The queue is fed by a trigger of the event itself, and events are never deleted: a foreign key would check what cannot be.
FORWARD = """
CREATE OR REPLACE FUNCTION kernel_sequence_events() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    head bigint;
    given bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('kernel_sequence_events', 0));
    SELECT position INTO head FROM kernel_journalhead WHERE id = 1;
    WITH waiting AS (DELETE FROM kernel_journalqueue RETURNING event_id)
    INSERT INTO kernel_journalposition (position, event_id)
    SELECT head + row_number() OVER (ORDER BY event_id), event_id FROM waiting;
    GET DIAGNOSTICS given = ROW_COUNT;
    IF given > 0 THEN
        UPDATE kernel_journalhead SET position = head + given WHERE id = 1;
    END IF;
    RETURN head + given;
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION kernel_sequence_events() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    head bigint;
    given bigint;
BEGIN
    SELECT position INTO head FROM kernel_journalhead WHERE id = 1 FOR UPDATE;
    WITH waiting AS (DELETE FROM kernel_journalqueue RETURNING event_id)
    INSERT INTO kernel_journalposition (position, event_id)
    SELECT head + row_number() OVER (ORDER BY event_id), event_id FROM waiting;
    GET DIAGNOSTICS given = ROW_COUNT;
    IF given > 0 THEN
        UPDATE kernel_journalhead SET position = head + given WHERE id = 1;
    END IF;
    RETURN head + given;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_told")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AlterField(
            model_name="journalqueue",
            name="event",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=models.PROTECT,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="kernel.event",
            ),
        ),
    ]
