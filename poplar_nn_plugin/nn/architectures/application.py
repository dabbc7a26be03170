"""Networks that come with Keras, whose weights it fetches."""

from __future__ import annotations

from typing import ClassVar

from poplar_nn_plugin.nn.architectures.pretrained import Pretrained

__all__ = ["Application"]


class Application(Pretrained):
    """A network of ``keras.applications`` with a new last layer.

    Attributes
    ----------
    application : str
        Name in ``keras.applications``.
    options : dict
        Told to it.
    """

    application: ClassVar[str]
    options: ClassVar[dict] = {}

    def base(self, side: int, bands: int, weights: str | None = None):
        """Return the part that others have trained, for patches of `side` pixels.

        Parameters
        ----------
        side, bands : int
        weights : str, optional
            A file, or ``imagenet`` to have Keras fetch them; random without.
        """
        from keras import applications

        build = getattr(applications, self.application)
        shape = (side, side, bands)
        return build(include_top=False, weights=weights, input_shape=shape, **self.options)
