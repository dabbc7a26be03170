"""OpenBLAS computes in one thread while the trunk runs, and then in as many as before."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from trunk_samples import photograph

from poplar_nn_plugin.features import blas
from poplar_nn_plugin.features.blas import one_thread
from poplar_nn_plugin.features.trunk import Trunk


class Library:
    """Stands for OpenBLAS."""

    def __init__(self):
        self.threads, self.told = 4, []

    def openblas_get_num_threads(self):
        return self.threads

    def openblas_set_num_threads(self, threads):
        self.threads = threads
        self.told.append(threads)


class Other:
    """Stands for a BLAS without threads."""


@pytest.fixture
def library(monkeypatch):
    library = Library()
    # The same library under two names, as Debian has it.
    monkeypatch.setattr(blas, "loaded", lambda: (library, Other(), library))
    return library


def test_inside_there_is_one_thread_and_afterwards_as_many_as_before(library):
    with one_thread():
        assert library.threads == 1
        with one_thread():
            assert library.threads == 1
        assert library.threads == 1

    assert library.threads == 4


def test_it_is_put_back_where_what_is_inside_fails(library):
    with pytest.raises(KeyError), one_thread():
        raise KeyError

    assert library.threads == 4


def test_the_last_of_many_threads_puts_it_back(library):
    together, seen = Barrier(3), []

    def compute(_):
        with one_thread():
            together.wait(10)
            seen.append(library.threads)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(compute, range(3)))

    assert seen == [1, 1, 1]
    assert library.threads == 4
    assert library.told[-1] == 4
    assert library.told.count(4) == 1


def test_the_trunk_computes_so(library):
    Trunk.load((1,))(photograph(16, 16), threads=2)

    assert library.told[0] == 1
    assert library.threads == 4


def test_the_libraries_of_this_process_have_as_many_threads_as_before():
    openblas = [each for each in blas.loaded() if blas._has_threads(each)]
    before = [each.openblas_get_num_threads() for each in openblas]

    with one_thread():
        assert [each.openblas_get_num_threads() for each in openblas] == [1] * len(openblas)

    assert [each.openblas_get_num_threads() for each in openblas] == before
