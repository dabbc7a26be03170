"""A random forest as plain arrays: kept without pickles, computed with NumPy alone."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.texture import feature_count, feature_parts
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["MEMBER", "Forest"]

MEMBER = "poplar_nn/forest.npz"
"""Name of the arrays inside a model file."""


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
        Which feature each node looks at, as of `poplar_nn_plugin.nn.texture`.
    threshold : ndarray of float64, shape (nodes,)
    share : ndarray of float64, shape (nodes, n_classes)
        Of each class in a leaf; 0 elsewhere.
    """

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

    def shares(self, x: np.ndarray) -> np.ndarray:
        """Return the mean over the trees of each class's share.

        Parameters
        ----------
        x : ndarray of float32, shape (n, features)

        Returns
        -------
        ndarray of float64, shape (n, n_classes)
        """
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

    def __call__(self, count: int, take, progress: Progress | None = None) -> np.ndarray:
        """Return the probabilities of patches; as `poplar_nn_plugin.nn.forward.Forward`."""
        found = np.empty((count, self.share.shape[1]), np.float32)
        for start, part in feature_parts(count, take, progress or Silent()):
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
            with zipfile.ZipFile(path) as archive:
                if MEMBER not in archive.namelist():
                    return None
                with np.load(io.BytesIO(archive.read(MEMBER)), allow_pickle=False) as arrays:
                    forest = cls(**{f.name: arrays[f.name] for f in fields(cls)})
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise ModelFileError(
                f"The random forest in {path} cannot be read ({error}): train the model again.",
                path=str(path),
            ) from error
        if not forest._sound(feature_count(size, bands), n_classes):
            raise ModelFileError(
                f"The random forest in {path} is damaged or does not match its card: train the "
                "model again.",
                path=str(path),
            )
        return forest

    def _sound(self, feature_total: int, n_classes: int) -> bool:
        """Return whether every walk ends in a leaf and every number has its place."""
        nodes = len(self.share)
        whole = (self.roots, self.left, self.right, self.feature)
        if any(array.dtype != np.int32 or array.ndim != 1 for array in whole) or not len(
            self.roots
        ):
            return False
        of_nodes = (self.left, self.right, self.feature, self.threshold)
        if any(array.shape != (nodes,) for array in of_nodes) or not nodes:
            return False
        own = np.arange(nodes)
        onward = (self.left > own) & (self.right > own)
        leaf = (self.left == own) & (self.right == own)
        return bool(
            self.share.shape == (nodes, n_classes)
            and np.isfinite(self.share).all()
            and (onward | leaf).all()
            and max(self.left.max(), self.right.max(), self.roots.max()) < nodes
            and self.roots.min() >= 0
            and self.feature.min() >= 0
            and self.feature.max() < feature_total
        )
