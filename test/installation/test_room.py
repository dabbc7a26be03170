"""What an installation takes is said before, in words."""

import pytest
from wheel_samples import write_wheel

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.headers import deepest, without_headers
from poplar_nn_plugin.installation.locks import read_lock
from poplar_nn_plugin.installation.room import amount, describe_cost
from poplar_nn_plugin.installation.slim import require_short


def test_amounts_are_told_in_words():
    assert [amount(size) for size in (3, 410e6, 1.84e9)] == ["1 MB", "410 MB", "1.8 GB"]


def test_the_cost_of_the_real_packages_is_told(tmp_path):
    lock = read_lock("linux-x86_64", python=(3, 11))

    assert describe_cost(lock, None) == (
        f"{len(lock.versions)} packages, {amount(lock.download)}, are loaded and take 1.8 GB of "
        "the disk: about 2 min on a connection of 100 Mbit/s, about 7 min on one of 10."
    )
    assert describe_cost(lock, tmp_path).endswith("take 1.8 GB of the disk, in about 1 min.")


def test_headers_go_from_a_wheel_and_the_rest_stays(tmp_path):
    deep = f"tiny/include/{'d' * 150}/a.h"
    wheel = write_wheel(
        tmp_path, "tiny", files={deep: b"", "tiny/core.bin": b"1", "include/x": b""}
    )
    before = deepest([wheel])

    without_headers(wheel)
    stamp = wheel.stat().st_mtime_ns
    without_headers(wheel)

    assert wheel.stat().st_mtime_ns == stamp
    assert before == deepest([wheel]) == len("tiny-1.0.dist-info/METADATA")
    assert [path.name for path in tmp_path.glob("*.whl*")] == [wheel.name]


def test_a_path_that_windows_does_not_allow_is_told_with_what_it_allows(tmp_path):
    folder = tmp_path / ("p" * 130)
    most = 259 - len("\\Lib\\site-packages\\") - 93

    require_short(tmp_path, 93, limited=len(str(tmp_path)) > most)
    require_short(folder, 93, limited=False)
    with pytest.raises(InstallationError, match=rf"this Windows allows {most} for the packages"):
        require_short(folder, 93, limited=True)
