"""In voices that are there already, the name and the number of him who said it are hidden from those whom they do not concern."""

from typing import Any

from django.db import migrations

from linli.flow.s1_needs import privacy
from linli.kernel import rls
from linli.kernel.actor import Actor


def hide(apps: Any, _editor: Any) -> None:
    """Contacts are guarded, from the owner of the tables too: each office's are read as that office."""
    voices, contacts = apps.get_model("needs", "Voice"), apps.get_model("needs", "VoiceContact")
    for column in ("organisation_id", "transferred_from_id"):
        for keeper in voices.objects.exclude(**{column: None}).order_by().values_list(column, flat=True).distinct():
            with rls.acting(Actor(kind="system", organisation_id=keeper)):
                for one in contacts.objects.filter(organisation_id=keeper).select_related("voice"):
                    shown = privacy.masked(one.voice.content, one.name, one.phone)
                    voices.objects.filter(pk=one.voice_id).exclude(shown=shown).update(shown=shown)


class Migration(migrations.Migration):
    dependencies = [("needs", "0007_need_projects")]
    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
