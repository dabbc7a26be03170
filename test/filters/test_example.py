"""The filter that CONTRIBUTING.md shows passes the test that it shows."""

from contributing import example


def test_the_example_passes_its_test(as_block, padded, monkeypatch):
    module, test = example("filters.relief", monkeypatch)

    assert module.FILTER.name == "relief"
    test["test_it_is_the_pixel_less_the_mean_of_the_valid_ones"](as_block, padded)
