"""Reads text formats of recordings with numpy, pandas and ecgdatakit, to compare Tawara's readers with:
LabSystem (Bard), CardioLab (Prucka), CARTO, EnSite, Kardia, and CSV as `tawara export` writes it."""
import io
import re
import numpy
import pandas

def read(path):
    """A list of signals: name, unit, rate_hz, samples (physical values)."""
    text = open(path, encoding="latin-1").read()
    if path.lower().endswith(".json"):
        return kardia(path)
    if path.lower().endswith(".inf"):
        return prucka(text, path[:-4] + (".txt" if path.endswith(".inf") else ".TXT"))
    if text.startswith("[Header]"):
        return bard(text)
    if text.startswith("ECG_Export_"):
        return carto(text)
    return ensite(text) if "Export Data Element" in text[:4096] else csv(path)

def signals(names, rate_hz, table, units=None):
    return [{"name": n.strip(), "unit": units[i] if units else "mV", "rate_hz": rate_hz,
             "samples": table[:, i]} for i, n in enumerate(names)]

def bard(text):
    head, data = text.split("[Data]")
    ranges = [float(r) for r in re.findall(r"^Range:\s*([\d.]+)\s*mv", head, re.M)]
    rate = float(re.search(r"^Sample Rate:\s*([\d.]+)", head, re.M).group(1))
    table = numpy.genfromtxt(io.StringIO(data.strip()), delimiter=",", ndmin=2)
    return signals(re.findall(r"^Label:(.*)$", head, re.M), rate, table * ranges / 32768)

def prucka(head, table_path):
    rate = float(re.search(r"Data Sampling Rate\s*=\s*([\d.]+)", head).group(1))
    names = re.findall(r"^\d+\s+(.*)$", head.split("Channel Label")[1], re.M)
    return signals(names, rate, numpy.loadtxt(table_path, ndmin=2))

def carto(text):
    lines = text.splitlines()
    first = next(i for i in range(2, 6) if "=" not in lines[i])
    table = numpy.loadtxt(lines[first + 1:], ndmin=2) * float(lines[1].split("=")[1])
    return signals([n.rsplit("(", 1)[0] for n in lines[first].split()], 1000.0, table)

def ensite(text):
    table = pandas.read_csv(io.StringIO(text[text.index("t_dws,t_secs"):].replace("EOF", "")))
    seconds = (table.t_secs - table.t_secs.iloc[0]) + table.t_usecs * 1e-6
    rate = (len(table) - 1) / (seconds.iloc[-1] - seconds.iloc[0])
    kept = [c for c in table.columns if not re.match(r"t_|Unnamed|.*_(ds|ps)$", c)]
    return signals(kept, rate, table[kept].to_numpy())

def kardia(path):
    from ecgdatakit import FileParser
    return [{"name": lead.label, "unit": lead.units, "rate_hz": lead.sampling_rate,
             "samples": numpy.asarray(lead.samples)} for lead in FileParser().parse(path).leads]

def csv(path):
    table = pandas.read_csv(path)
    heads = [re.match(r"(.*) \((.*)\)$", c).groups() for c in table.columns[1:]]
    rate = (len(table) - 1) / (table.iloc[-1, 0] - table.iloc[0, 0])
    return signals([h[0] for h in heads], rate, table.iloc[:, 1:].to_numpy(), [h[1] for h in heads])
