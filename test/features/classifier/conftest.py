import pytest
from trained_features import labelled_patches, trained


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Return the folder of an image and a model that learned from it."""
    folder = tmp_path_factory.mktemp("home")
    trained(folder, labelled_patches(folder))
    return folder
