"""Receives a stream and throws it away: what the library alone costs. usage: lsl_receiver.py NAME SECONDS"""

import sys
import time

import pylsl

found = pylsl.resolve_byprop("name", sys.argv[1], timeout=10)
inlet = pylsl.StreamInlet(found[0])
end, frames = time.time() + float(sys.argv[2]), 0
while time.time() < end:
    chunk, stamps = inlet.pull_chunk(timeout=0.02)
    frames += len(stamps)
print(frames)
