"""A random forest as plain arrays: kept without pickles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Callable, ClassVar

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.archive import open_archive, read_member, require_plain
from poplar_nn_plugin.nn.network import texture
from poplar_nn_plugin.nn.network.compiled_trees import CompiledTrees
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["MEMBER", "Forest"]

MEMBER = "poplar_nn/forest.npz"
"""Name of the arrays inside a model file."""

_LARGEST = 4 * 2**30  # bytes of an array, or of all while they are packed
_NODES = 2**16
_ROUNDED = 1e-6


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees whose nodes lie in one row, each tree after the one before, parents before children.

    A patch goes left at a node where its feature is at most the threshold. A leaf is its own
    child, so that all trees can be walked in step.

    Parameters
    ----------
    roots : ndarray of int32, shape (trees,)
        Where each tree begins.
    left, right : ndarray of int32, shape (nodes,)
        Where the children of each node lie.
    feature : ndarray of int32, shape (nodes,)
        Which feature each node looks at, as of `poplar_nn_plugin.nn.network.texture`.
    threshold : ndarray of float64, shape (nodes,)
    share : ndarray of float64, shape (nodes, n_classes)
        Of each class in a leaf; 0 elsewhere.

    Attributes
    ----------
    trees : int
        How many are grown.
    trees_of_fold : int
        How many are grown where a fold is scored, and the forest is not kept.
    most_leaves : int or None
        Of a tree.
    balanced : bool
        Whether classes weigh as the settings say; if not, each sample weighs the same.
    """

    trees: ClassVar[int] = 200
    trees_of_fold: ClassVar[int] = 200
    most_leaves: ClassVar[int | None] = None
    balanced: ClassVar[bool] = True

    roots: np.ndarray
    left: np.ndarray
    right: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    share: np.ndarray

    @classmethod
    def of(cls, trees) -> Forest:
        """Return the forest of fitted trees of scikit-learn.

        Parameters
        ----------
        trees : list of sklearn.tree.DecisionTreeClassifier
        """
        trees = [tree.tree_ for tree in trees]
        starts = np.cumsum([0, *(tree.node_count for tree in trees)])
        own = np.arange(starts[-1])
        leaf = np.concatenate([tree.children_left for tree in trees]) < 0

        def children(side: str) -> np.ndarray:
            moved = [getattr(tree, side) + start for tree, start in zip(trees, starts)]
            return np.where(leaf, own, np.concatenate(moved)).astype(np.int32)

        share = np.concatenate([tree.value[:, 0, :] for tree in trees])
        # Counts in older versions of scikit-learn, shares in newer ones.
        share = share / share.sum(axis=1, keepdims=True)
        return cls(
            roots=starts[:-1].astype(np.int32),
            left=children("children_left"),
            right=children("children_right"),
            feature=np.where(leaf, 0, np.concatenate([t.feature for t in trees])).astype(np.int32),
            threshold=np.where(leaf, 0, np.concatenate([tree.threshold for tree in trees])),
            share=np.where(leaf[:, None], share, 0),
        )

    @staticmethod
    def feature_count(size: int, bands: int) -> int:
        """Return how many features a patch of that side and so many bands has."""
        return texture.feature_count(size, bands)

    @staticmethod
    def feature_parts(
        count: int, take: Callable[[int, int], np.ndarray], progress: Progress
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Yield the features of patches; as `nn.network.texture.feature_parts`."""
        return texture.feature_parts(count, take, progress)

    def shares(self, x: np.ndarray) -> np.ndarray:
        """Return the mean over the trees of each class's share.

        Parameters
        ----------
        x : ndarray of float32, shape (n, features)

        Returns
        -------
        ndarray of float64, shape (n, n_classes)
        """
        if self._compiled is not None:
            return self._compiled.shares(x)
        return self.walked(x)

    def walked(self, x: np.ndarray) -> np.ndarray:
        """Return the same, computed with NumPy alone."""
        rows = np.arange(len(x))[:, None]
        node = np.repeat(self.roots[None], len(x), axis=0)
        while True:
            goes_left = x[rows, self.feature[node]] <= self.threshold[node]
            child = np.where(goes_left, self.left[node], self.right[node])
            if (child == node).all():
                break
            node = child
        total = np.zeros((len(x), self.share.shape[1]))
        for tree in node.T:  # in their order, so that the sum is the same for any batch
            total += self.share[tree]
        return total / len(self.roots)

    @cached_property
    def _compiled(self) -> CompiledTrees | None:
        return CompiledTrees.of(**{field.name: getattr(self, field.name) for field in fields(self)})

    def __call__(self, count: int, take, progress: Progress | None = None) -> np.ndarray:
        """Return the probabilities of patches; as `poplar_nn_plugin.nn.network.forward.Forward`."""
        found = np.empty((count, self.share.shape[1]), np.float32)
        for start, part in self.feature_parts(count, take, progress or Silent()):
            found[start : start + len(part)] = self.shares(part)
        return found

    def save(self, path: str | Path) -> None:
        """Write an archive that holds the forest, without a card."""
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **{f.name: getattr(self, f.name) for f in fields(self)})
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MEMBER, buffer.getvalue())

    @classmethod
    def load(cls, path: str | Path, size: int, bands: int, n_classes: int) -> Forest | None:
        """Return the forest in a model file, None if it holds none.

        Parameters
        ----------
        path : str or Path
        size, bands, n_classes : int
            What its card says.

        Raises
        ------
        ModelFileError
            If it is damaged or does not match these.
        """
        try:
            with open_archive(path) as archive:
                if MEMBER not in archive.namelist():
                    return None
                packed = read_member(archive, MEMBER, _LARGEST)
                with zipfile.ZipFile(io.BytesIO(packed)) as arrays:
                    return cls._read(arrays, cls.feature_count(size, bands), n_classes)
        except (NpyError, KeyError, zipfile.BadZipFile) as error:
            raise ModelFileError(
                f"The random forest in {path} is damaged or does not match its card ({error}): "
                "train the model again.",
                path=str(path),
            ) from error

    @classmethod
    def _read(cls, arrays: zipfile.ZipFile, features: int, n_classes: int) -> Forest:
        """Return a forest of sound arrays.

        The walk is read and checked before what lies in its nodes: whatever an archive unpacks
        to, no more is taken than a forest of so many nodes has.

        Raises
        ------
        NpyError
            If an array is none, or no part of such a forest.
        """

        def array(name: str, dtype: type, shape: tuple) -> np.ndarray:
            info = arrays.getinfo(f"{name}.npy")
            require_plain(arrays, info)
            with arrays.open(info) as member:
                return read_array(member, _LARGEST, dtype, shape)

        left = array("left", np.int32, (None,))
        nodes = len(left)
        right, feature = (array(name, np.int32, (nodes,)) for name in ("right", "feature"))
        roots = array("roots", np.int32, (None,))
        own = np.arange(nodes)
        leaf = (left == own) & (right == own)
        if not nodes or not (leaf | (left > own) & (right > own)).all():
            raise NpyError("a node has children that come before it")
        _require_below("left", left, nodes)
        _require_below("right", right, nodes)
        _require_below("roots", roots, nodes)
        _require_below("feature", feature, features)
        threshold = array("threshold", np.float64, (nodes,))
        if np.isnan(threshold).any():
            raise NpyError("a threshold is no number (NaN)")
        share = array("share", np.float64, (nodes, n_classes))
        for start in range(0, nodes, _NODES):  # in pieces: in one, it would take as much again
            part = share[start : start + _NODES]
            total = part.sum(axis=1)[leaf[start : start + _NODES]]
            if not ((part >= 0).all() and (np.abs(total - 1) < _ROUNDED).all()):
                raise NpyError("shares of a leaf are below 0, no numbers, or do not sum to 1")
        return cls(roots, left, right, feature, threshold, share)


def _require_below(name: str, array: np.ndarray, limit: int) -> None:
    if not len(array) or array.min() < 0 or array.max() >= limit:
        raise NpyError(f"{name} must hold numbers from 0 to {limit - 1}")
