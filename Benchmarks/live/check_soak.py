"""Counts samples of a recording of a record's replay, round after round, that differ from the record.

usage: check_soak.py RECORD RECORDING   (RECORDING, RECORDING-2, ... one after the other)
"""

import glob
import os
import sys

import numpy
import wfdb

record = wfdb.rdrecord(sys.argv[1], physical=False).d_signal.astype(numpy.int32)
place, wrong, parts = 0, 0, [sys.argv[2]]
while os.path.exists(f"{sys.argv[2]}-{len(parts) + 1}.dat"):
    parts.append(f"{sys.argv[2]}-{len(parts) + 1}")
for part in parts:
    size = os.path.getsize(part + ".dat") // 4 // record.shape[1]
    data = numpy.memmap(part + ".dat", dtype="<i4", mode="r", shape=(size, record.shape[1]))
    for start in range(0, size, 1 << 20):
        block = data[start : start + (1 << 20)]
        rows = (place + numpy.arange(len(block))) % len(record)
        wrong += int((block != record[rows]).sum())
        place += len(block)
print(f"{wrong} of {place * record.shape[1]}")
