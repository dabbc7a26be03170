"""What is missing is skipped, but where all is required it fails."""

import os
import subprocess
import sys

import pytest

from build import ROOT

TEST = """
import pytest
from optional import module, needs

@needs(None, "there is no such thing")
def test_that_needs_it():
    raise LookupError

def test_that_imports_it():
    module("no_such_module")
"""


@pytest.mark.parametrize(
    ("required", "outcomes"), [("", "2 skipped"), ("1", "2 failed")], ids=["at home", "in CI"]
)
def test_what_is_missing_is_skipped_unless_all_is_required(tmp_path, required, outcomes):
    (tmp_path / "test_it.py").write_text(TEST, encoding="utf-8")
    environment = {**os.environ, "POPLARNN_REQUIRE_ALL": required}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:pytest_qgis", "test_it.py"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT / "test")},
        capture_output=True,
        text=True,
    )

    assert outcomes in done.stdout


def test_the_run_that_every_change_must_pass_requires_all():
    assert "export POPLARNN_REQUIRE_ALL=1\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
