"""The algorithm that CONTRIBUTING.md shows passes the test that it shows."""

from contributing import example
from qgis.core import QgsProcessingContext


def test_the_example_passes_its_test(provider, tmp_path, feedback, monkeypatch):
    module, test = example("algorithms.blocks.brightness", monkeypatch)

    class Alone:
        """The toolbox, with this algorithm in it alone."""

        def run(self, name, **parameters):
            algorithm = module.ALGORITHM().create()
            assert algorithm.name() == name
            values = {key: str(value) for key, value in parameters.items()}
            _, worked = algorithm.run(values, QgsProcessingContext(), feedback())
            assert worked

    test["test_it_is_the_mean_of_the_bands"](Alone(), tmp_path)
    assert (tmp_path / "brightness.tif.record.json").exists()
