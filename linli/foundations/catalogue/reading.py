"""The catalogue as a file, read strictly: law/districts/<code>/catalogue.yaml."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from linli.foundations.parties.roles import PURCHASERS
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.loading import parse_yaml
from linli.foundations.rulebook.schema import Strict, Text

ALL_BUYERS = [str(kind) for kind in PURCHASERS]


class ItemText(Strict):
    """`price` is the reference range in yuan for one unit."""

    code: Text
    name: Text
    unit: Text
    price: Annotated[list[int | float], Field(min_length=2, max_length=2)]
    content: str = ""
    buyers: list[str] = Field(default_factory=lambda: list(ALL_BUYERS), min_length=1)

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        return Decimal(str(self.price[0])), Decimal(str(self.price[1]))

    @model_validator(mode="after")
    def _makes_sense(self) -> "ItemText":
        low, high = self.range
        if not 0 <= low <= high:
            raise ValueError(f"{self.code}: the price range {low} to {high} is no range")
        unknown = set(self.buyers) - set(ALL_BUYERS)
        if unknown:
            raise ValueError(f"{self.code}: {', '.join(sorted(unknown))} cannot buy")
        return self


class FieldText(Strict):
    code: Text
    name: Text
    items: list[ItemText] = Field(min_length=1)


class SectionText(Strict):
    code: Text
    name: Text
    fields: list[FieldText] = Field(min_length=1)


class CatalogueFile(Strict):
    """A batch. Codes are nested: an item's begins with its field's, a field's with its section's; none comes twice."""

    batch: int
    title: Text
    since: date = Field(alias="from")
    demo: bool = False
    sections: list[SectionText] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_nest(self) -> "CatalogueFile":
        seen: set[str] = set()
        for section in self.sections:
            for field in section.fields:
                for item in field.items:
                    if not (item.code.startswith(field.code) and field.code.startswith(section.code)):
                        raise ValueError(f"{item.code} does not lie in {field.code} of {section.code}")
                    if item.code in seen:
                        raise ValueError(f"{item.code} is there twice")
                    seen.add(item.code)
        return self


def read(path: Path) -> CatalogueFile:
    """Read a batch. Raises LawError naming the file and the item."""
    try:
        return CatalogueFile.model_validate(parse_yaml(path))
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise LawError(f"{path.name}: " + "; ".join(lines)) from error
