"""The examples of CONTRIBUTING.md: modules as if they lay in the plugin, and their tests."""

import re
import sys
from pathlib import Path
from types import ModuleType

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
BLOCK = re.compile(r"^```python\n# (\S+)\.py\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = {name: code for name, code in BLOCK.findall(PAGE.read_text("utf-8"))}


def example(name, monkeypatch):
    """Return the module of an example, importable, and what its test defines.

    Parameters
    ----------
    name : str
        Such as ``filters.relief``.
    """
    module = ModuleType(f"poplar_nn_plugin.{name}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(EXAMPLES[name.replace(".", "/")], module.__dict__)
    test = {}
    exec(EXAMPLES[f"test_{name.rpartition('.')[2]}"], test)
    return module, test
