"""What a check found: it holds, it is broken, or it could not be found out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    holds: bool | None
    said: str = ""


def held(said: str = "") -> Result:
    return Result(True, said)


def broken(said: str) -> Result:
    return Result(False, said)


def unknown(said: str) -> Result:
    return Result(None, f"unknown: {said}")
