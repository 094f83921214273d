"""Streams 19 channels at 977 Hz over the Lab Streaming Layer, as a laboratory's recorder does.

usage: lsl_sender.py NAME SECONDS [FILE]

Sample n of channel c is ((n * 7919 + c * 104729) % 20001 - 10000) / 1000 mV: whoever receives can tell
each sample from all others nearby. n counts from a moment that FILE keeps, so that a sender that is
killed and started again goes on where its clock says.
"""

import os
import sys
import time

import numpy
import pylsl

CHANNELS, RATE = 19, 977
NAMES = "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6 ABL12 RVA12 CS12 CS34 CS56 CS78 CS90".split()


def samples(first, count):
    n = numpy.arange(first, first + count)[:, None]
    c = numpy.arange(CHANNELS)[None, :]
    return (((n * 7919 + c * 104729) % 20001 - 10000) / 1000).astype(numpy.float32)


def main():
    name, seconds = sys.argv[1], float(sys.argv[2])
    info = pylsl.StreamInfo(name, "ECG", CHANNELS, RATE, "float32", name + "-source")
    channels = info.desc().append_child("channels")
    for label in NAMES:
        channel = channels.append_child("channel")
        channel.append_child_value("label", label)
        channel.append_child_value("unit", "millivolts")
    outlet = pylsl.StreamOutlet(info, chunk_size=20)
    while not outlet.have_consumers():
        time.sleep(0.02)
    start = pylsl.local_clock()
    if len(sys.argv) > 3:
        if os.path.exists(sys.argv[3]):
            start = float(open(sys.argv[3]).read())
        else:
            open(sys.argv[3], "w").write(repr(start))
    sent = int((pylsl.local_clock() - start) * RATE)
    begin = time.time()
    while time.time() - begin < seconds:
        due = int((pylsl.local_clock() - start) * RATE)
        if due > sent:
            outlet.push_chunk(samples(sent, due - sent), start + (due - 1) / RATE)
            sent = due
        time.sleep(0.01)
    time.sleep(0.5)
    print("sent up to", sent, flush=True)


main()
