"""Marks of other programs, for `tawara bench delineation PATH --marks NAME=FILE.csv`.

usage: peers.py FOLDER OUT-FOLDER      (pip install wfdb ecgdeli==1.0.0 neurokit2==0.3.0)

Writes ecgdeli.csv and neurokit2.csv: a line for each lead of each beat, in seconds. Both programs
find their own beats; a stretch of a long record is read from 10 s before its first manual mark to
10 s after its last one. What a program cannot read has no lines.
"""
import csv
import glob
import os
import sys
import warnings

import ecgdeli
import neurokit2
import numpy as np
import wfdb

COLUMNS = ["record", "lead", "beat_s", "p_onset_s", "p_offset_s", "qrs_onset_s", "qrs_offset_s",
           "t_end_s"]


def stretch(path, record):
    """The samples around the manual marks of the QT database; all of another record."""
    if not os.path.exists(path + ".q1c"):
        return 0, record.sig_len
    marks = wfdb.rdann(path, "q1c").sample
    reach = int(10 * record.fs)
    return max(0, int(marks.min()) - reach), min(record.sig_len, int(marks.max()) + reach)


def by_ecgdeli(signal, fs):
    filtered = ecgdeli.filter_ecg(signal, fs=fs)
    marks = ecgdeli.annotate(filtered, fs=fs)
    for number, lead in enumerate(marks.leads):
        rows = zip(lead.r_peak, lead.p_on, lead.p_off, lead.qrs_on, lead.qrs_off, lead.t_off)
        yield number, [[int(value) if value >= 0 else None for value in row] for row in rows]


def by_neurokit(signal, fs):
    for number in range(signal.shape[1]):
        clean = neurokit2.ecg_clean(signal[:, number], sampling_rate=fs)
        _, peaks = neurokit2.ecg_peaks(clean, sampling_rate=fs)
        peaks = peaks["ECG_R_Peaks"]
        _, waves = neurokit2.ecg_delineate(clean, peaks, sampling_rate=fs, method="dwt")
        names = ["ECG_P_Onsets", "ECG_P_Offsets", "ECG_R_Onsets", "ECG_R_Offsets", "ECG_T_Offsets"]
        columns = [waves[name] for name in names]
        rows = zip(peaks, *columns)
        yield number, [[None if value is None or np.isnan(value) else int(value) for value in row]
                       for row in rows]


def group(rows):
    """Gives the leads' lines of one beat one time: the median of their peaks within 150 ms."""
    rows.sort(key=lambda row: row[2])
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end][2] - rows[end - 1][2] > 0.15:
            time = float(np.median([row[2] for row in rows[start:end]]))
            for row in rows[start:end]:
                row[2] = time
            start = end


def main(folder, out):
    warnings.simplefilter("ignore")
    for name, method in (("ecgdeli", by_ecgdeli), ("neurokit2", by_neurokit)):
        with open(os.path.join(out, name + ".csv"), "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for header in sorted(glob.glob(os.path.join(folder, "*.hea"))):
                path = header[:-4]
                record = wfdb.rdrecord(path)
                first, end = stretch(path, record)
                signal = np.nan_to_num(record.p_signal[first:end])
                rows = []
                try:
                    for lead, beats in method(signal, int(record.fs)):
                        for beat in beats:
                            times = [None if value is None else (value + first) / record.fs
                                     for value in beat]
                            rows.append([os.path.basename(path), record.sig_name[lead]] + times)
                except Exception as error:
                    print(name, path, error, file=sys.stderr)
                group(rows)
                writer.writerows([["" if cell is None else cell for cell in row] for row in rows])


main(*sys.argv[1:])
