"""The architecture that CONTRIBUTING.md shows passes the test that it shows."""

from contributing import example


def test_the_example_passes_its_test(monkeypatch):
    module, test = example("nn.architectures.bag", monkeypatch)

    assert module.ARCHITECTURE.name == "bag"
    test["test_the_place_of_a_pixel_does_not_count"]()
