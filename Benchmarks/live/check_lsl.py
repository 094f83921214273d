"""Says how a recording of lsl_sender.py's stream differs from what was sent.

usage: check_lsl.py RECORD [FIRST]   (FIRST: the number of the first sample that was sent; found if absent)
"""

import sys

import numpy
import wfdb

record = wfdb.rdrecord(sys.argv[1], physical=False)
digital = record.d_signal
missing = digital[:, 0] == numpy.iinfo(numpy.int32).min
lead = numpy.rint(digital[:, 0] / record.adc_gain[0] * 1000).astype(numpy.int64)
n0 = None
for first in range(20001):
    if ((first * 7919) % 20001 - 10000) == lead[0]:
        n0 = first
        break
n = numpy.arange(len(digital))[:, None] + n0
sent = ((n * 7919 + numpy.arange(19)[None, :] * 104729) % 20001 - 10000) / 1000
error = numpy.abs(digital / numpy.array(record.adc_gain)[None, :] - sent)
error[missing] = 0
runs = numpy.flatnonzero(numpy.diff(numpy.concatenate([[0], missing.astype(int), [0]])))
gaps = [int(b - a) for a, b in zip(runs[::2], runs[1::2])]
wrong = int((error > 2e-6).any(axis=1).sum())
print(f"{len(digital)} frames, {wrong} wrong, gaps of {gaps} frames, largest error {error.max():.1e} mV")
