"""Run by QGIS before it loads plugins (PYQGIS_STARTUP): times how each is loaded and started.

Also what comes after: the steps in which our panels come when the window stands.
"""

import sys
import time

from qgis import utils

TOOK = {}


def timed(name, work, *given):
    """Do something and add up its milliseconds, by the clock and by the processor."""
    before, spent, modules = time.perf_counter(), time.process_time(), len(sys.modules)
    result = work(*given)
    told = TOOK.setdefault(name, {"wall": 0.0, "cpu": 0.0, "modules": 0, "longest": 0.0})
    wall = 1000 * (time.perf_counter() - before)
    told["wall"] += wall
    told["cpu"] += 1000 * (time.process_time() - spent)
    told["modules"] += len(sys.modules) - modules
    told["longest"] = max(told["longest"], 1000 * (time.process_time() - spent))
    return result


def watched(function):
    def work(name):
        result = timed(name, function, name)
        if name == "poplar_nn_plugin" and function is LOAD:
            watch_panels()
        return result

    return work


def watch_panels():
    from poplar_nn_plugin.gui.panels import Panels

    step = Panels._next
    Panels._next = lambda self: timed("panels, afterwards", step, self)


LOAD, START = utils.loadPlugin, utils.startPlugin
utils.loadPlugin, utils.startPlugin = watched(LOAD), watched(START)
utils.poplarnn_took, utils.poplarnn_timed = TOOK, timed  # for `startup.py`
