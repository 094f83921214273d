"""Trains the network that delineates waves, and writes Sources/CDelineation/delineation.weights.

usage: train.py RECORDS WEIGHTS [--folds N --marks MARKS.csv]     (pip install wfdb torch)

RECORDS holds ludb/ and qtdb/. With --folds, as many networks are trained first, each on the other
records, and the marks that they set on the records they have not seen are written as a table for
`tawara bench delineation PATH --marks NAME=MARKS.csv`. Then one is trained on all records: that is
what ships. What a window holds must stay as Measures/Delineation/LeadWindow.swift has it.
"""
import argparse
import csv
import glob
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import wfdb

RATE, COUNT, BEAT = 250.0, 320, 125
MARKS = ["p_onset_s", "p_offset_s", "qrs_onset_s", "qrs_offset_s", "t_end_s"]
# How far around a mark it is still right, in samples: about what two cardiologists differ by.
WIDTHS = [2.0, 2.5, 1.5, 2.0, 4.0]
# A mark's place is the mean over so many samples beside the likeliest.
REACH = torch.tensor([8, 8, 8, 8, 20])
# Beside LUDB's leads, each of which was marked, those of QTDB share the marks of one reading.
QTDB_WEIGHT = 0.6
BATCH = 128


# Records

def without_mains(x, fs):
    best = (0.0, None)
    for hertz in (50.0, 60.0):
        if fs <= 3 * hertz:
            continue
        reach = int(round(fs / hertz / 2))
        slow = np.convolve(np.pad(x, reach, mode="edge"), np.ones(2 * reach + 1) / (2 * reach + 1),
                           "valid")
        quick = x - slow
        turn = np.arange(len(x)) * 2 * np.pi * hertz / fs
        waves = np.stack([np.cos(turn), np.sin(turn)], 1)
        quiet = np.abs(quick) < np.quantile(np.abs(quick), 0.8)
        fit = np.linalg.lstsq(waves[quiet], quick[quiet], rcond=None)[0]
        if fit @ fit > best[0]:
            best = (fit @ fit, waves @ fit)
    return x if best[1] is None else x - best[1]


