"""`scripts/setup.sh` touches no environment but its own."""

import shutil
import subprocess

import build


def test_an_environment_that_is_a_link_is_left_as_it_is(tmp_path):
    """It belongs to another checkout, and building it anew would empty it first."""
    theirs = tmp_path / "theirs"
    (theirs / "bin").mkdir(parents=True)
    (theirs / "bin/python").write_text("#!/bin/sh\n")
    checkout = tmp_path / "ours"
    shutil.copytree(build.ROOT / "scripts", checkout / "scripts")
    (checkout / ".venv").symlink_to(theirs)

    done = subprocess.run(
        [checkout / "scripts/setup.sh", "tools"], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 1
    assert ".venv is a link" in done.stderr
    assert (theirs / "bin/python").read_text() == "#!/bin/sh\n"
