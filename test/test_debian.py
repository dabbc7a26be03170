"""The script that makes a clean Debian, with a debootstrap that notes how it was called."""

import os
import subprocess

import pytest

from build import ROOT

_DEBOOTSTRAP = """#!/bin/sh
known='{known}'
case $1 in --help) echo "  --variant=X $known"; exit ;; esac
for option; do
    case $option in
        --variant=* | $known) ;;
        --*) echo "E: unrecognized or invalid option $option" >&2; exit 1 ;;
    esac
done
echo "$@" >"{called}"
exit 1
"""


@pytest.mark.parametrize("known", ["--no-check-valid-until", "--no-option-of-that-kind"])
def test_old_lists_are_taken_by_any_debootstrap(tmp_path, known):
    called = tmp_path / "called"
    programs = {
        "debootstrap": _DEBOOTSTRAP.format(known=known, called=called),
        "id": "#!/bin/sh\necho 0\n",  # root is needed for what comes after
    }
    (tmp_path / "bin").mkdir()
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)

    ended = subprocess.run(
        [ROOT / "scripts" / "debian.sh", "sid"],
        env=os.environ
        | {
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "POPLARNN_CHROOTS": str(tmp_path / "systems"),
        },
        capture_output=True,
        text=True,
    )

    assert "debootstrap failed" in ended.stderr
    options = called.read_text().split()[:-2]  # the rest is the release and the folder
    assert ("--no-check-valid-until" in options) == (known == "--no-check-valid-until")
