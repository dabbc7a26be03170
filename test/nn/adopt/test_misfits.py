"""Networks that do not fit the patches, or cannot be read, are refused with the reason."""

import zipfile

import pytest
from keras import Input, Model, Sequential, layers
from watch import refused

from poplar_nn_plugin.errors import ModelFileError, ModelMismatchError


class Doubled(layers.Layer):
    """Code of their own."""

    def call(self, x):
        return x * 2


def of_two_outputs(inputs, flat, answer):
    return Model(inputs, [answer(flat), layers.Dense(3)(flat)])


def with_layer(layer):
    return lambda inputs, flat, answer: Model(inputs, answer(layer(flat)))


def small(inputs, flat, answer):
    first = Input((None, None, 2))
    return Sequential(
        [first, layers.Conv2D(2, 9), layers.GlobalAveragePooling2D(), layers.Dense(3)]
    )


# Keras warns of it as it is written.
@pytest.mark.filterwarnings("ignore:You are saving a model that has not yet been built")
@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        pytest.param(
            lambda inputs, *_: Model(inputs, layers.Conv2D(3, 1, activation="softmax")(inputs)),
            *(ModelMismatchError, "names the class of each pixel"),
            id="dense",
        ),
        pytest.param(
            lambda *_: Sequential([Input((2, 8, 8)), layers.Flatten(), layers.Dense(3)]),
            *(ModelMismatchError, "seems to have its bands first"),
            id="bands first",
        ),
        pytest.param(
            lambda *_: Sequential([Input((128,)), layers.Dense(3)]),
            *(
                ModelMismatchError,
                "must take patches, 8 x 8 x 2 (rows, columns, bands), got 128",
            ),
            id="vector",
        ),
        pytest.param(
            of_two_outputs,
            *(ModelMismatchError, "one input and one output, got 1 and 2"),
            id="two outputs",
        ),
        pytest.param(
            small, *(ModelMismatchError, "cannot compute patches of 8 x 8 x 2"), id="too small"
        ),
        pytest.param(
            with_layer(layers.Lambda(lambda x: x * 2)),
            *(ModelFileError, "brings code of its own (Lambda), which is never run"),
            id="lambda",
        ),
        pytest.param(
            with_layer(Doubled()),
            *(ModelFileError, "brings code of its own (Doubled), which is never run"),
            id="own layer",
        ),
        pytest.param(
            lambda *_: Sequential([layers.Flatten(), layers.Dense(3)]),
            *(ModelMismatchError, "was saved before it knew what its input is"),
            id="unbuilt",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(adopt, tmp_path, make, error, sentence):
    inputs = Input((8, 8, 2))
    network = make(inputs, layers.Flatten()(inputs), layers.Dense(3, activation="softmax"))

    with refused(error, sentence):
        adopt(network)

    assert not (tmp_path / "adopted.keras").exists()


@pytest.mark.parametrize(
    ("shape", "outputs", "sentence"),
    [
        ((8, 8, 3), 3, "made for 3 bands, the patches have 2"),
        ((16, 16, 2), 3, "made for patches of 16 x 16 pixels, these have 8 x 8"),
        ((8, 8, 2), 5, "has 5 outputs, and the patches have 3 classes (flat, chess, stripes)"),
    ],
    ids=["bands", "size", "classes"],
)
def test_what_was_made_for_others_is_refused(adopt, functional, tmp_path, shape, outputs, sentence):
    with refused(ModelMismatchError, sentence):
        adopt(functional(shape, outputs))

    assert not (tmp_path / "adopted.keras").exists()


def hidden(path, mine):
    mine.save(path.with_suffix(".h5"))
    path.with_suffix(".h5").rename(path)


def no_network(path, mine):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no model")


def torn(path, mine):
    """Write the file of a network without its weights."""
    mine.save(path.with_name("whole.keras"))
    with (
        zipfile.ZipFile(path.with_name("whole.keras")) as whole,
        zipfile.ZipFile(path, "w") as part,
    ):
        for name in ("config.json", "metadata.json"):
            part.writestr(name, whole.read(name))


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        pytest.param(
            "old.h5",
            lambda path, mine: mine.save(path),
            "convert it where it was made: keras.saving.load_model('old.h5', compile=False)",
            id="h5",
        ),
        pytest.param("hidden.keras", hidden, "old format of Keras (HDF5)", id="hidden"),
        pytest.param(
            "folder.keras",
            lambda path, mine: path.mkdir(),
            "is a folder, as TensorFlow's SavedModel is",
            id="folder",
        ),
        pytest.param(
            "text.keras",
            lambda path, mine: path.write_text("no archive"),
            "is not a .keras model file",
            id="text",
        ),
        pytest.param("zip.keras", no_network, "holds no network", id="zip"),
        pytest.param("torn.keras", torn, "cannot be read", id="torn"),
        pytest.param(
            "missing.keras", lambda path, mine: None, "There is no model file", id="missing"
        ),
    ],
)
def test_a_file_that_is_no_network_is_refused_with_the_reason(
    adopt, mine, tmp_path, name, make, sentence
):
    make(tmp_path / name, mine)

    with refused(ModelFileError, sentence):
        adopt(tmp_path / name)

    assert not (tmp_path / "adopted.keras").exists()
