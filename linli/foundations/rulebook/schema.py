"""What a file under law/ may say. Anything else (an unknown key, a wrong type, a missing reference) is refused at load."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Unit = Literal[
    "days", "working_days", "months", "years", "minutes",
    "percent", "yuan", "count", "ratio", "square_metres", "megabytes",
    "table", "choice",
]  # fmt: skip
Direction = Literal["min", "max", "exact"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
WHOLE = ("days", "working_days", "months", "years", "minutes", "count", "megabytes")
EXACT = ("percent", "yuan", "square_metres")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class ClauseText(Strict):
    """A clause: its gist (要点, not the wording), and its label where that is not 第…条."""

    gist: Text
    label: str = ""
    label_en: str = ""


def _short_form(value: Any) -> Any:
    return {"gist": value} if isinstance(value, str) else value


class DocumentText(Strict):
    """`role` is "1" or "N" for the district's own 1+N documents."""

    title: Text
    short: Text
    short_en: Text
    number: Text
    issuer: Text
    issued: date
    effective: date
    trial: bool = False
    role: Literal["", "1", "N"] = ""


class DatedValue(Strict):
    """A value from a day on, under a clause of the same document. `assumed` marks what the district has still to fix."""

    since: date = Field(alias="from")
    value: Any
    clause: Text
    verified: bool
    assumed: bool = False


class ParameterText(Strict):
    """A parameter. The first file that names it says what it is (`labels` are the words for a table's keys); a district's file that goes over it gives values only."""

    title: str = ""
    title_en: str = ""
    unit: Unit | None = None
    direction: Direction | None = None
    measure: str = ""
    choices: dict[str, str] = {}
    labels: dict[str, str] = {}
    local: Literal["stricter", "free"] = "stricter"
    values: list[DatedValue] = Field(min_length=1)

    @model_validator(mode="after")
    def _dates_rise(self) -> "ParameterText":
        dates = [entry.since for entry in self.values]
        if dates != sorted(set(dates)):
            raise ValueError("the dates of the values must rise")
        return self


class LawFile(Strict):
    document: DocumentText
    clauses: dict[str, Annotated[ClauseText, BeforeValidator(_short_form)]] = Field(min_length=1)
    parameters: dict[str, ParameterText] = {}


class Decision(Strict):
    """An entry that a district or a street decided: `clause` is document/clause, `place` the street's code or empty for the district."""

    parameter: Text
    since: date = Field(alias="from")
    value: Any
    clause: Text
    place: str = ""
    verified: bool = False
    assumed: bool = False


class DecisionsFile(Strict):
    decisions: list[Decision] = Field(min_length=1)


def typed(unit: str, value: Any, choices: dict[str, str]) -> Any:
    """The value in the type of its unit: int, Decimal, Fraction, str, or a table. Raises ValueError when it is not one."""
    if unit in WHOLE:
        if type(value) is not int or value < 0:
            raise ValueError(f"{value!r} is not a whole number")
        return value
    if unit in EXACT:
        if type(value) not in (int, float, Decimal) or value < 0:
            raise ValueError(f"{value!r} is not an amount")
        return Decimal(str(value))
    if unit == "ratio":
        return _ratio(value)
    if unit == "choice":
        if value not in choices:
            raise ValueError(f"{value!r} is not one of {', '.join(choices)}")
        return value
    if not isinstance(value, list | dict) or not value:
        raise ValueError(f"{value!r} is not a table")
    return _exact(value)


def _ratio(value: Any) -> Fraction:
    try:
        share = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{value!r} is not a share such as 2/3") from None
    if not 0 <= share <= 1:
        raise ValueError(f"{value!r} is not between 0 and 1")
    return share


def _exact(value: Any) -> Any:
    """Inside tables too, no binary fractions."""
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return Decimal(str(value)) if isinstance(value, float) else value
