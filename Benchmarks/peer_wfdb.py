"""Times wfdb-python's rdrecord(physical=False), the peer of Tawara's decoding.

Run: peer_wfdb.py RECORD... (pip install wfdb==4.3.1). Prints a JSON line a record: the median of three runs.
"""
import json
import statistics
import sys
import time

import wfdb

for name in sys.argv[1:]:
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        record = wfdb.rdrecord(name, physical=False)
        runs.append(time.perf_counter() - start)
    print(json.dumps({"record": name.split("/")[-1], "engine": "wfdb-python " + wfdb.__version__,
                      "decode_ms": round(statistics.median(runs) * 1e3, 1), "frames": record.sig_len}), flush=True)
