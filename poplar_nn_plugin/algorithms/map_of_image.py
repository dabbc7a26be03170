"""The map of one image by one model, as an algorithm's settings ask for it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.engine import LegendEntry, Mosaic, RasterSource
from poplar_nn_plugin.engine.gaps import band_gaps, describe_gaps
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.align import window_of
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.mapping.map_settings import MapSettings
from poplar_nn_plugin.maps.features import known_features
from poplar_nn_plugin.maps.fitting import at_trained_size, image_for
from poplar_nn_plugin.maps.no_class import Unclassified
from poplar_nn_plugin.maps.predict import MapPaths, default_stride, part_step, predict_map
from poplar_nn_plugin.maps.requirements import require_flips
from poplar_nn_plugin.maps.self_training import self_train
from poplar_nn_plugin.maps.shift import (
    match_features,
    match_to_training,
    sampled,
    warn_of_shift,
)
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.progress import Progress, Still
from poplar_nn_plugin.scoring.coverage import not_on_map
from poplar_nn_plugin.worker.client import Worker

__all__ = ["ImageMapper"]


@dataclass(frozen=True)
class ImageMapper:
    """A model, and how it maps images.

    Parameters
    ----------
    model : str
        A model file.
    card : ModelCard
    settings : MapSettings
    unclassified : Unclassified
    """

    model: str
    card: ModelCard
    settings: MapSettings
    unclassified: Unclassified

    @classmethod
    def of(cls, request: Request, settings: MapSettings, progress: Progress) -> ImageMapper:
        """Return what MODEL and the settings ask for, if they go together.

        Raises
        ------
        ModelFileError, ParameterError
            If the model cannot be read, or cannot do what is asked for.
        """
        model = request.file("MODEL")
        card = read_card(model)
        if settings.flips:
            require_flips(card)
        if card.training.missing_classes:
            progress.warn(not_on_map(card.training.missing_classes))
        masked = settings.mask_codes and request.given("MASK")
        unclassified = Unclassified(settings.min_confidence, masked, settings.unsure_outside)
        unclassified.require_free(card.classes)
        return cls(model, card, settings, unclassified)

    def fitted(self, image: RasterSource, progress: Progress) -> RasterSource:
        """Return the bands of an image that the model wants, as `image_for` does."""
        return image_for(image, self.model, progress, any_size=self.settings.resample)

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """What codes of no class mean on the map."""
        return self.unclassified.legend

    def draw(
        self,
        request: Request,
        image: RasterSource | Mosaic,
        paths: MapPaths,
        worker: Worker | None,
        engine: dict,
        progress: Progress,
        *,
        corners: tuple[float, float, float, float] | None = None,
        resume: bool = False,
    ) -> dict[str, str]:
        """Draw the map of an image and return what was seen of it, by the keys of outputs.

        Parameters
        ----------
        request : Request
            Its MASK counts.
        image : RasterSource or Mosaic
            With the bands of the model.
        paths : MapPaths
        worker : Worker or None
            None for a model of dense features.
        engine : dict
            Of `poplar_nn_plugin.algorithms.cluster.resources_of`.
        progress : Progress
        corners : tuple of float, optional
            Least x and y and the greatest of what is mapped, in the CRS of the image.
        resume : bool
            As of `predict_map`.

        Returns
        -------
        dict of str to str
            ``SHIFT``, ``MATCHING`` and ``LEARNED``, each JSON.
        """
        settings, card, model = self.settings, self.card, self.model
        if settings.resample:
            image = self._resampled(image, progress)
        gaps = band_gaps(image, progress)
        if gaps:
            progress.warn(
                f"{describe_gaps(gaps)}. The model needs all of its bands, so the map stays empty "
                "there: train a model without these bands, or take another image."
            )
        step = settings.stride or default_stride(card.spec)
        with scratch_folder() as scratch:
            covered = read_mask(request, image.grid, scratch, progress)
            multiple = part_step(card, step)
            window = None if corners is None else window_of(image.grid, corners, multiple)
            part = {"mask": covered, "window": window}
            pixels = sampled(image, progress, **part)
            shifts = warn_of_shift(pixels, card, progress)
            how = {key: engine[key] for key in ("memory", "n_jobs")}
            known = None  # of the whole image, where it is looked at more than once
            by_features = settings.match in ("none", "features")  # bands stay as they are
            if settings.self_training and by_features and card.recipe is not None:
                known = known_features(image, model, Still(progress), **how)
            if settings.match == "features":
                matching = match_features(image, model, progress, known=known, **how)
                matched = [matching.to_json()]
            else:
                matching = match_to_training(settings.match, pixels, card, progress)
                matched = [asdict(band) for band in matching]
            learned = None
            if settings.self_training:
                drawn = {"edges": settings.edges, "matching": matching, "known": known}
                learned = self_train(image, model, progress, **drawn, **how)
            predict_map(
                image,
                model,
                paths,
                worker,
                stride=step,
                average=settings.average,
                edges=settings.edges,
                flips=settings.flips,
                overlaps=settings.overlaps,
                matching=matching,
                learned=learned,
                known=known,
                unclassified=self.unclassified,
                dry_run=settings.dry_run,
                resume=resume,
                progress=progress,
                **part,
                **engine,
            )
        return {
            "SHIFT": json.dumps([shift.to_json() for shift in shifts], ensure_ascii=False),
            "MATCHING": json.dumps(matched, ensure_ascii=False),
            "LEARNED": "" if learned is None else json.dumps(learned.counts, ensure_ascii=False),
        }

    def _resampled(self, image: RasterSource | Mosaic, progress: Progress) -> Source:
        """Return an image with pixels of the size of training."""
        if isinstance(image, Mosaic) and self.settings.overlaps == "mean":
            raise ParameterError(
                "RESAMPLE reads several images as one, and OVERLAPS mean looks at each by itself: "
                "take OVERLAPS first, or resample the images with 'Warp (reproject)' before."
            )
        return at_trained_size(image, self.card, progress)
