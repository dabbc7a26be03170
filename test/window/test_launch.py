"""How long QGIS is waited for; a program that only says how far it is stands in for it."""

import os

import pytest
from window.launch import run_inside

_TELLS = """#!/bin/sh
for number in 1 2 3 4 5 6 7 8; do
    sleep 0.5
    echo $number >>"$POPLARNN_LINES"
done
"""


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """Return a function that gives how a program ended which stands for QGIS."""

    def run(program, limit):
        (tmp_path / "qgis").write_text(program)
        (tmp_path / "qgis").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        given = dict(os.environ) | {"POPLARNN_LINES": str(tmp_path / "lines.json")}
        return run_inside(tmp_path, tmp_path / "script.py", given, limit)[0]

    return run


def test_it_may_take_longer_than_the_limit_while_it_tells_something(ended):
    assert ended(_TELLS, limit=3) == "ended with status 0"


def test_it_is_ended_where_it_tells_nothing_any_more(ended):
    tells_once = '#!/bin/sh\necho 1 >"$POPLARNN_LINES"\nexec sleep 600\n'

    assert ended(tells_once, limit=1) == "told nothing for 1 s"
