"""ISHNE Holter, SCP-ECG and MFER files as independent readers see them.

`read(path)` gives a list of channels: name, unit, rate_hz, and samples in that unit, a missing one
not a number. ISHNE is read by ishneholterlib where it can be, all else by ecgdatakit.
"""

import warnings
from pathlib import Path

import numpy as np


def read(path):
    head = Path(path).read_bytes()[:8]
    if head == b"ISHNE1.0":
        return _ishne(path)
    from ecgdatakit.parsing.parsers.mfer import MFERParser
    from ecgdatakit.parsing.parsers.scp_ecg import SCPECGParser

    parser = SCPECGParser() if str(path).lower().endswith("scp") else MFERParser()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_channel(lead) for lead in parser.parse(Path(path)).leads]


def _channel(lead):
    """ecgdatakit scales voltages, to uV, and leaves other quantities as they are stored."""
    samples = np.asarray(lead.samples, float)
    unit = lead.resolution_unit or lead.units
    if unit and lead.is_raw:
        samples = samples * lead.resolution + lead.offset
    elif not unit and lead.adc_resolution:
        offset = float(lead.annotations.get("offset_counts", 0))
        samples, unit = (samples + offset) * lead.adc_resolution, lead.adc_resolution_unit
    return {"name": lead.label, "unit": unit, "rate_hz": lead.sampling_rate, "samples": samples}


def _ishne(path):
    """numpy 2 knows no type `a`, by which ishneholterlib reads texts: it is told the new name."""
    import ishneholterlib as library

    def value(name, place, kind):
        kind = kind.replace("a", "S", 1) if isinstance(kind, str) and kind[0] == "a" else kind
        with open(name, "rb") as file:
            file.seek(place)
            return np.fromfile(file, dtype=kind, count=1)[0]

    library.get_val = value
    holter = library.Holter(str(path), check_valid=False)
    holter.load_data(convert=False)
    channels = []
    for lead in holter.lead:
        samples = np.where(lead.data == -32768, np.nan, lead.data * (lead.res / 1e6))
        channels.append(
            {"name": lead.spec_str(), "unit": "mV", "rate_hz": holter.sr, "samples": samples})
    return channels
