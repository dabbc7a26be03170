"""The table of jobs names functions that are there, and says what each is called with."""

import ast

import pytest

from build import ROOT
from poplar_nn_plugin.jobs import JOBS


@pytest.mark.parametrize("job", JOBS)
def test_a_job_is_a_public_function_that_reports_progress(job):
    module, _, name = JOBS[job].rpartition(".")
    path = ROOT / "poplar_nn_plugin" / f"{module.replace('.', '/')}.py"
    functions = {
        node.name: [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert not name.startswith("_")
    assert "progress" in functions[name]
