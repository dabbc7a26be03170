"""TensorFlow begins without what Keras would bring for its own plots and wrappers."""

import importlib

import pytest


@pytest.mark.parametrize("name", ["matplotlib", "sklearn"])
def test_what_keras_could_do_without_is_imported_when_it_is_used(brought, name):
    assert {"tensorflow", "keras"} <= brought
    assert name not in brought
    assert importlib.import_module(name).__version__
