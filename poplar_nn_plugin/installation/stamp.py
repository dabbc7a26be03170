"""What an environment was made of, written into it, and whether that is still what is wanted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Stamp", "read_stamp"]

_NAME = "poplarnn.json"


@dataclass(frozen=True)
class Stamp:
    """What an environment was made of.

    Parameters
    ----------
    lock : str
        The name of the locked packages.
    stamp : str
        The hash of their text.
    base : str
        The Python that it was made with.
    plugin : str
        The version of the plugin that made it.
    """

    lock: str
    stamp: str
    base: str
    plugin: str

    def write(self, folder: Path) -> None:
        """Write it into an environment."""
        (folder / _NAME).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read_stamp(folder: Path) -> Stamp | None:
    """Return what an environment was made of; None where it does not say, as one made by hand."""
    try:
        told = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return Stamp(**{name: str(told[name]) for name in Stamp.__dataclass_fields__})
    except (OSError, ValueError, LookupError, TypeError):
        return None
