"""What lies on the ground of a sample scene: grass, crops, soil, litter, water and tracks."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.scenery.land import Land, Parcel
from poplar_nn_plugin.scenery.land_cover import (
    BROADLEAF,
    CONIFER,
    CROP,
    MEADOW,
    POPLAR,
    WATER,
)
from poplar_nn_plugin.scenery.light import PIXEL, Day
from poplar_nn_plugin.scenery.noise import blur, dilate, smooth_noise

__all__ = ["paint_ground"]

_LUSH = np.array([0.36, 0.47, 0.24], np.float32)
_DRY = np.array([0.60, 0.56, 0.39], np.float32)
_LITTER = np.array([0.24, 0.25, 0.16], np.float32)
_SOIL = np.array([0.56, 0.47, 0.37], np.float32)
_TRACK = np.array([0.66, 0.60, 0.50], np.float32)
_WATER = np.array([0.17, 0.24, 0.23], np.float32)
_STANDING = {  # crops by colour and whether their rows can be seen
    "stubble": (np.array([0.74, 0.66, 0.47], np.float32), 0.05),
    "wheat": (np.array([0.66, 0.60, 0.36], np.float32), 0.02),
    "maize": (np.array([0.29, 0.41, 0.20], np.float32), 0.09),
    "beet": (np.array([0.34, 0.50, 0.22], np.float32), 0.08),
    "sunflower": (np.array([0.50, 0.50, 0.24], np.float32), 0.07),
    "soil": (_SOIL, 0.06),
    "vine": (np.array([0.45, 0.44, 0.30], np.float32), 0.2),
}


def paint_ground(rng: np.random.Generator, land: Land, day: Day, progress: Progress) -> np.ndarray:
    """Return the colour of the ground, float32 of shape (n, n, 3)."""
    size = land.parcel.shape[0]
    albedo = np.zeros((size, size, 3), np.float32)
    mottle = [smooth_noise(rng, size, scale) for scale in (90, 26, 7, 2.2)]
    painters = {
        POPLAR: _underwood,
        BROADLEAF: _underwood,
        CONIFER: _underwood,
        MEADOW: _meadow,
        CROP: _crop,
        WATER: _water,
    }
    for number, parcel in enumerate(land.parcels):
        window = parcel.rows, parcel.cols
        mask = land.parcel[window] == parcel.number
        spots = [noise(*window)[mask] for noise in mottle]
        colour = painters[parcel.code](rng, parcel, mask, spots, day)
        albedo[window][mask] = np.clip(colour, 0.02, 0.95)
        checkpoint(progress, number / len(land.parcels))
    _tracks(rng, land, albedo)
    return albedo


def _place(parcel: Parcel, mask: np.ndarray, axis: float) -> tuple[np.ndarray, np.ndarray]:
    """Return metres along and across `axis` of the pixels of a parcel."""
    y, x = np.nonzero(mask)
    x, y = (x - 0.5 * mask.shape[1]) * PIXEL, (y - 0.5 * mask.shape[0]) * PIXEL
    along = x * np.cos(axis) + y * np.sin(axis)
    return along.astype(np.float32), (y * np.cos(axis) - x * np.sin(axis)).astype(np.float32)


def _grass(rng, spots, day: Day) -> np.ndarray:
    wide, middle, fine, finest = spots
    dry = day.dryness * rng.uniform(0.6, 1.1) + rng.normal(0, 0.12)
    dry = np.clip(dry + 0.09 * wide + 0.08 * middle + 0.03 * fine, 0, 1)[:, None]
    light = 1 + 0.03 * middle + 0.035 * fine + 0.03 * finest
    return (_LUSH * (1 - dry) + _DRY * dry) * light[:, None]


def _meadow(rng, parcel: Parcel, mask, spots, day: Day) -> np.ndarray:
    colour = _grass(rng, spots, day) * rng.uniform(0.92, 1.08)
    if rng.random() < 0.6:  # mown: the grass lies one way and the other by turns
        _, across = _place(parcel, mask, parcel.axis + rng.choice([0, np.pi / 2]))
        swath = rng.uniform(2.4, 4.5)
        lying = np.sin(np.pi * (across / swath + 0.12 * spots[1]))
        colour = colour * (1 + rng.uniform(0.02, 0.06) * np.clip(3 * lying, -1, 1))[:, None]
    return colour


def _crop(rng, parcel: Parcel, mask, spots, day: Day) -> np.ndarray:
    wide, middle, fine, finest = spots
    kind = sorted(_STANDING)[rng.integers(len(_STANDING))]
    base, relief = _STANDING[kind]
    axis = parcel.axis + (0 if rng.random() < 0.75 else np.pi / 2) + rng.normal(0, 0.02)
    _, across = _place(parcel, mask, axis)
    tint = np.exp(rng.normal(0, 0.06) + rng.normal(0, 0.02, 3)).astype(np.float32)
    light = 1 + 0.05 * wide + 0.045 * middle + 0.03 * fine + 0.03 * finest
    spacing = rng.uniform(1.9, 2.6) if kind == "vine" else rng.choice([1.5, 3.0, 3.6, 4.5])
    light = light + relief * np.sin(2 * np.pi * (across / spacing + 0.05 * fine))
    colour = base * tint * light[:, None]
    if kind not in ("soil", "vine"):  # the sprayer comes back on the same two wheel lines
        passage = rng.choice([12.0, 18.0, 24.0, 28.0])
        beside = np.abs(np.mod(across + 0.2 * fine, passage) - passage / 2)
        wheel = np.exp(-(((beside - 0.95) / 0.35) ** 2))[:, None]
        colour = colour * (1 - 0.45 * wheel) + _SOIL * (0.45 * wheel)
    poor = np.clip(0.35 * (wide + middle) - 0.45, 0, 0.5)[:, None]  # thin growth shows soil
    return colour * (1 - poor) + _SOIL * tint * poor


def _underwood(rng, parcel: Parcel, mask, spots, day: Day) -> np.ndarray:
    """Grass, brambles and litter, more or less of each."""
    grassy = np.clip(rng.uniform(0.1, 0.9) + 0.25 * spots[1] + 0.15 * spots[2], 0, 1)[:, None]
    litter = _LITTER * (1 + 0.1 * spots[2] + 0.08 * spots[3])[:, None]
    return litter * (1 - grassy) + 0.85 * _grass(rng, spots, day) * grassy


def _water(rng, parcel: Parcel, mask, spots, day: Day) -> np.ndarray:
    """Dark where deep, paler and browner along the bank, and a glitter of the sun."""
    deep = np.clip(
        blur(np.pad(mask, 12).astype(np.float32), 4.0)[12:-12, 12:-12][mask] * 2 - 1, 0, 1
    )
    body = _WATER * np.exp(rng.normal(0, [0.12, 0.1, 0.1])).astype(np.float32)
    murk = np.clip(1 - 2.2 * deep, 0, 1)[:, None]
    _, across = _place(parcel, mask, day.azimuth)
    ripple = 0.03 * spots[3] + 0.02 * np.sin(across * 2.1 + 1.5 * spots[2])
    glint = np.clip(0.12 * spots[0] + 0.1 * spots[1] + 0.12 * spots[3] - 0.36, 0, 0.25)
    colour = body * (1 + 0.1 * spots[0] + ripple)[:, None]
    colour = colour * (1 - murk) + _SOIL * np.float32(0.75) * murk
    return colour + glint[:, None]


def _tracks(rng, land: Land, albedo: np.ndarray) -> None:
    """Draw two wheel tracks with grass between along some borders of open land."""
    codes = {parcel.number: parcel.code for parcel in land.parcels}
    chosen = {
        pair
        for pair, length in land.borders.lengths().items()
        if rng.random() < 0.25 and length > 40 and {codes[n] for n in pair} <= {MEADOW, CROP}
    }
    line = np.zeros(land.parcel.shape, bool)
    line[land.borders.among(chosen)] = True
    verge, wheels, middle = dilate(line, 4), dilate(line, 3), dilate(line, 1)
    light = 1 + 0.05 * rng.standard_normal((int(wheels.sum()), 1), dtype=np.float32)
    albedo[verge] = (albedo[verge] + _LUSH) / 2
    albedo[wheels] = _TRACK * light
    albedo[middle] = (albedo[middle] + _LUSH) / 2
