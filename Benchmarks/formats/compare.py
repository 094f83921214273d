"""Compares what Tawara reads of files with what independent readers make of them.

usage: compare.py TAWARA FILE...   (in a venv with ecgdatakit, pydicom, ishneholterlib, pyedflib,
scipy, wfdb)

Prints a line a file: samples compared, the largest difference, names and rates that differ.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import dicom_matlab
import edf_roundtrip
import ishne_scp
import text_formats
import xml_formats

READERS = {
    ".xml": xml_formats,
    ".dcm": dicom_matlab,
    ".mat": dicom_matlab,
    ".scp": ishne_scp,
    ".ecg": ishne_scp,
    ".mwf": ishne_scp,
    ".edf": edf_roundtrip,
    ".bdf": edf_roundtrip,
}
MILLIVOLTS = {"V": 1000.0, "mV": 1.0, "uV": 1e-3, "µV": 1e-3, "nV": 1e-6}


def tawara(program, path):
    """Channels as the program exports them, each with the samples that it has."""
    facts = json.loads(subprocess.run(
        [program, "info", "--json", path], capture_output=True, check=True, text=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        table = f"{folder}/out.csv"
        subprocess.run([program, "export", path, "-o", table], capture_output=True, check=True)
        with open(table, newline="") as file:
            columns = list(zip(*list(csv.reader(file))[1:]))[1:]
    channels = []
    most = max(channel["samples_per_frame"] for channel in facts["channels"])
    for channel, column in zip(facts["channels"], columns):
        # A slower channel stands on some of the lines.
        each = most // channel["samples_per_frame"] if most % channel["samples_per_frame"] == 0 else 1
        values = [float(cell) if cell else math.nan for cell in column[::each]]
        channels.append({"name": channel["name"], "unit": channel["unit"],
                         "rate_hz": channel["sampling_rate_hz"], "samples": values})
    return channels


def difference(ours, theirs):
    """The largest difference in mV, or in their unit; a missing sample has to be missing in both."""
    a, b = MILLIVOLTS.get(ours["unit"]), MILLIVOLTS.get(theirs["unit"])
    scales = (a, b) if a and b else (1, 1)
    largest = 0.0
    for x, y in zip(ours["samples"], theirs["samples"]):
        if math.isnan(x) or math.isnan(y):
            largest = max(largest, 0.0 if math.isnan(x) == math.isnan(y) else math.inf)
        else:
            largest = max(largest, abs(x * scales[0] - y * scales[1]))
    return largest


def compare(program, path):
    module = READERS.get(Path(path).suffix.lower(), text_formats)
    ours, theirs = tawara(program, path), module.read(path)
    remarks = [] if len(ours) == len(theirs) else [f"{len(ours)} and {len(theirs)} channels"]
    count, largest = 0, 0.0
    by_name = {channel["name"]: channel for channel in theirs}
    for place, channel in enumerate(ours):
        other = by_name.get(channel["name"]) or (theirs[place] if place < len(theirs) else None)
        if other is None:
            continue
        if other["name"] != channel["name"]:
            remarks.append(f"{channel['name']} there {other['name']}")
        if abs(other["rate_hz"] - channel["rate_hz"]) > 1e-6:
            remarks.append(f"{channel['name']} {channel['rate_hz']} and {other['rate_hz']} Hz")
        if len(other["samples"]) != len(channel["samples"]):
            remarks.append(
                f"{channel['name']} {len(channel['samples'])} and {len(other['samples'])} samples")
        count += min(len(other["samples"]), len(channel["samples"]))
        largest = max(largest, difference(channel, other))
    print(f"{path}: {count} samples, largest difference {largest:.2g}"
          + ("; " + ", ".join(remarks) if remarks else ""))


if __name__ == "__main__":
    for name in sys.argv[2:]:
        compare(sys.argv[1], name)
