"""Contracts that were signed before the catalogue counted what is bought of each item are counted now."""

from django.db import migrations
from django.utils import timezone


def count(apps, schema_editor):
    Purchase = apps.get_model("catalogue", "Purchase")
    Item = apps.get_model("catalogue", "CatalogueItem")
    signed = apps.get_model("tenders", "Contract").objects.filter(signed_at__isnull=False)
    for contract in signed.select_related("project__place__parent").order_by("pk"):
        project = contract.project
        versions = Item.objects.filter(code=project.catalogue_code, since__isnull=False).order_by("-since")
        day = timezone.localdate(contract.signed_at)
        item = versions.filter(since__lte=day).first() or versions.first()
        if item is None:
            continue
        place = project.place
        Purchase.objects.get_or_create(
            project_key=project.pk,
            defaults={
                "item": item,
                "code": item.code,
                "year": day.year,
                "place": place.parent if place.level == "community" and place.parent else place,
                "purchaser_id": contract.purchaser_id,
                "amount": contract.amount,
                "signed_on": day,
                "paid": project.paid_amount if project.state in ("closed", "stopped") else None,
            },
        )


class Migration(migrations.Migration):

    dependencies = [
        ("tenders", "0002_sealed"),
        ("thread", "0001_initial"),
        ("catalogue", "0003_issued_before"),
    ]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
