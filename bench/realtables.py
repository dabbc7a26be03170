"""The tables of what `real.py` found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import mean

__all__ = ["tables"]

_PEERS = ("pixels", "texture")  # forests that one would write oneself


def tables(
    found: Mapping[str, dict],
    sets: Mapping[str, object],
    kinds: Iterable[str],
    scenes: Iterable[str],
    folder: str,
) -> dict[str, str]:
    """Return Markdown tables by the names that they have on the page.

    Parameters
    ----------
    found : mapping of str to dict
        Results by ``set/kind``.
    sets : mapping of str to object
        With a ``title``, by name.
    kinds, scenes : iterable of str
    folder : str
        The set of images in folders of their class.
    """
    kinds, titles = list(kinds), {name: one.title for name, one in sets.items()}
    return {
        "claimed": _defaults(found, sets),
        "seeds": _seeds(found, titles),
        "true": _by_kind(found, titles, kinds, "true", ".2f"),
        "seconds": _by_kind(found, titles, kinds, "seconds", ".0f"),
        "scenes": _scenes(found, list(scenes), kinds),
        "images": _images(found, folder, kinds),
    }


def _defaults(found, sets) -> str:
    lines = [
        "| set | drawn by | claimed | true | difference | not judged | true F1 of each class |"
    ]
    lines.append("|---|---|---|---|---|---|---|")
    differences = []
    for name, one in sets.items():
        row = found.get(f"{name}/automatic")
        if row is None or "refused" in row:
            told = "" if row is None else row["refused"]
            lines.append(f"| {one.title} | {told} | | | | | |")
            continue
        each = ", ".join(f"{key} {value:.2f}" for key, value in row["f1"].items())
        difference = row["claimed"] - row["true"] if row["claimed"] is not None else None
        if difference is not None:
            differences.append(abs(difference))
        lines.append(
            f"| {one.title} | {row['drew']} | {_number(row['claimed'])} | {row['true']:.2f} | "
            f"{_signed(difference)} | {', '.join(row['not_judged'])} | {each} |"
        )
    if differences:
        lines.append(f"| mean of what they differ | | | | {mean(differences):.2f} | | |")
    return "\n".join(lines)


def _seeds(found, titles) -> str:
    """Return what other seeds change: of folds, trees and weights, and of forests beside it."""
    heads = ["set", "seeds", "drawn by", "claimed", "true", *_PEERS]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, title in titles.items():
        rows = _rows(found, name, "automatic")
        if len(rows) < 2:
            continue
        drew = Counter(row["drew"] for row in rows).most_common()
        told = ", ".join(kind if len(drew) == 1 else f"{kind} ({n})" for kind, n in drew)
        peers = [[row["true"] for row in _rows(found, name, peer)] for peer in _PEERS]
        numbers = [*([row[key] for row in rows] for key in ("claimed", "true")), *peers]
        cells = [_range(each) if len(each) > 1 else "-" for each in numbers]
        lines.append(f"| {title} | {len(rows)} | {told} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _rows(found, name: str, kind: str) -> list[dict]:
    """Return what was found of one set and one kind, by all seeds."""
    keys = sorted(key for key in found if f"{key}/".startswith(f"{name}/{kind}/"))
    return [found[key] for key in keys if "refused" not in found[key]]


def _range(values: list[float]) -> str:
    return f"{mean(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _by_kind(found, titles, kinds, key: str, form: str) -> str:
    lines = ["| set | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for name, title in titles.items():
        rows = [found.get(f"{name}/{kind}") for kind in kinds]
        cells = [_cell(row, key, form) for row in rows]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: dict | None, key: str, form: str) -> str:
    if row is None:
        return "-"
    return "not done" if "refused" in row else "-" if key not in row else format(row[key], form)


def _scenes(found, scenes, kinds) -> str:
    """Return macro F1 of the whole other scene, and poplar F1 in its forest, by way of matching."""
    matches = ("none", "features", "self_training")
    columns = [f"{what}{match}" for what in ("", "poplar ") for match in matches]
    heads = [f"{what}, {match}" for what in ("macro F1", "poplar F1") for match in matches]
    lines = [
        f"| labelled → other | kind of model | claimed | {' | '.join(heads)} | s |",
        f"|---|---|---|{'---|' * len(heads)}---|",
    ]
    for kind in kinds:
        rows = {name: found.get(f"{name}/{kind}") for name in scenes}
        rows = {name: row for name, row in rows.items() if row and "true" in row}
        for name, row in rows.items():
            seed = int(name.rpartition("-")[2])
            values = " | ".join(_cell(row, column, ".2f") for column in columns)
            lines.append(
                f"| {seed} → {seed + 100} | {_drawn_by(kind, row)} | {_number(row['claimed'])} | "
                f"{values} | {row['seconds']} |"
            )
        if len(rows) > 1:
            each = [[row[column] for row in rows.values() if column in row] for column in columns]
            values = " | ".join(f"{mean(some):.3f}" if some else "-" for some in each)
            lines.append(f"| mean of {len(rows)} | {kind} | | {values} | |")
    return "\n".join(lines)


def _drawn_by(kind: str, row: dict) -> str:
    return f"{row['drew']} ({kind})" if kind == "automatic" else kind


def _images(found, folder: str, kinds) -> str:
    lines = ["| kind of model | claimed | true | s |", "|---|---|---|---|"]
    for kind in kinds:
        row = found.get(f"{folder}/{kind}")
        if row and "true" in row:
            lines.append(
                f"| {kind} | {_number(row['claimed'])} | {row['true']:.2f} | {row['seconds']} |"
            )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"
