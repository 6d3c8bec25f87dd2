"""Where the towns of a district stand on the tile map: three by three, schematic, no borders."""

from collections.abc import Sequence

SIDE = 3
LAYOUTS: dict[str, tuple[str, ...]] = {
    "320117": (
        "柘塘街道", "溧水开发区", "东屏街道",
        "石湫街道", "永阳街道", "白马镇",
        "洪蓝街道", "和凤镇", "晶桥镇",
    ),
}  # fmt: skip
"""District code → names from north-west to south-east, row by row."""


def cells(district: str, names: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]] | None:
    """Row and column (from 1) of each (code, name): the district's own layout, else by code; None for more than nine."""
    if len(names) > SIDE * SIDE:
        return None
    own = LAYOUTS.get(district, ())
    known = {name: place for place, name in enumerate(own)}
    placed = {code: known[name] for code, name in names if name in known}
    free = iter(sorted(set(range(SIDE * SIDE)) - set(placed.values())))
    for code, _name in sorted(names):
        if code not in placed:
            placed[code] = next(free)
    return {code: (place // SIDE + 1, place % SIDE + 1) for code, place in placed.items()}
