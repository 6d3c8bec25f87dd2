"""The description of the public API, as docs/openapi.json keeps it."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from linli.openness.portal.api.public import api


class Command(BaseCommand):
    help = "Print the OpenAPI description of the public API; docs/openapi.json must be the same."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            schema = api.get_openapi_schema(path_prefix="/api/v1/")
        self.stdout.write(json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True))
