"""Who said it (needs_voicecontact) is read by the organisation that answers or recorded it and by those who serve the
place; anybody may insert, as residents have no account."""

from django.db import migrations

TABLE = "needs_voicecontact"
READ = """
    kernel_told('organisation') <> '' AND (
        organisation_id::text = kernel_told('organisation')
        OR recorded_by_id::text = kernel_told('organisation')
        OR (
            kernel_told('place') <> '' AND starts_with(place_code, kernel_told('place'))
            AND EXISTS (
                SELECT 1 FROM parties_organisation AS told
                WHERE told.id::text = kernel_told('organisation') AND told.kind IN ('civil_affairs', 'town', 'community')
            )
        )
    )
"""
FORWARD = f"""
    ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING ({READ});
    CREATE POLICY {TABLE}_erase ON {TABLE} FOR DELETE USING ({READ});
    CREATE POLICY {TABLE}_keep ON {TABLE} FOR INSERT WITH CHECK (true);
"""
BACK = f"""
    DROP POLICY {TABLE}_read ON {TABLE};
    DROP POLICY {TABLE}_erase ON {TABLE};
    DROP POLICY {TABLE}_keep ON {TABLE};
    ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("kernel", "0004_told"), ("parties", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
