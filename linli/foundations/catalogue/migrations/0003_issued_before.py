"""Batches that stood before there were drafts were issued."""

from django.db import migrations
from django.db.models import F


def mark_issued(apps, schema_editor):
    batches = apps.get_model("catalogue", "Batch").objects.filter(number__isnull=False, state="draft")
    batches.update(state="issued", issued_at=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0002_batches_supplements"),
    ]

    operations = [
        migrations.RunPython(mark_issued, migrations.RunPython.noop),
    ]
