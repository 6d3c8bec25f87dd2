"""What the database was told about who acts, for row-level security; empty outside `rls.acting`."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_told(what text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(current_setting('linli.' || what, true), '')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_bigrams")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION kernel_told(text);")]
