#!/usr/bin/env python3
"""The example, step by step through qgis_process; `example.sh` sets it up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from build import ROOT

FOLDER = ROOT / "example"
LOG = FOLDER / "log.txt"
RULE = "----------------"
# What qgis_process prints, bit by bit, between the messages of an algorithm.
DOTS = "0...10...20...30...40...50...60...70...80...90...100 - done."


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    LOG.write_text("")
    scenes = [draw(seed) for seed in (1, 2)]
    labelled, unseen = scenes

    trained = run(
        "Learn the labels of scene 1, and map that scene",
        "mapclasses",
        RASTER=labelled["IMAGE"],
        LABELS=labelled["LABELS"],
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        OUTPUT=FOLDER / "map_1.tif",
        CONFIDENCE=FOLDER / "confidence_1.tif",
        MODEL=FOLDER / "model.keras",
        REPORT=FOLDER / "report.html",
    )
    mapped = run(
        "Map the forest of scene 2, which the model never saw",
        "predict",
        RASTER=unseen["IMAGE"],
        MODEL=trained["MODEL"],
        MASK=unseen["FOREST_MASK"],
        MATCH="features",  # it was flown in other light, of which the log without it warns
        SELF_TRAINING=True,
        OUTPUT=FOLDER / "map_2.tif",
        CONFIDENCE=FOLDER / "confidence_2.tif",
    )
    assessed = run(
        "Compare that map with the truth of scene 2",
        "assessmap",
        MAP=mapped["OUTPUT"],
        REFERENCE=unseen["TRUTH"],
        REPORT=FOLDER / "assessment_2.html",
    )

    print("\nResults")
    for title, path in (
        ("map of scene 1", trained["OUTPUT"]),
        ("map of scene 2", mapped["OUTPUT"]),
        ("report of training", trained["REPORT"]),
        ("report on scene 2", assessed["REPORT"]),
        ("model", trained["MODEL"]),
    ):
        print(f"  {title:<19} {path}")
    f1 = json.loads(assessed["CLASS_F1"])["poplar"]
    print(f"\nPoplar F1 in the forest of scene 2, against its exact truth: {f1:.2f}")


def draw(seed: int) -> dict[str, str]:
    """Draw one scene and return the paths of its files."""
    return run(
        f"Draw scene {seed}",
        "samplescene",
        SIZE=1000,
        SEED=seed,
        IMAGE=FOLDER / f"scene_{seed}.tif",
        LABELS=FOLDER / f"labels_{seed}.gpkg",
        FOREST_MASK=FOLDER / f"forest_{seed}.tif",
        TRUTH=FOLDER / f"truth_{seed}.tif",
    )


def run(title: str, algorithm: str, **parameters) -> dict[str, str]:
    """Run an algorithm of the plugin, show its messages as they come, and return its results."""
    print(f"\n{title}  (poplarnn:{algorithm})")
    started = time.monotonic()
    # Into a pipe the program's messages would come in bunches.
    command = ["stdbuf", "-oL", str(ROOT / "scripts" / "qgis_process.sh")]
    command += ["run", f"poplarnn:{algorithm}", "--"]
    command += [f"{key}={value}" for key, value in parameters.items()]
    section, dots, results = "", DOTS, {}
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        previous = ""
        for line in map(str.rstrip, process.stdout):
            print(line, file=log, flush=True)
            key, tab, value = line.partition(":\t")
            if line == RULE:
                section = previous
            elif tab and section == "Results":
                results[key] = value
            elif not tab and section == "Inputs":
                done = len(os.path.commonprefix([line, dots]))
                dots, message = dots[done:], line[done:]
                if message:
                    print(f"  {message}")
            previous = line
    if process.returncode:
        sys.exit(f"\npoplarnn:{algorithm} failed, see above; all of its output is in {LOG}")
    print(f"  done in {time.monotonic() - started:.0f} s")
    return results


if __name__ == "__main__":
    main()
