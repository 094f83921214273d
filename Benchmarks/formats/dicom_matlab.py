"""DICOM waveforms by pydicom, MATLAB files by scipy: what the project's own readers are held against."""

import numpy as np
import pydicom
from scipy.io import loadmat

UNITS = {"mm[Hg]": "mmHg"}
RATES = ("fs", "sampling_rate", "samplingrate", "sampling_frequency", "samplerate", "sample_rate", "rate")


def read(path):
    """Signals of a file: a list of dicts of name, unit, rate_hz, samples (physical, missing as nan)."""
    with open(path, "rb") as file:
        head = file.read(132)
    return read_dicom(path) if head[128:] == b"DICM" else read_matlab(path)


def read_dicom(path):
    """All recorded multiplex groups; derived ones (a median beat) are left out."""
    data = pydicom.dcmread(path)
    signals = []
    for index, group in enumerate(data.WaveformSequence):
        if group.get("WaveformOriginality") == "DERIVED":
            continue
        raw = pydicom.waveforms.multiplex_array(data, index, as_raw=True)
        # pydicom takes the bytes of big-endian files for little-endian samples.
        stored = raw.dtype.newbyteorder("<" if data.original_encoding[1] else ">")
        raw = raw.view(stored)
        samples = raw.astype(float)
        if "WaveformPaddingValue" in group:
            padding = np.frombuffer(group.WaveformPaddingValue, dtype=stored, count=1)[0]
            samples[raw == padding] = np.nan
        for place, channel in enumerate(group.ChannelDefinitionSequence):
            factor = channel.ChannelSensitivity * channel.ChannelSensitivityCorrectionFactor
            samples[:, place] = samples[:, place] * float(factor) + float(channel.ChannelBaseline)
            unit = channel.ChannelSensitivityUnitsSequence[0].CodeValue
            signals.append({
                "name": channel.ChannelSourceSequence[0].CodeMeaning,
                "unit": UNITS.get(unit, unit),
                "rate_hz": float(group.SamplingFrequency),
                "samples": samples[:, place],
            })
    return signals


def read_matlab(path):
    """The largest numeric matrix, the longer side as time; names are not looked for."""
    content = {name: value for name, value in loadmat(path).items() if not name.startswith("__")}
    matrices = [v for v in content.values() if isinstance(v, np.ndarray) and v.dtype.kind in "fiu"]
    matrix = max(matrices, key=lambda value: value.size)
    matrix = matrix if matrix.shape[1] >= matrix.shape[0] else matrix.T
    lower = {name.lower(): value for name, value in content.items()}
    rate = next((float(np.ravel(lower[name])[0]) for name in RATES if name in lower), float("nan"))
    return [
        {"name": str(index + 1), "unit": "", "rate_hz": rate, "samples": row.astype(float)}
        for index, row in enumerate(matrix)
    ]
