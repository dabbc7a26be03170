"""What an architecture is: a name to choose it by, and how a model of its kind is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover

if TYPE_CHECKING:
    import keras

__all__ = ["Architecture", "Network", "find", "kind_of"]


class Architecture(ABC):
    """A family of models that name the class of a patch.

    Attributes
    ----------
    name : str
        The name of its module, kept in the model file.
    title : str
        What people choose it by.
    description : str
        One sentence: what it is good for and what it costs.
    smallest_patch : int
        Least side of a patch, in pixels, that it can work on.
    networks : bool
        Whether it takes TensorFlow to train and to use one.
    dense : bool
        Whether it learns the class of each labelled pixel, and takes a dataset with masks.
    here : bool
        Whether its jobs run in QGIS's own process: NumPy and the images are all they take.
    jobs : dict of str to str
        Its own jobs, by the names of those of networks that they stand for.
    by_centre : bool
        Whether it learns labelled pixels, and takes only datasets of patches around them.
    first_weights : str
        What training starts from where nothing is given; empty for random weights.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    smallest_patch: ClassVar[int]
    networks: ClassVar[bool]
    dense: ClassVar[bool] = False
    here: ClassVar[bool] = False
    jobs: ClassVar[dict[str, str]] = {}
    by_centre: ClassVar[bool] = False
    first_weights: ClassVar[str] = ""

    def keeps_base(self, fine_tune: str) -> bool:
        """Return whether what others have trained stays as it is in a training.

        Parameters
        ----------
        fine_tune : str
            One of `model.settings.FINE_TUNES`.
        """
        return False

    def require_patch(self, size: int, by_centre: bool = True) -> None:
        """Raise if patches of `size` pixels are too small, or are not what it learns from.

        Parameters
        ----------
        size : int
        by_centre : bool
            Whether they lie around labelled pixels.

        Raises
        ------
        ParameterError
            If they are.
        """
        if self.by_centre and not by_centre:
            raise ParameterError(
                f"The architecture '{self.name}' learns from labelled pixels, and these patches "
                "were cut from polygons: extract them again with 'Patches around labelled pixels' "
                "(BY_CENTRE), or choose another architecture."
            )
        if size < self.smallest_patch:
            raise ParameterError(
                f"The architecture '{self.name}' needs patches of at least {self.smallest_patch} "
                f"pixels, got {size}. Extract larger patches.",
                smallest=self.smallest_patch,
                size=size,
            )


class Network(Architecture):
    """A family of neural networks, one network a patch size."""

    networks = True

    @abstractmethod
    def build(self, size: int, bands: int, n_classes: int) -> keras.Model:
        """Return an untrained network of plain Keras layers.

        Parameters
        ----------
        size : int
            Side of the patches, in pixels.
        bands : int
            Number of bands.
        n_classes : int
            Number of classes.

        Returns
        -------
        keras.Model
            From scaled patches (n, size, size, bands) float32 to probabilities (n, n_classes)
            float32, whatever the precision of the layers before; rows sum to 1.
        """

    def base_of(self, network: keras.Model) -> keras.Model | None:
        """Return the part of a network that others have trained, None if there is none."""
        return None

    def pixels_of(self, network: keras.Model) -> keras.Model | None:
        """Return the part that names the class of each pixel, None if it is not dense."""
        return None


def find(name: str) -> Architecture:
    """Return the architecture of that name.

    Raises
    ------
    ParameterError
        If there is none.
    """
    known = discover(architectures, "ARCHITECTURE")
    if name not in known:
        raise ParameterError(
            f"There is no architecture {name!r}: choose one of {', '.join(known)}.", name=name
        )
    return known[name]()


def kind_of(name: str) -> type[Architecture]:
    """Return the architecture of a model's card; one that is not known here is a network."""
    return discover(architectures, "ARCHITECTURE").get(name, Network)
