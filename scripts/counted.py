"""Clicks that are counted, for what the documentation says of how many a way takes."""

import os
import time

from hands import click

__all__ = ["Clicks"]


class Clicks:
    """Call it to click: with a widget, what is read there, and perhaps a place on it."""

    def __init__(self):
        self.made = []

    def __call__(self, widget, what, place=None):
        """Click on a widget, and count it."""
        self.made.append(what)
        print(f"click {len(self.made)}: {what}", flush=True)
        click(widget, place)

    def require(self, most, most_seconds, seconds, told):
        """Say how many clicks and seconds it took, and stop where that is more than is said.

        On a busy machine POPLARNN_SLOWER says how many times as long it may take.
        """
        work = time.process_time()  # of all cores; what a quiet machine takes at most
        print(f"{len(self.made)} clicks, {seconds:.0f} s, {work:.0f} s of work: {told}", flush=True)
        if len(self.made) > most or seconds > most_seconds * float(os.environ["POPLARNN_SLOWER"]):
            raise AssertionError("more clicks or more time than is said")
