"""The day a sample scene was photographed: sun, season, haze and camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.scenery.noise import SmoothNoise, blur, smooth_noise

__all__ = ["PIXEL", "Day", "draw_day", "photograph"]

PIXEL = 0.5
"""Side of a pixel, in metres."""

_STRIP = 256  # rows lit at a time, so that memory does not grow with the scene
_SKY = np.array([0.35, 0.39, 0.45], np.float32)  # shade is lit by the sky, which is blue
_SUN = 1 - _SKY


@dataclass(frozen=True)
class Day:
    """What differs from one image to the next.

    Parameters
    ----------
    azimuth, elevation : float
        Where the sun stands, in radians, clockwise from north and above the horizon.
    leaf : ndarray of float32, shape (3,)
        Season: a factor on the colour of all leaves.
    dryness : float
        0 for lush to 1 for burnt grass.
    haze : ndarray of float32, shape (3,)
        Light added by the air, as a share of full scale.
    gain : ndarray of float32, shape (3,)
        White balance and exposure.
    gamma : float
        Of the tone curve.
    slope : tuple of float
        How much brightness changes over the scene, along columns and rows.
    clouds : SmoothNoise or None
        Where it is high, a cloud dims the sun.
    softness : float
        Deviation of the optics' blur, in pixels.
    grain : float
        Deviation of the noise, in digital numbers.
    """

    azimuth: float
    elevation: float
    leaf: np.ndarray
    dryness: float
    haze: np.ndarray
    gain: np.ndarray
    gamma: float
    slope: tuple[float, float]
    clouds: SmoothNoise | None
    softness: float
    grain: float


def draw_day(rng: np.random.Generator, size: int) -> Day:
    """Return a day between late spring and early autumn, from mid-morning to early afternoon."""
    exposure = rng.uniform(1.0, 1.14)
    balance = 1 + np.clip(rng.normal(0, 0.03, 3), -0.06, 0.06)
    ripe = rng.uniform(-1, 1)  # leaves turn from yellowish to bluish green and back
    air = rng.uniform(0.0, 0.045)
    cloudy = rng.random() < 0.3
    return Day(
        azimuth=rng.uniform(np.radians(115), np.radians(205)),
        elevation=rng.uniform(np.radians(42), np.radians(60)),
        leaf=np.array([1 + 0.05 * ripe, 1 + 0.02 * ripe, 1 - 0.04 * ripe], np.float32),
        dryness=rng.uniform(0.05, 0.85),
        haze=np.array([0.8, 0.95, 1.25], np.float32) * np.float32(air),
        gain=(exposure * balance).astype(np.float32),
        gamma=rng.uniform(0.88, 1.0),
        slope=(rng.uniform(-0.08, 0.08), rng.uniform(-0.08, 0.08)),
        clouds=smooth_noise(rng, size, 240) if cloudy else None,
        softness=rng.uniform(0.55, 0.8),
        grain=rng.uniform(1.5, 3.0),
    )


def photograph(
    albedo: np.ndarray,
    height: np.ndarray,
    day: Day,
    rng: np.random.Generator,
    progress: Progress,
) -> np.ndarray:
    """Return the image of the scene as seen straight from above.

    Parameters
    ----------
    albedo : ndarray of float32, shape (n, n, 3)
        Colour under full sun on flat ground, 1 for full scale.
    height : ndarray of float32, shape (n, n)
        Height of the surface above ground, in metres.
    day : Day
    rng : Generator
        Of the film grain.
    progress : Progress

    Returns
    -------
    ndarray of uint8, shape (n, n, 3)
    """
    size = height.shape[0]
    image = np.empty(albedo.shape, np.uint8)
    # How far the tallest tree's shadow falls, and the optics' blur beyond it.
    reach = int(np.ceil(float(height.max()) / (np.tan(day.elevation) * PIXEL))) + 8
    for start in range(0, size, _STRIP):
        stop = min(size, start + _STRIP)
        top, bottom = max(0, start - reach), min(size, stop + reach)
        light = _light(height[top:bottom], reach, day)
        near = slice(max(0, start - 4), min(size, stop + 4))
        sunny = light[near.start - top : near.stop - top]
        if day.clouds is not None:
            cover = day.clouds(near, slice(0, size))
            sunny = sunny * (1 - 0.45 / (1 + np.exp(-6 * (cover - 1.1))))[..., None]
        seen = blur(albedo[near] * sunny, day.softness)
        seen = seen[start - near.start :][: stop - start]
        image[start:stop] = _expose(seen, start, size, day, rng)
        checkpoint(progress, stop / size)
    return image


def _light(height: np.ndarray, reach: int, day: Day) -> np.ndarray:
    """Return how much light falls on each pixel, 1 on open flat ground, (rows, cols, 3)."""
    east, south = np.sin(day.azimuth), -np.cos(day.azimuth)
    down, across = np.gradient(height)
    steep = np.float32(2.2)  # a crown's edge is ragged, not a wall
    down = np.clip(down / np.float32(PIXEL), -steep, steep)
    across = np.clip(across / np.float32(PIXEL), -steep, steep)
    facing = np.sin(day.elevation) - (across * east + down * south) * np.cos(day.elevation)
    facing = facing / np.sqrt(1 + across**2 + down**2) / np.sin(day.elevation)
    facing = np.clip(facing, 0, 1.45) * (1 - _shade(height, reach, day))
    hollow = np.clip((blur(height, 5.0) - height) * np.float32(0.04), -0.1, 0.45)
    sky = (1 - hollow)[..., None] * _SKY
    return sky + facing.astype(np.float32)[..., None] * _SUN


def _shade(height: np.ndarray, reach: int, day: Day) -> np.ndarray:
    """Return the share of direct sun that trees take from each pixel, float32 (rows, cols)."""
    east, south = np.sin(day.azimuth), -np.cos(day.azimuth)
    roof = np.zeros_like(height)  # height that the edge of a shadow reaches above each pixel
    rows, cols = height.shape
    for step in range(1, reach):
        dx, dy = round(step * float(east)), round(step * float(south))
        into = (slice(max(0, -dy), rows - max(0, dy)), slice(max(0, -dx), cols - max(0, dx)))
        source = (slice(max(0, dy), rows + min(0, dy)), slice(max(0, dx), cols + min(0, dx)))
        fall = np.float32(step * PIXEL * np.tan(day.elevation))
        np.maximum(roof[into], height[source] - fall, out=roof[into])
    return np.clip((roof - height) / np.float32(0.8), 0, 1) * np.float32(0.9)


def _expose(seen: np.ndarray, start: int, size: int, day: Day, rng) -> np.ndarray:
    """Turn light into digital numbers; the darkest valid value is 1."""
    rows, cols, bands = seen.shape
    x = np.linspace(-1, 1, size, dtype=np.float32)
    y = x[start : start + rows, None]
    falloff = 1 + day.slope[0] * x + day.slope[1] * y - 0.03 * (x**2 + y**2)
    value = seen * falloff[..., None].astype(np.float32) * day.gain
    value = day.haze + value * (1 - day.haze)
    value = np.clip(value, 0, 1.2) ** np.float32(day.gamma) * 255
    grain = rng.standard_normal((rows, cols, bands), dtype=np.float32)
    # Half of the grain is common to the bands, as in a real camera after de-mosaicking.
    grain += rng.standard_normal((rows, cols, 1), dtype=np.float32)
    return np.clip(np.rint(value + grain * np.float32(day.grain * 0.7)), 1, 255).astype(np.uint8)
