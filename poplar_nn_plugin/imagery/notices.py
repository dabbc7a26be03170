"""What is strange about the pictures of a service, said once all of them are there."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

import numpy as np

from poplar_nn_plugin.imagery.picture import Picture
from poplar_nn_plugin.progress import Progress

__all__ = ["Notices"]

_PADDING = {(255, 255, 255), (0, 0, 0)}
_SAME_OFTEN = 3  # different places do not look alike to the last bit so often
_ENLARGED = 0.6  # share of neighbours that are equal: half of them where each pixel stands twice
_FLAT = 0.98  # share beyond which a picture is plain and tells nothing


class Notices:
    """Counts what services send that is no image.

    Attributes
    ----------
    pictures, missing_count, plain_count : int
        All of them; without a picture; of one colour that stands for nothing.
    """

    def __init__(self):
        self.pictures = self.missing_count = self.plain_count = 0
        self._seen: set[bytes] = set()
        self._colours: Counter = Counter()
        self._alike: Counter = Counter()
        self._blind = self._told = self._doubled = 0

    def missing(self, url: str) -> None:
        """Count a place without a picture."""
        if self._new(url):
            self.pictures += 1
            self.missing_count += 1

    def picture(self, url: str, body: bytes, found: Picture) -> None:
        """Look at a picture."""
        if not self._new(url):
            return
        self.pictures += 1
        self._blind += not found.see_through
        colour = found.one_colour if found.valid.all() else None
        if stands_for_nothing(found):
            self.plain_count += 1
        elif colour is not None:
            self._colours[colour] += 1
        elif found.valid.any():
            self._alike[blake2b(body, digest_size=8).digest()] += 1
            equal = _equal_neighbours(found)
            if equal < _FLAT:
                self._told += 1
                self._doubled += equal >= _ENLARGED

    def tell(self, host: str, progress: Progress) -> None:
        """Say what was noticed."""
        if self.missing_count and self.missing_count == self.pictures:
            progress.warn(
                f"{host} has none of the {self.pictures} tiles that were asked for, so the image "
                "is empty: it may lie elsewhere, or have no tiles so fine; try a larger PIXEL_SIZE"
            )
        elif self.missing_count:
            progress.message(
                f"{self.missing_count} of {self.pictures} tiles are not there on {host}: the image "
                "has no data in their places."
            )
        if self.plain_count:
            progress.message(
                f"{self.plain_count} of {self.pictures} pictures are white or black all over, as "
                f"{host} sends them where it has no image: the image has no data there (BLANK "
                "keep makes them pixels)."
            )
        for colour, count in self._colours.most_common(1):
            if count > 1:
                progress.warn(
                    f"{count} of {self.pictures} pictures have one colour all over {colour}: if "
                    f"{host} sends them where it has no image, mask these places"
                )
        for _, count in self._alike.most_common(1):
            if count >= _SAME_OFTEN:
                progress.warn(
                    f"{count} of {self.pictures} pictures are the same to the last bit: {host} may "
                    "send a notice as a picture, such as 'no image at this scale'. Look at the "
                    "image before you use it"
                )
        if self._told and self._doubled == self._told:
            progress.warn(
                f"neighbouring pixels are mostly equal in all pictures: {host} seems to enlarge a "
                "coarser image. PIXEL_SIZE is finer than what it has; a larger one shows as much"
            )
        if (
            self._blind == self.pictures - self.missing_count
            and self._blind
            and (not self.plain_count)
        ):
            progress.message(
                "The pictures have no transparency: where the service has no image, part of a "
                "picture may be white or black, and counts as image."
            )

    def _new(self, url: str) -> bool:
        """Return whether this is the first time; pictures are decoded again where needed."""
        mark = blake2b(url.encode(), digest_size=8).digest()
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True


def stands_for_nothing(found: Picture) -> bool:
    """Return whether a picture is white or black all over, and could not say that it is empty."""
    return not found.see_through and found.one_colour in _PADDING


def _equal_neighbours(found: Picture) -> float:
    """Return the share of valid pixels that equal the one to their left or above."""
    data = found.data.astype(np.int16)
    columns = (data[:, 1:] == data[:, :-1]).all(axis=-1)
    rows = (data[1:] == data[:-1]).all(axis=-1)
    return float(min(columns.mean() if columns.size else 1, rows.mean() if rows.size else 1))
