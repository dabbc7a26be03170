#!/usr/bin/env python3
"""What one would write oneself: a random forest of scikit-learn that sees pixels.

    pixel_classifier.py FOLDER TEXTURE SEED

FOLDER has ``image.npy`` (rows, cols, bands), ``known.npy`` (rows, cols) and ``labels.npy`` (rows,
cols; 0: none); it gets ``drawn.npy``. With TEXTURE 1 each band's mean and deviation in windows of
3 and 7 pixels stand beside it.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import uniform_filter
from sklearn.ensemble import RandomForestClassifier

folder, texture, seed = Path(sys.argv[1]), sys.argv[2] == "1", int(sys.argv[3])
image = np.load(folder / "image.npy").astype("float32")
known, labels = (np.load(folder / f"{name}.npy") for name in ("known", "labels"))
image[~known] = image[known].mean(axis=0)
columns = [image]
for side in (3, 7) if texture else ():
    mean = uniform_filter(image.astype("float64"), (side, side, 0))
    square = uniform_filter(image.astype("float64") ** 2, (side, side, 0))
    columns += [mean, np.sqrt(np.maximum(square - mean**2, 0))]
seen = np.concatenate(columns, axis=-1, dtype="float32")
taught = (labels > 0) & known
forest = RandomForestClassifier(300, n_jobs=-1, random_state=seed)
forest.fit(seen[taught], labels[taught])
drawn = np.zeros(labels.shape, "uint8")
drawn[known] = forest.predict(seen[known])
np.save(folder / "drawn.npy", drawn)
