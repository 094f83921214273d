"""Shows a stream in MNE-LSL's viewer, on no display (Qt's offscreen): a peer for the screen's cost.

usage: lsl_viewer.py NAME SECONDS
"""

import os
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from mne_lsl.stream_viewer import StreamViewer  # noqa: E402


def leave():
    time.sleep(float(sys.argv[2]))
    os._exit(0)


threading.Thread(target=leave, daemon=True).start()
StreamViewer(stream_name=sys.argv[1]).start(bufsize=0.2)
