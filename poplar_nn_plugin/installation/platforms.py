"""The platforms that TensorFlow is built for, and what tells each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GPU", "PLATFORMS", "PYTHONS", "Platform", "platform_of", "why_none"]

PYTHONS = ((3, 11), (3, 12), (3, 13))
"""The versions of Python that the locked packages are made for, the most tested one first."""

GPU = ("linux-x86_64",)
"""Where TensorFlow's own wheels compute on NVIDIA's cards."""


@dataclass(frozen=True)
class Platform:
    """A system and a processor.

    Parameters
    ----------
    name : str
        As in the names of the locks.
    system : str
        What ``sys.platform`` is there.
    machine : tuple of str
        What ``platform.machine()`` may be, in lower case.
    resolver : str
        What uv calls it.
    tags : tuple of str
        Of wheels that run there, the newest first; for `pip download`.
    """

    name: str
    system: str
    machine: tuple[str, ...]
    resolver: str
    tags: tuple[str, ...]


def _manylinux(machine: str) -> tuple[str, ...]:
    newer = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    older = (f"manylinux_2_12_{machine}", f"manylinux_2_5_{machine}", f"manylinux1_{machine}")
    return (*newer, f"manylinux2014_{machine}", f"manylinux2010_{machine}", *older)


PLATFORMS = (
    Platform(
        "linux-x86_64",
        "linux",
        ("x86_64", "amd64"),
        "x86_64-manylinux_2_28",
        _manylinux("x86_64"),
    ),
    Platform(
        "linux-aarch64",
        "linux",
        ("aarch64", "arm64"),
        "aarch64-manylinux_2_28",
        _manylinux("aarch64"),
    ),
    Platform("windows", "win32", ("amd64", "x86_64"), "x86_64-pc-windows-msvc", ("win_amd64",)),
    Platform(
        "macos-arm64",
        "darwin",
        ("arm64",),
        "aarch64-apple-darwin",
        ("macosx_13_0_arm64", "macosx_13_0_universal2"),
    ),
)
"""All of them. TensorFlow has no wheels for Macs with Intel processors since 2.17, and none for
Windows on ARM."""


def platform_of(system: str, machine: str) -> Platform | None:
    """Return the platform by its ``sys.platform`` and machine, None for none of ours."""
    for known in PLATFORMS:
        if known.system == system and machine.lower() in known.machine:
            return known
    return None


def why_none(system: str, machine: str) -> str:
    """Return, for a platform that is none of ours, what there is."""
    names = ", ".join(known.name for known in PLATFORMS)
    return (
        f"TensorFlow is not built for {system} on {machine}, only for {names}: train on another "
        "computer, or use what needs no TensorFlow (deep_features, the default of 'Map classes')"
    )
