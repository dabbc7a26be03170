import sys

import pytest
from patch_samples import CLASSES, scored

from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.reports.report import write_map_report


@pytest.mark.parametrize("library", ["matplotlib", "jinja2"])
def test_a_library_that_a_report_lacks_is_named_with_where_to_get_it(
    tmp_path, monkeypatch, library
):
    monkeypatch.setitem(sys.modules, library, None)
    scores = scored([[90, 5, 5], [2, 95, 3], [1, 9, 90]])

    with pytest.raises(MissingDependencyError, match=f"needs {library}, .*checkinstallation"):
        write_map_report(tmp_path / "map.html", CLASSES, scores, "Map")

    assert not (tmp_path / "map.html").exists()
