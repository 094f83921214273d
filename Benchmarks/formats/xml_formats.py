"""Reads ECGs in XML (HL7 aECG, GE MUSE, Philips Sierra, Mortara ELI) with ecgdatakit.

`read(path)` gives a list of channels: name, unit, rate_hz and the samples as physical values.
ecgdatakit returns the leads that a file stores; the four limb leads that GE MUSE leaves out are
computed here, from physical values, by the formulas of Einthoven and Goldberger.
"""

import warnings

from ecgdatakit.parsing.parsers.ge_muse_xml import GEMuseXMLParser
from ecgdatakit.parsing.parsers.hl7_aecg import HL7aECGParser
from ecgdatakit.parsing.parsers.mortara_el250 import MortaraEL250Parser
from ecgdatakit.parsing.parsers.sierra_xml import SierraXMLParser

PARSERS = [HL7aECGParser, GEMuseXMLParser, SierraXMLParser, MortaraEL250Parser]
LIMB_LEADS = {
    "III": lambda one, two: two - one,
    "aVR": lambda one, two: -(one + two) / 2,
    "aVL": lambda one, two: one - two / 2,
    "aVF": lambda one, two: two - one / 2,
}


def _channel(lead):
    """One lead in its own unit; Mortara's are millivolts here and microvolts in ecgdatakit."""
    return {
        "name": lead.label,
        "unit": lead.resolution_unit,
        "rate_hz": float(lead.sampling_rate),
        "samples": [float(v) * lead.resolution + lead.offset for v in lead.samples],
    }


def read(path):
    with open(path, "rb") as file:
        head = file.read(4096)
    parser = next(p for p in PARSERS if p.can_parse(path, head))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        record = parser().parse(path)
    channels = [_channel(lead) for lead in record.leads]
    if parser is GEMuseXMLParser:
        channels += _limb_leads(channels)
    return channels


def _limb_leads(channels):
    by_name = {channel["name"]: channel for channel in channels}
    if "I" not in by_name or "II" not in by_name:
        return []
    one, two = by_name["I"], by_name["II"]
    pairs = list(zip(one["samples"], two["samples"]))
    return [
        {**one, "name": name, "samples": [formula(a, b) for a, b in pairs]}
        for name, formula in LIMB_LEADS.items()
        if name not in by_name
    ]
