import os
import sys

from watch import Watch

from poplar_nn_plugin.nn.status import describe_installation


def test_the_status_names_python_packages_and_devices():
    status = describe_installation(progress=Watch())

    assert os.path.samefile(status["executable"], sys.executable)
    assert status["python"].startswith("3.")
    assert all(status["versions"][name] for name in ("tensorflow", "keras", "numpy", "sklearn"))
    assert any("CPU" in device for device in status["devices"])