def without_stimuli(x, fs):
    """Bridges stimuli of a paced record: a jump within a sample, from quiet, that comes back."""
    x, steps = x.copy(), np.abs(np.diff(x, axis=0))
    width, back = int(0.025 * fs), int(0.02 * fs)
    before, after = max(1, int(round(0.005 * fs))), int(round(0.014 * fs))
    index = width
    while index < len(x) - width - back:
        for lead in range(x.shape[1]):
            step, quiet = steps[index, lead], steps[index - width:index - 1, lead]
            height = x[index + 1, lead] - x[index - 1, lead]
            if (step > 0.12 and step > 8 * np.median(quiet) + 0.05
                    and quiet[-(width // 2):].max() < 0.3 * step
                    and abs(x[index + 1 + back, lead] - x[index - 1, lead]) < 0.6 * abs(height)):
                low, high = max(0, index + 1 - before), min(len(x) - 1, index + 1 + after)
                part = np.linspace(0, 1, high - low + 1)[:, None]
                x[low:high + 1] = x[low] * (1 - part) + x[high] * part
                index += width
                break
        index += 1
    return x


def at_rate(x, fs):
    reach = int(round(0.002 * fs))
    for _ in range(2 if reach else 0):
        x = np.convolve(np.pad(x, reach, mode="edge"), np.ones(2 * reach + 1) / (2 * reach + 1),
                        "valid")
    return np.interp(np.arange(int(len(x) / fs * RATE)) / RATE, np.arange(len(x)) / fs, x)


def waves(path, annotator, first, fs):
    """The beats of an annotator: (peak, the five marks), in seconds; not a number where none is."""
    marks = wfdb.rdann(path, annotator)
    time, symbol = (marks.sample - first) / fs, marks.symbol
    found = [k for k, s in enumerate(symbol) if s in "pNt"]
    onset = lambda k: time[k - 1] if k > 0 and symbol[k - 1] == "(" else np.nan
    end = lambda k: time[k + 1] if k + 1 < len(symbol) and symbol[k + 1] == ")" else np.nan
    beats = []
    for place, k in enumerate(found):
        if symbol[k] != "N":
            continue
        beat = [np.nan, np.nan, onset(k), end(k), np.nan]
        p = found[place - 1] if place else None
        if p is not None and symbol[p] == "p" and time[k] - time[p] < 0.45:
            beat[:2] = onset(p), end(p)
        for t in found[place + 1:]:
            if symbol[t] != "t" or time[t] - time[k] > 0.7:
                break
            beat[4] = end(t)
        beats.append((time[k], beat))
    return beats


def gather(leads):
    """Beats that half of the leads have: [(peak, marks [lead, 5])]."""
    every = sorted((peak, lead, beat) for lead, beats in enumerate(leads) for peak, beat in beats)
    groups = []
    for entry in every:
        if groups and entry[0] - groups[-1][-1][0] <= 0.15:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    joined = []
    for group in groups:
        if 2 * len(group) < len(leads):
            continue
        marks = np.full((len(leads), 5), np.nan)
        for _, lead, beat in group:
            marks[lead] = beat
        joined.append((float(np.median([entry[0] for entry in group])), marks))
    return joined


def read(folder):
    """Records as dictionaries: name, signals at 250 Hz, beats, weight of a lead."""
    paced = set()
    table = os.path.join(folder, "ludb.csv")
    if os.path.exists(table):
        paced = {row["ID"] for row in csv.DictReader(open(table)) if "pacing" in row["Cardiac pacing"]}
    records = []
    for header in sorted(glob.glob(os.path.join(folder, "*.hea"))):
        path, name = header[:-4], os.path.basename(header)[:-4]
        record = wfdb.rdrecord(path)
        fs, x = record.fs, np.nan_to_num(record.p_signal)
        if os.path.exists(path + ".q1c"):
            places = wfdb.rdann(path, "q1c").sample
            first, end = max(0, int(places.min() - 5 * fs)), int(places.max() + 5 * fs)
            beats = waves(path, "q1c", first, fs)
            leads, weight = [beats] * x.shape[1], QTDB_WEIGHT
        else:
            first, end = 0, len(x)
            leads, weight = [waves(path, lead, 0, fs) for lead in record.sig_name], 1.0
        x = x[first:end]
        x = without_stimuli(x, fs) if name in paced else x
        signals = np.stack([at_rate(without_mains(x[:, k], fs), fs) for k in range(x.shape[1])])
        records.append(dict(name=name, signals=signals.astype(np.float32), beats=gather(leads),
                            weight=weight, first=first / fs, leads=record.sig_name))
    return records


# Windows

def cut(signals, center, stretch=1.0):
    places = center * RATE + (np.arange(COUNT) - BEAT) * stretch
    left = np.clip(np.floor(places).astype(int), 0, signals.shape[1] - 2)
    part = np.clip(places - left, 0, 1)
    return signals[:, left] * (1 - part) + signals[:, left + 1] * part


def window(x, before, after):
    """[lead, 4, COUNT]: see LeadWindow.input; neighbours in samples from the beat."""
    x = x - np.median(x, -1, keepdims=True)
    x = x / (np.abs(x[:, BEAT - 25:BEAT + 26]).max(-1, keepdims=True) + 0.02)
    time = np.arange(COUNT) - BEAT
    beats = sum(np.maximum(0, 1 - np.abs(time - place) / 10) for place in (before, after))
    return np.stack([np.clip(x, -2, 2), np.arcsinh(np.clip(x, -4, 4) * 15) / 2,
                     np.broadcast_to(beats, x.shape), np.broadcast_to(time / 100, x.shape)],
                    1).astype(np.float32)


def neighbours(record, number):
    beats = record["beats"]
    peak = beats[number][0]
    before = beats[number - 1][0] if number else peak - 9
    after = beats[number + 1][0] if number + 1 < len(beats) else peak + 9
    return before, after


def varied(record, number, random):
    """One beat's leads, stretched, shifted, turned over, with noise, drift and without P waves."""
    peak, marks = record["beats"][number]
    marks = marks[np.isfinite(marks[:, 2])]
    stretch = np.exp(random.uniform(-0.42, 0.34))
    center = peak + random.uniform(-0.045, 0.045)
    x = cut(record["signals"][np.isfinite(record["beats"][number][1][:, 2])], center, stretch)
    y = (marks - center) * RATE / stretch + BEAT
    n, time = len(x), np.arange(COUNT)
    if random.random() < 0.15 and np.isfinite(y[:, 0]).any():
        low = int(max(1, np.nanmin(y[:, 0]) - 3))
        high = int(min(np.nanmin(y[:, 2]) - 1, np.nanmax(y[:, 1]) + 4))
        if high - low > 5:
            part = np.linspace(0, 1, high - low + 1)
            x[:, low:high + 1] = (x[:, low:low + 1] * (1 - part) + x[:, high:high + 1] * part
                                  + 0.006 * random.normal(size=(n, high - low + 1)))
            y[:, :2] = np.nan
            for _ in range(4 if random.random() < 0.6 else 0):
                phase = 2 * np.pi * random.uniform(4, 9) * time * stretch / RATE
                sway = 0.6 * np.sin(2 * np.pi * random.uniform(0.3, 1.5) * time * stretch / RATE)
                size = random.uniform(0, 0.05) * random.normal(size=(n, 1))
                x = x + size * np.sin(phase + random.uniform(0, 6.28) + sway)
    if random.random() < 0.4:
        noise = random.normal(size=x.shape)
        if random.random() < 0.5:
            noise = np.pad((noise[:, :-1] + noise[:, 1:]) / 1.41, ((0, 0), (0, 1)))
        x = x + random.uniform(0, 0.03) * noise
    if random.random() < 0.5:
        drift = np.sin(time * random.uniform(0.004, 0.03) + random.uniform(0, 6.28))
        x = x + random.uniform(0, 0.15) * random.normal(size=(n, 1)) * drift
    x = x * np.where(random.random((n, 1)) < 0.3, -1, 1)
    before, after = ((place - center) * RATE / stretch for place in neighbours(record, number))
    # The first beat's P wave and the last one's T wave were not marked.
    known = [number > 0 or np.isfinite(y[:, 0]).any(),
             number + 1 < len(record["beats"]) or np.isfinite(y[:, 4]).any()]
    return window(x, before, after), y, np.tile(known, (n, 1)), np.full(n, record["weight"])


def batch_pool(records, random):
    parts = [varied(record, number, random)
             for record in records for number in range(len(record["beats"]))]
    return [torch.from_numpy(np.concatenate(part).astype(np.float32)) for part in zip(*parts)]


# Network

class Network(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c, d, e = 8, 8, 16, 16, 16
        layer = lambda i, o, taps, step=1: nn.Conv1d(i, o, taps, step, taps // 2)
        self.down0 = layer(4, a, 7)
        self.halve1, self.down1 = layer(a, b, 5, 2), layer(b, b, 5)
        self.halve2, self.down2 = layer(b, c, 5, 2), layer(c, c, 5)
        self.halve3, self.down3 = layer(c, d, 5, 2), layer(d, d, 5)
        self.halve4, self.down4 = layer(d, e, 5, 2), layer(e, e, 5)
        self.up3, self.up2 = layer(e + d, d, 3), layer(d + c, c, 3)
        self.up1, self.up0 = layer(c + b, b, 5), layer(b + a, 8, 3)
        self.marks = layer(8, 8, 3)
        self.presence1, self.presence2 = nn.Linear(2 * e, 16), nn.Linear(16, 2)

    def forward(self, x):
        f, double = F.gelu, lambda z: z.repeat_interleave(2, 2)
        levels = [f(self.down0(x))]
        for number in range(1, 5):
            halve, down = getattr(self, f"halve{number}"), getattr(self, f"down{number}")
            levels.append(f(down(f(halve(levels[-1])))))
        deepest = z = levels[4]
        for number in (3, 2, 1, 0):
            z = f(getattr(self, f"up{number}")(torch.cat([double(z), levels[number]], 1)))
        pooled = torch.cat([deepest.mean(2), deepest.amax(2)], 1)
        return self.marks(z)[:, :5], self.presence2(f(self.presence1(pooled)))


def loss(marks, presence, y, known, weight):
    total, grid = 0, torch.arange(COUNT).float()
    for k in range(5):
        has = torch.isfinite(y[:, k]) & (y[:, k] > 1) & (y[:, k] < COUNT - 2)
        if has.any():
            target = torch.exp(-0.5 * ((grid - y[has, k, None]) / WIDTHS[k]) ** 2)
            target = target / target.sum(1, keepdim=True)
            cross = -(target * F.log_softmax(marks[has, k], 1)).sum(1)
            total = total + (cross * weight[has]).sum() / len(y)
    for column, k, share in ((0, 0, 2.0), (1, 4, 0.5)):
        total = total + share * F.binary_cross_entropy_with_logits(
            presence[:, column], torch.isfinite(y[:, k]).float(), weight=weight * known[:, column])
    return total


def train(records, epochs, seed=0, rate=4e-3):
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network()
    pool = batch_pool(records, random)
    steps = epochs * (len(pool[0]) // BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1,
                                                   pct_start=0.15)
    done = 0
    for epoch in range(epochs):
        if epoch % 2 == 0 and epoch:
            pool = batch_pool(records, random)
        order, sum_of_losses, start = torch.from_numpy(random.permutation(len(pool[0]))), 0.0, done
        for first in range(0, len(order) - BATCH + 1, BATCH):
            if done == steps:
                break
            x, y, known, weight = (part[order[first:first + BATCH]] for part in pool)
            value = loss(*network(x), y, known, weight)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            done += 1
            sum_of_losses += value.item()
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}: loss {sum_of_losses / max(1, done - start):.3f}", flush=True)
    return network.eval()


# Results

def places(marks):
    likelihood = F.softmax(marks, 2)
    best = likelihood.argmax(2, keepdim=True)
    distance = torch.arange(COUNT)[None, None] - best
    near = likelihood * (distance.abs() <= REACH[None, :, None])
    return (best[:, :, 0] + (near * distance).sum(2) / near.sum(2)).numpy()


def marked(network, record):
    """Rows of a table of marks; a P or T wave is there where the leads' mean log odds are over 0."""
    for number, (peak, _) in enumerate(record["beats"]):
        before, after = ((place - peak) * RATE for place in neighbours(record, number))
        with torch.no_grad():
            marks, presence = network(torch.from_numpy(
                window(cut(record["signals"], peak), before, after)))
        has = (presence.mean(0) > torch.tensor([0.0, -1.0])).tolist()
        for lead, row in zip(record["leads"], places(marks)):
            times = (row - BEAT) / RATE + peak + record["first"]
            shown = [has[0], has[0], True, True, has[1]]
            yield [record["name"], lead, f"{peak + record['first']:.4f}"] + [
                f"{time:.4f}" if show else "" for time, show in zip(times, shown)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("records")
    arguments.add_argument("weights")
    arguments.add_argument("--folds", type=int, default=0)
    arguments.add_argument("--marks", default="marks.csv")
    arguments.add_argument("--epochs", type=int, default=60)
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    databases = [read(os.path.join(options.records, name)) for name in ("ludb", "qtdb")]
    rows = []
    for fold in range(options.folds):
        others = [r for d in databases for k, r in enumerate(d) if k % options.folds != fold]
        held = [r for d in databases for k, r in enumerate(d) if k % options.folds == fold]
        network = train(others, options.epochs)
        rows += [row for record in held for row in marked(network, record)]
        with open(options.marks, "w", newline="") as file:
            csv.writer(file).writerows([["record", "lead", "beat_s"] + MARKS] + rows)
    network = train([record for database in databases for record in database], options.epochs)
    numbers = [value.numpy().ravel() for value in network.state_dict().values()]
    np.concatenate(numbers).astype("<f4").tofile(options.weights)


main()
