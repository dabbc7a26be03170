import threading

import numpy as np
import pytest
from osgeo import gdal
from samples import write_raster

from poplar_nn_plugin.engine import OpenFiles, RasterSource
from poplar_nn_plugin.engine.handles import cache_limited, opened

MEGABYTE = 2**20


def fail_with_a_small_cache():
    with cache_limited(8 * MEGABYTE):
        raise ZeroDivisionError(gdal.GetCacheMax())


def test_the_cache_is_restored_after_an_error():
    before = gdal.GetCacheMax()

    with pytest.raises(ZeroDivisionError, match=str(8 * MEGABYTE)):
        fail_with_a_small_cache()

    assert gdal.GetCacheMax() == before


def test_the_cache_is_restored_when_the_last_of_several_users_leaves():
    before = gdal.GetCacheMax()
    first, second = cache_limited(8 * MEGABYTE), cache_limited(16 * MEGABYTE)

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gdal.GetCacheMax() == 8 * MEGABYTE
    second.__exit__(None, None, None)

    assert gdal.GetCacheMax() == before


def test_within_open_files_a_thread_has_one_handle_a_file(tmp_path):
    path = str(write_raster(tmp_path / "a.tif", np.ones((2, 2), "uint8")))
    files, handles = OpenFiles(), []

    def read_twice():
        with files.here():
            handles.append((opened(path), opened(path)))

    threads = [threading.Thread(target=read_twice) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    files.close()

    (a, b), (c, d) = handles
    assert a is b
    assert c is d
    assert opened(path) is not opened(path)


def test_closed_files_are_opened_anew(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.full((1, 1), 1, "uint8"))
    source, files = RasterSource(path), OpenFiles()

    with files.here():
        source.read(source.grid.window)
        files.close()
        write_raster(path, np.full((1, 1), 2, "uint8"))
        data, _ = source.read(source.grid.window)
    files.close()

    assert data[0, 0, 0] == 2
