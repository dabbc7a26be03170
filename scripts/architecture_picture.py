#!/usr/bin/env python3
"""Draw docs/images/architecture.svg: the rooms of the plugin, and which knows which.

Rooms and what they may import come from test/layers.py, arrows from the imports that are there:
those that follow from others are left out. Needs nothing but Python.
"""

from __future__ import annotations

import ast
import sys
from statistics import mean

from build import ROOT

sys.path.insert(0, str(ROOT / "test"))

from layers import BASE, BLOCKS, BOTH, HEAVY, LAYERS, PLUGIN, TRUNK, imports, layer_of, module_name

TARGET = ROOT / "docs" / "images" / "architecture.svg"
GROUND, SHELL = "ground floor", "shell"
OUTSIDE = ("__init__", "plugin", "provider")
# The zones, from left to right: name, how many boxes wide, colour.
ZONES = (
    ("QGIS's process", 4, "#d7e8d4"),
    ("both processes", 4, "#f3e7c9"),
    ("the worker", 1, "#d5e1f2"),
)
WIDTH, HEIGHT = 112, 40  # of a box
ACROSS, DOWN = 126, 68  # from box to box
TOP, SIDE = 44, 14
SHOWN = {"numpy": "NumPy", "osgeo": "GDAL", "qgis": "QGIS", "keras": "Keras"}


def rooms() -> dict[str, set[str]]:
    """Return each room and the rooms that its modules import."""
    folder = ROOT / PLUGIN
    named = {module_name(path, folder): path for path in sorted(folder.rglob("*.py"))}
    known: dict[str, set[str]] = {}
    for module, path in named.items():
        own = known.setdefault(room_of(module), set())
        for found in imports(ast.parse(path.read_text(encoding="utf-8"))):
            target = found.name.partition(".")[2] if found.name.startswith(f"{PLUGIN}.") else ""
            while target and target not in named:
                target = target.rpartition(".")[0]
            if target:
                own.add(room_of(target))
    # What imports nothing stands on the ground all the same.
    return {
        room: (targets | {GROUND} if room != GROUND else targets) - {room}
        for room, targets in sorted(known.items())
    }


def room_of(module: str) -> str:
    """Return the room of a module: its layer, or what single modules are called together."""
    layer = layer_of(module)
    return GROUND if layer in BASE else SHELL if layer in OUTSIDE else layer


def beyond(room: str, known: dict[str, set[str]]) -> set[str]:
    """Return all that a room knows, by others too."""
    return known[room].union(*(beyond(target, known) for target in known[room]))


def needed(known: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the arrows that do not follow from others."""
    return {
        room: targets - set().union(*(beyond(target, known) for target in targets))
        for room, targets in known.items()
    }


def zone_of(room: str) -> int:
    """Return which processes run a room: 0 that of QGIS, 2 the worker, 1 both."""
    if room in (*BOTH, *BLOCKS, *TRUNK, "features", "worker", GROUND):
        return 1
    return 2 if room in LAYERS and LAYERS[room].lazy & HEAVY else 0


def places(arrows: dict[str, set[str]]) -> dict[str, tuple[float, int]]:
    """Return the middle of each room's box, and how many floors lie below it."""
    floors: dict[str, int] = {}

    def floor(room: str) -> int:
        if room not in floors:
            floors[room] = 1 + max(map(floor, arrows[room]), default=-1)
        return floors[room]

    for room in arrows:
        floor(room)
    starts = [sum(zone[1] for zone in ZONES[:number]) for number in range(len(ZONES))]
    width = SIDE * 2 + sum(zone[1] for zone in ZONES) * ACROSS
    found = {GROUND: (width / 2, 0)}
    for level in range(1, max(floors.values()) + 1):
        for number, (_, columns, _) in enumerate(ZONES):
            row = [r for r in arrows if floors[r] == level and zone_of(r) == number]
            row.sort(key=lambda room: (mean(found[target][0] for target in arrows[room]), room))
            first = SIDE + (starts[number] + columns / 2 - (len(row) - 1) / 2) * ACROSS
            found.update({room: (first + n * ACROSS, level) for n, room in enumerate(row)})
    return found


def libraries(room: str) -> str:
    """Return the libraries that a room imports, for people; what waits in functions is left out."""
    if room not in LAYERS:
        return "QGIS" if room == SHELL else "Python alone"
    layer = LAYERS[room]
    if layer.lazy & HEAVY == HEAVY:
        return "NumPy, TensorFlow"
    return (
        ", ".join(SHOWN[name] for name in sorted(layer.libraries or layer.lazy)) or "Python alone"
    )


def picture() -> str:
    """Return the drawing as SVG."""
    arrows = needed(rooms())
    where = places(arrows)
    highest = max(level for _, level in where.values())
    width = SIDE * 2 + sum(zone[1] for zone in ZONES) * ACROSS
    height = TOP + highest * DOWN + HEIGHT + SIDE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" text-anchor="middle">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#777"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]

    def top(room: str) -> float:
        return TOP + (highest - where[room][1]) * DOWN

    left = SIDE
    for name, columns, colour in ZONES:
        wide = columns * ACROSS
        lines += [
            f'<rect x="{left}" y="6" width="{wide - 6}" height="{height - DOWN - SIDE}" rx="8" '
            f'fill="{colour}" opacity="0.5"/>',
            f'<text x="{left + wide / 2 - 3:g}" y="26" font-size="15">{name}</text>',
        ]
        left += wide
    for room, targets in arrows.items():
        for target in sorted(targets):
            x, y = where[room][0], top(room) + HEIGHT
            end, stop = (x if target == GROUND else where[target][0]), top(target)
            lines.append(
                f'<path d="M{x:g} {y:g}C{x:g} {y + 26:g} {end:g} {stop - 26:g} {end:g} {stop:g}" '
                'fill="none" stroke="#777" stroke-width="1.2" marker-end="url(#tip)"/>'
            )
    for room, (middle, _) in where.items():
        wide = width - 2 * SIDE - 6 if room == GROUND else WIDTH
        lines += [
            f'<rect x="{middle - wide / 2:g}" y="{top(room):g}" width="{wide:g}" '
            f'height="{HEIGHT}" rx="4" fill="{ZONES[zone_of(room)][2]}" stroke="#555"/>',
            f'<text x="{middle:g}" y="{top(room) + 17:g}" font-size="13">{room}</text>',
            f'<text x="{middle:g}" y="{top(room) + 32:g}" font-size="9.5" fill="#444">'
            f"{libraries(room)}</text>",
        ]
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
    print(TARGET.relative_to(ROOT))
