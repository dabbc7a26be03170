"""Fetch the image of a web service into a file, part by part."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.engine import Block, Grid, OutputSpec, Step, apply, parse_bytes
from poplar_nn_plugin.engine.crs import crs_name
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.imagery.address import Address
from poplar_nn_plugin.imagery.around import Around, around, parts_of
from poplar_nn_plugin.imagery.crs import metres_of_unit, wkt_of
from poplar_nn_plugin.imagery.notices import Notices
from poplar_nn_plugin.imagery.opening import tiles_of, wms_of
from poplar_nn_plugin.imagery.pictures import Pictures
from poplar_nn_plugin.imagery.place import Place, drawn_by, ground_pixel, tiled_by
from poplar_nn_plugin.imagery.polite import Polite
from poplar_nn_plugin.imagery.settings import FetchSettings
from poplar_nn_plugin.imagery.source import InTurn, ServiceSource
from poplar_nn_plugin.imagery.transport import Transport
from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress

__all__ = ["Fetched", "fetch_image"]

_BLOCK, _BLOCK_AROUND = 1024, 512  # sides of what is written at once; less where much is left out
_ROOM, _ROOM_SHARE = 32 * 2**20, 16  # bytes of answers that are kept, and their part of the cap
_SPEC = OutputSpec(3, "uint8", None, ("red", "green", "blue"), mask=True)


@dataclass(frozen=True)
class Fetched:
    """What was fetched.

    Parameters
    ----------
    requests : int
        Sent, the repeated ones too.
    empty : int
        Pictures that were missing or showed nothing.
    """

    requests: int
    empty: int


def fetch_image(
    address: Address,
    place: Place,
    output: str | Path,
    settings: FetchSettings,
    transport: Transport,
    *,
    memory: int | str = "1G",
    layout: str = "tiled",
    resume: bool = False,
    progress: Progress,
) -> Fetched:
    """Write the image of a web service as a GeoTIFF of red, green and blue.

    Where the service has no image, the file's mask says so. What it takes is said beforehand, and
    what is strange about the pictures at the end.

    Parameters
    ----------
    address : Address
    place : Place
    output : str or Path
    settings : FetchSettings
    transport : Transport
    memory : int or str
    layout : {"tiled", "uncompressed", "overviews", "cog", "vrt"}
        As of `poplar_nn_plugin.engine.apply`.
    resume : bool
        Whether finished blocks are kept beside the output until it has its name.
    progress : Progress

    Returns
    -------
    Fetched

    Raises
    ------
    ParameterError
        If what is wanted cannot be had, or takes more requests than allowed.
    ServiceError
        If the service does not answer, refuses, or sends something else.
    OutputError
        If the disk is too small, for instance.
    """
    polite = Polite(transport, progress, settings.requests)
    notices = Notices()
    try:
        cap = parse_bytes(memory)
        room = min(_ROOM, cap // _ROOM_SHARE)
        source, block = _opened(address, place, settings, polite, notices, room, progress)
        grid = source.grid
        mask = None
        if place.polygons:
            mask = around(parts_of(place.polygons, place.crs, grid.crs, progress), grid)
        count = _require_few(source, mask, block, settings.most_requests)
        progress.message(_planned(grid, count, address.host))
        step = Step("fetch", _pixels, _SPEC, scratch=_scratch(source))
        apply(
            [source],
            {output: step},
            mask=mask,
            block_size=block,
            memory=cap - room,
            n_jobs=1,
            executor=InTurn(source),
            layout=layout,
            foretold=True,
            dry_run=settings.dry_run,
            unfinished=_unfinished(address, place, source, mask, output) if resume else None,
            progress=progress,
        )
    finally:
        polite.stop()
    notices.tell(address.host, progress)
    if resume and not settings.dry_run and target_of(output) == Path(output):
        Unfinished(output, {}).remove()
    return Fetched(polite.sent, notices.missing_count + notices.plain_count)


def _opened(
    address: Address,
    place: Place,
    settings: FetchSettings,
    polite: Polite,
    notices: Notices,
    room: int,
    progress: Progress,
) -> tuple[ServiceSource, int]:
    """Return the service as a source of blocks, and the side of these."""
    block = _BLOCK_AROUND if place.polygons else _BLOCK
    resampling = None
    if address.kind == "wms":
        service = wms_of(address, polite, progress)
        block = settings.picture_side if not place.polygons else min(block, settings.picture_side)
        canvas = drawn_by(service, place, settings.picture_side, progress)
        grid = canvas.grid
    else:
        about = _about(place)
        service = tiles_of(
            address, polite, place.around(place.crs), place.crs, about, place.wanted_crs, progress
        )
        canvas, grid, resampling = tiled_by(service, place, progress)
    pictures = Pictures(polite, notices, optional=canvas.optional, room=room)
    keep = settings.blank == "keep"
    return ServiceSource(canvas, pictures, grid, resampling, keep, progress), block


def _about(place: Place) -> float | None:
    """Return about how large a pixel is in metres, to look at a tile of about the right level."""
    if place.pixel is None or not place.wanted_crs:
        return place.pixel
    return place.pixel * metres_of_unit(wkt_of(place.wanted_crs))


def _scratch(source: ServiceSource) -> float:
    """Return the memory of laying pictures together, as a multiple of a block and its output."""
    if source.resampling is None:
        return 3.0
    return 3.0 + 3.0 / source.resampling.shrinking**2


def _require_few(source: ServiceSource, mask: Around | None, block: int, most: int) -> int:
    """Return how many pictures there are.

    Raises
    ------
    ParameterError
        If they are too many, or there is none.
    """
    seen: set[str] = set()
    blocks = math.prod(-(-side // block) for side in (source.grid.width, source.grid.height))
    for number, window in enumerate(source.grid.windows(block), start=1):
        if mask is None or mask.read(window)[0].any():
            seen |= {piece.url for piece in source.pieces(window)}
        if len(seen) > most:
            about = len(seen) * blocks // number
            raise ParameterError(
                f"The image takes about {about} requests ({source.grid.width} x "
                f"{source.grid.height} pixels), and {most} are allowed: choose a smaller part or "
                "larger pixels, or raise MOST_REQUESTS if the service's terms of use let you.",
                requests=about,
                most=most,
            )
    if not seen:
        raise ParameterError(
            f"The service has no tiles in the part that is wanted, {source.grid.bounds} in "
            f"{crs_name(source.grid.crs)}: check where its image lies, and the CRS."
        )
    return len(seen)


def _planned(grid: Grid, count: int, host: str) -> str:
    ground = ground_pixel(grid)
    on_ground = "" if ground is None else f" ({ground:.3g} m on the ground)"
    return (
        f"{grid.width} x {grid.height} pixels of {grid.pixel_size[0]:.4g} map units{on_ground}, "
        f"{count} pictures from {host}."
    )


def _unfinished(
    address: Address, place: Place, source: ServiceSource, mask: Around | None, output
) -> Unfinished:
    """Return where blocks are kept, with what their pixels depend on."""
    told = without_passwords([address.url, *address.layers, *address.styles, address.format])
    facts = {
        "version of the plugin": plugin_version(),
        "SOURCE": sha256(repr([told, address.matrix_set, address.dimensions]).encode()).hexdigest(),
        "EXTENT, CRS or PIXEL_SIZE": repr(source.grid),
        "POLYGONS": "" if mask is None else sha256(mask.squares.tobytes()).hexdigest(),
        "BLANK": str(source.keep_blank),
    }
    if source.resampling is not None:
        facts["level of the tiles"] = repr(source.resampling.source.pixel_size)
    return Unfinished(output, facts)


def _pixels(block: Block):
    return block.data
