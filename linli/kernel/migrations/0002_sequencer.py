"""The queue of committed events, the function that gives them positions, and the one row that holds the last."""

from django.db import migrations

FORWARD = """
INSERT INTO kernel_journalhead (id, position) VALUES (1, 0);

CREATE FUNCTION kernel_queue_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO kernel_journalqueue (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER queue_event AFTER INSERT ON kernel_event FOR EACH ROW EXECUTE FUNCTION kernel_queue_event();

-- The row lock on the head makes one sequencer at a time; the DELETE that follows sees only what is committed by then.
CREATE FUNCTION kernel_sequence_events() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
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

BACKWARD = """
DROP FUNCTION kernel_sequence_events();
DROP TRIGGER queue_event ON kernel_event;
DROP FUNCTION kernel_queue_event();
DELETE FROM kernel_journalhead;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
