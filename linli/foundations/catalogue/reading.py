"""The catalogue as a file, read strictly: law/districts/<code>/catalogue.yaml."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from linli.foundations.catalogue.states import Served
from linli.foundations.catalogue.values import ALL_BUYERS, ALL_PROVIDERS, ItemValues
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.loading import parse_yaml
from linli.foundations.rulebook.schema import Strict, Text


class ItemText(Strict):
    """`price` is the reference range in yuan for one unit; `standard` a key of the file's `standards`, or the text itself;
    `clause` (document/clause) where the rule book holds the standard."""

    code: Text
    name: Text
    unit: Text
    price: Annotated[list[int | float], Field(min_length=2, max_length=2)]
    content: str = ""
    standard: str = ""
    clause: str = ""
    basis: str = ""
    serves: list[str] = Field(default_factory=list)
    buyers: list[str] = Field(default_factory=lambda: list(ALL_BUYERS), min_length=1)
    providers: list[str] = Field(default_factory=list)
    notes: str = ""

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        return Decimal(str(self.price[0])), Decimal(str(self.price[1]))

    @model_validator(mode="after")
    def _makes_sense(self) -> "ItemText":
        low, high = self.range
        if not 0 <= low <= high:
            raise ValueError(f"{self.code}: the price range {low} to {high} is no range")
        for given, known, what in (
            (self.buyers, ALL_BUYERS, "cannot buy"),
            (self.providers, ALL_PROVIDERS, "cannot provide"),
            (self.serves, list(Served.values), "is nobody to be served"),
        ):
            unknown = set(given) - set(known)
            if unknown:
                raise ValueError(f"{self.code}: {', '.join(sorted(unknown))} {what}")
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
    basis: str = ""
    standards: dict[str, str] = Field(default_factory=dict)
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

    def values(self) -> list[ItemValues]:
        """Every item with its section and field, as the catalogue keeps it."""
        return [
            self._one(section, field, item)
            for section in self.sections
            for field in section.fields
            for item in field.items
        ]

    def _one(self, section: SectionText, field: FieldText, item: ItemText) -> ItemValues:
        return ItemValues(
            code=item.code,
            name=item.name,
            section_code=section.code,
            section=section.name,
            field_code=field.code,
            field=field.name,
            unit=item.unit,
            price_from=item.range[0],
            price_to=item.range[1],
            content=item.content,
            basis=item.basis or self.basis,
            standard=self.standards.get(item.standard, item.standard),
            standard_clause=item.clause,
            buyers=item.buyers,
            served=item.serves,
            providers=item.providers,
            notes=item.notes,
        )


def read(path: Path) -> CatalogueFile:
    """Read a batch. Raises LawError naming the file and the item."""
    try:
        return CatalogueFile.model_validate(parse_yaml(path))
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise LawError(f"{path.name}: " + "; ".join(lines)) from error
