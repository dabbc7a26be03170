"""The whole chain as one algorithm: labelled polygons in, map out."""

from __future__ import annotations

from dataclasses import asdict, replace

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.algorithms.choosing.best import pixel_spec, train_best
from poplar_nn_plugin.algorithms.choosing.by_folds import (
    WantedModel,
    rule_for_folds,
    train_by_folds,
)
from poplar_nn_plugin.algorithms.choosing.network import Ground
from poplar_nn_plugin.algorithms.choosing.unused import say_unused
from poplar_nn_plugin.algorithms.chosen_size import size_for
from poplar_nn_plugin.algorithms.declared import basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.labelling import label_parameters, name_field, read_labels
from poplar_nn_plugin.algorithms.map.predict import map_outputs, style_map
from poplar_nn_plugin.algorithms.memory import warn_of_temporary
from poplar_nn_plugin.algorithms.parameters import advanced, alpha, bands, mask, raster, stride
from poplar_nn_plugin.algorithms.patches.extractpatches import show
from poplar_nn_plugin.algorithms.scoring import (
    model_destination,
    report_destination,
    score_outputs,
    scores,
)
from poplar_nn_plugin.algorithms.styling.contact_sheet import draw_examples
from poplar_nn_plugin.algorithms.training import architecture_help
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.settings import AUTOMATIC, MapOptions, Settings, TrainingOptions
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.selection import Cut
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Slice


class MapClasses(PoplarAlgorithm):
    """Extract, train and predict in one go."""

    ID = "mapclasses"
    TITLE = "Map classes"
    GROUP = "workflow"
    SUMMARY = (
        "From an image and labelled polygons to a class map, a model and a report, in one go: "
        "learns what is labelled, scores itself on polygons held out and draws the map."
    )
    TAGS = (
        "classification, land cover, land use, deep learning, machine learning, segmentation, "
        "supervised, random forest, poplar, orthophoto"
    )
    HELP = (
        "<p>By default (ARCHITECTURE, advanced) it tries dense features of a trained network, "
        "which take seconds and need nothing installed, and, where the worker is installed, a "
        "random forest of pixels and, if that takes less than two minutes, a network (sigma) that "
        "learns patches. Each polygon is held out in turn, the same pixels for all; the log tells "
        "all scores, and the best one, learned from all polygons, draws the map.</p>"
        "<p>Forests and dense features are scored in the same way where they are asked for. Of a "
        "network that is asked for one polygon in five is kept out of training, and the scores "
        "are measured on those; then the network learns once more, from all of them (REFIT). For "
        "maps of other images with 'Predict map' raise their variation of light (advanced) to "
        "0.1.</p>"
        "<p>The same steps with all their settings: 'Extract patches', 'Train model', "
        "'Predict map'.</p>"
    )

    def details(self):
        """Return the help, with what the architectures are."""
        return super().details() + architecture_help()

    def declare(self):
        """Declare image, labels, what matters most of each step, and the outputs."""
        details = (
            *parameters_of(MapOptions),
            *parameters_of(Settings, "epochs"),
            stride(),
            bands(),
            *parameters_of(BandChoice),
            alpha(),
            name_field(),
            *parameters_of(Settings, "light", "seed"),
            *parameters_of(TrainingOptions, "interest", "refit"),
            *parameters_of(SplitRule, "validation_share", "buffer"),
        )
        return [
            raster(),
            *label_parameters(),
            *basic_of(Cut),
            mask(),
            *map(advanced, details),
            *map_outputs(confidence_by_default=True),
            model_destination("MODEL"),
            report_destination(self.TITLE),
            *score_outputs(),
        ]

    def compute(self, request, progress):
        """Run the chain; patches lie in a folder that is gone at the end."""
        whole = request.image("RASTER", progress)
        bands_chosen = request.bands()
        image = whole if bands_chosen is None else whole.but(bands=bands_chosen)
        (image,) = choose_bands([image], settings_of(BandChoice, request), progress)
        (labels,) = read_labels(request, {image.path: image.grid}, progress)
        paths = MapPaths(
            request.destination("OUTPUT"),
            request.destination("CONFIDENCE"),
        )
        model = request.destination("MODEL")
        warn_of_temporary("MODEL", model, progress)
        report = request.destination("REPORT")
        chosen = settings_of(MapOptions, request).architecture
        options = TrainingOptions(
            resume=False,
            refit=request.switch("REFIT"),
            interest=request.text("INTEREST"),
            **({} if chosen == AUTOMATIC else {"architecture": chosen}),
        )
        wanted = WantedModel(self, model, report, options, settings_of(Settings, request))
        rule = settings_of(SplitRule, request)
        kind = None if chosen == AUTOMATIC else find(chosen)
        by_folds = kind is None or not kind.networks
        known = KnownFeatures()
        if kind is not None:
            say_unused(request, chosen, by_folds, progress)
        with scratch_folder() as scratch:
            covered = read_mask(request, image.grid, scratch, progress)
            patches = scratch / "patches"
            found = extract(
                image,
                labels,
                self._patch_spec(request, kind, image, labels, progress),
                patches,
                rule=rule_for_folds(rule) if by_folds else rule,
                draw_examples=draw_examples,
                pixel_labels=kind is not None and kind.dense,
                progress=Slice(progress, 0.0, 0.05),
            )
            show(found, progress)
            training = Slice(progress, 0.05, 0.7)
            if kind is None:
                size = request.whole("PATCH_SIZE")
                ground = Ground(image, labels, scratch, size, rule, known)
                result = train_best(wanted, ground, patches, training)
                say_unused(request, read_card(model).architecture, by_folds, progress)
            elif by_folds and not kind.here:
                result = train_by_folds(wanted, chosen, patches, training)
            else:
                result = self.call(
                    chosen,
                    "train_model",
                    training,
                    dataset=str(patches),
                    **({"images": [image], "known": known} if kind.here else {}),
                    output=model,
                    report=report,
                    made_by=self.TITLE,
                    keep=False,  # its patches are gone, too: nothing could go on
                    **asdict(options),
                    **asdict(wanted.settings),
                )
            card = predict_map(
                image_for(whole, model, progress),
                model,
                paths,
                self.worker_for(read_card(model).architecture),
                stride=request.whole("STRIDE"),
                mask=covered,
                known=known,
                progress=Slice(progress, 0.7, 1.0),
            )
        style_map(paths, card, request.context)
        return {
            "OUTPUT": paths.classes,
            "CONFIDENCE": paths.confidence,
            "MODEL": model,
            "REPORT": report,
            **scores(result, progress),
        }

    def _patch_spec(self, request, kind, image, labels, progress):
        """Return what a kind of model learns: patches of the size asked for, or of one chosen.

        Without a kind it is what all those learn that are tried first.
        """
        if kind is None or kind.by_centre or kind.here:
            return pixel_spec(image.bands)
        cut = Cut(request.whole("PATCH_SIZE"))  # STRIDE is that of the map
        if cut.patch_size is None:
            size = size_for(
                [Scene(image, labels)], cut.min_cover, progress, least=kind.smallest_patch
            )
            cut = replace(cut, patch_size=size)
        return cut.spec(image.bands)


ALGORITHM = MapClasses
