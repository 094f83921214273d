"""EDF+ and BDF+ files as pyedflib (edflib) reads them, to compare with what Tawara wrote or reads."""

import sys

import numpy
import pyedflib


def read(path):
    """Channels with physical samples; the padding of the last data record is left out."""
    reader = pyedflib.EdfReader(str(path))
    try:
        frames = own_frames(reader)
        channels = []
        for index in range(reader.signals_in_file):
            samples = reader.readSignal(index)
            if frames:
                count, per_record = frames
                held = reader.samples_in_datarecord(index)
                samples = samples[: count * held // per_record]
            channels.append(
                {
                    "name": reader.getLabel(index).rstrip(),
                    "unit": reader.getPhysicalDimension(index).rstrip(),
                    "rate_hz": reader.getSampleFrequency(index),
                    "samples": samples,
                }
            )
        return channels
    finally:
        reader.close()


def own_frames(reader):
    """Frames of the record and of a data record, where the recording field gives them."""
    for word in str(reader.getRecordingAdditional()).split():
        if word.startswith("frames:"):
            count, per_record = word[len("frames:") :].split("/")
            return int(count), int(per_record)
    return None


def largest_difference(one, other):
    """The largest difference of two files' samples, in the unit of the channel."""
    largest = 0.0
    for a, b in zip(read(one), read(other), strict=True):
        assert len(a["samples"]) == len(b["samples"]), (a["name"], "lengths differ")
        largest = max(largest, float(numpy.abs(a["samples"] - b["samples"]).max(initial=0)))
    return largest


if __name__ == "__main__":
    print(largest_difference(sys.argv[1], sys.argv[2]))
