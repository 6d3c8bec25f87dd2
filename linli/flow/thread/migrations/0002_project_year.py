"""The years of the list's query form are the ends of an index, not a walk over all projects."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("thread", "0001_initial")]
    operations = [
        migrations.AddIndex(model_name="project", index=models.Index(fields=["year"], name="project_year")),
    ]
