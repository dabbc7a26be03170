import pytest

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.nn.files import require_writable, whole_file


def test_a_file_appears_when_it_is_whole(tmp_path):
    with whole_file(tmp_path / "m.keras") as temporary:
        temporary.write_text("new")
        assert not (tmp_path / "m.keras").exists()
        assert temporary.suffix == ".keras"

    assert (tmp_path / "m.keras").read_text() == "new"
    assert len(list(tmp_path.iterdir())) == 1


def break_off(path, error):
    with whole_file(path) as temporary:
        temporary.write_text("half")
        raise error


@pytest.mark.parametrize(
    ("error", "seen"), [(KeyError(), KeyError), (OSError("disk full"), OutputError)]
)
def test_an_error_leaves_the_older_file(tmp_path, error, seen):
    (tmp_path / "r.html").write_text("old")

    with pytest.raises(seen):
        break_off(tmp_path / "r.html", error)

    assert (tmp_path / "r.html").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_place_that_cannot_be_written_is_told_beforehand(tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        require_writable(tmp_path / "missing" / "m.keras")
    with pytest.raises(OutputError, match="is a folder"):
        require_writable(tmp_path)
