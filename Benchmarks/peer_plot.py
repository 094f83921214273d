"""Draws ten seconds of a record as a peer does: wfdb-python on paper, plotext on the terminal.

Run: peer_plot.py png|terminal RECORD FROM_SECONDS OUT (pip install wfdb==4.3.1 matplotlib plotext==6.1.0).
`png` reads all channels and has plot_wfdb draw them to OUT; `terminal` draws the first 12 as lanes of a frame
of 200x60 into OUT. Prints the milliseconds from reading to the file, without Python's start and the imports.
"""
import sys
import time

kind, name, start, out = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]

import wfdb

if kind == "png":
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot
else:
    import plotext

began = time.perf_counter()
rate = wfdb.rdheader(name).fs
first = round(start * rate)
record = wfdb.rdrecord(name, sampfrom=first, sampto=first + round(10 * rate))
if kind == "png":
    figure = wfdb.plot_wfdb(record, return_fig=True, figsize=(11.7, 16.5))
    figure.savefig(out)
else:
    lanes = record.p_signal[:, :12].T
    figure = plotext.figure
    plotext.terminal.limit(False, False)
    figure.plot_size(200, 60)
    figure.subplots(len(lanes), 1)
    for row, lane in enumerate(lanes, 1):
        plot = figure.subplot(row, 1)
        plot.draw(plot.signal(lane.tolist(), marker="braille").lines())
    with open(out, "w") as file:
        file.write(figure.build().string())
print(round((time.perf_counter() - began) * 1e3))
