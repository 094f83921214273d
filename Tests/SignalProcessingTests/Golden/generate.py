"""Makes signal_processing.json beside it: what SciPy and NumPy give, for the tests to compare with.

python3 generate.py     (NumPy 2.x, SciPy 1.16 made the file that is here)
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import signal

FS = 250.0
random = np.random.default_rng(20261123)


def digits(values):
    return [float(f"{v:.10g}") for v in np.asarray(values).ravel()]


def sos(ba):
    return np.concatenate([ba[0], ba[1]])[None]


def low(f):
    return signal.butter(2, f, "low", fs=FS, output="sos")


def high(f):
    return signal.butter(2, f, "high", fs=FS, output="sos")


def notch(f, q):
    return sos(signal.iirnotch(f, q, fs=FS))


x = np.float32(np.cumsum(random.normal(size=1500)) * 0.05 + np.sin(np.arange(1500) * 2 * np.pi * 50 / FS) * 0.3 + 1.7)
cascades = {
    "surface 50": np.concatenate([high(0.5), low(90), notch(50, 30)]),
    "surface 60": np.concatenate([high(0.5), low(90), notch(60, 30)]),
    "intracardiac": np.concatenate([high(30), low(100)]),
    "intracardiac notched": np.concatenate([high(30), low(100), notch(50, 35)]),
    "envelope": low(20),
}
filters = []
for name, c in cascades.items():
    zi = signal.sosfilt_zi(c)
    # Each section's state for a constant input of the first sample.
    filters.append({
        "name": name, "sections": [digits(s[[0, 1, 2, 4, 5]]) for s in c],
        "reflected": digits(signal.sosfiltfilt(c, x.astype(float), padtype="odd", padlen=500)),
        "plain": digits(signal.sosfiltfilt(c, x.astype(float), padtype=None)),
        "causal": digits(signal.sosfilt(c, x.astype(float), zi=zi * float(x[0]))[0]),
    })


def resampled(x, fs, count):
    """The design's Kaiser-windowed sinc: beta 8, 16 zero crossings on either side, cut-off 112 Hz."""
    fc = min(112.0, 0.45 * fs)
    half = 16 * fs / (2 * fc)
    out = []
    for n in range(count):
        p = n * fs / FS
        k = np.arange(int(np.floor(p)) - int(np.ceil(half)) + 1, int(np.floor(p)) + int(np.ceil(half)) + 1)
        d = k - p
        inside = np.abs(d) < half
        w = np.sinc(2 * fc / fs * d) * np.where(inside, np.i0(8 * np.sqrt(np.maximum(0, 1 - (d / half) ** 2))) / np.i0(8), 0)
        out.append(np.dot(w / w.sum(), x[np.clip(k, 0, len(x) - 1)]))
    return out


resamplings = []
for fs in [977.0, 360.0, 1000.0, 128.0, 250.0, 512.5]:
    y = np.float32(np.cumsum(random.normal(size=900)) * 0.05 + 0.8)
    count = int((len(y) - 1) * FS // fs) + 1
    expected = y[:count] if fs == FS else resampled(y.astype(float), fs, count)
    resamplings.append({"rate": fs, "input": digits(y), "output": digits(expected)})

quantiles = []
for n in [1, 2, 3, 10, 1024]:
    v = np.float32(np.round(random.normal(size=n), 2))
    quantiles.append({"values": digits(v), "median": float(np.median(v)), "q98": float(np.quantile(np.abs(v).astype(float), 0.98))})

f, p = signal.welch(x.astype(float), FS, window="hann", nperseg=250, noverlap=0, detrend=False, scaling="spectrum")
golden = {
    "made_with": f"NumPy {np.__version__}, SciPy {scipy.__version__}", "signal": digits(x), "filters": filters,
    "resamplings": resamplings, "quantiles": quantiles, "welch_hz": digits(f[10:111]), "welch": digits(p[10:111]),
}
pathlib.Path(__file__).with_name("signal_processing.json").write_text(json.dumps(golden))
