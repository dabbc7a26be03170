"""What others compute a filter with, on an array in memory: scipy.ndimage and OpenCV."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

try:
    import cv2
except ImportError:
    cv2 = None


def scipy_kernel(name: str, settings: dict, pixels: np.ndarray, dtype: str) -> np.ndarray:
    """Return `pixels` (rows, cols) filtered by scipy.ndimage."""
    if name == "gaussian":
        return ndimage.gaussian_filter(pixels, settings["sigma"], output=dtype)
    size = 2 * settings["radius"] + 1
    if name == "mean":
        return ndimage.uniform_filter(pixels, size, output=dtype)
    if name == "std":
        values = pixels.astype("float64")
        mean = ndimage.uniform_filter(values, size)
        square = ndimage.uniform_filter(values**2, size)
        return np.sqrt(np.maximum(square - mean**2, 0)).astype(dtype)
    if name == "majority":
        return ndimage.generic_filter(pixels, _most_frequent, size)
    return {
        "median": ndimage.median_filter,
        "minimum": ndimage.minimum_filter,
        "maximum": ndimage.maximum_filter,
    }[name](pixels, size)


def opencv_kernel(name: str, settings: dict, pixels: np.ndarray, dtype: str) -> np.ndarray | None:
    """Return `pixels` filtered by OpenCV; None where it has no such filter or is not installed."""
    if cv2 is None:
        return None
    cv2.setNumThreads(1)
    depth = {"uint8": cv2.CV_8U, "uint16": cv2.CV_16U, "float32": cv2.CV_32F}[dtype]
    if name == "gaussian":
        side = 2 * int(4 * settings["sigma"] + 0.5) + 1
        return cv2.GaussianBlur(pixels, (side, side), settings["sigma"])
    size = 2 * settings["radius"] + 1
    if name == "mean":
        return cv2.boxFilter(pixels, depth, (size, size))
    if name == "std":
        mean = cv2.boxFilter(pixels, cv2.CV_64F, (size, size))
        square = cv2.sqrBoxFilter(pixels, cv2.CV_64F, (size, size))
        return np.sqrt(np.maximum(square - mean**2, 0)).astype(dtype)
    if name == "median" and size <= 5:
        return cv2.medianBlur(pixels, size)
    if name in ("minimum", "maximum"):
        call = cv2.erode if name == "minimum" else cv2.dilate
        return call(pixels, np.ones((size, size), np.uint8))
    return None


def _most_frequent(values: np.ndarray) -> float:
    return np.bincount(values.astype(np.intp)).argmax()
