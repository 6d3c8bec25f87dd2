"""The table in which every process counts attempts at codes and passwords; Django's database cache reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_accounts_and_states")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE parties_attempts (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX parties_attempts_expires ON parties_attempts (expires);
            """,
            "DROP TABLE parties_attempts",
        )
    ]
