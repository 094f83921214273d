"""Measures how long a key takes until what it asks for is written to the terminal, while work goes on.

usage: keys.py COLUMNSxROWS PRESSES COMMAND...   Prints the median and the 95th percentile in ms.
  BEFORE="* 3 \\x1b"   keys to press first, a second and a half apart
  SHOWS="Keys of"     what the key ? asks for; q puts it away
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

columns, rows = map(int, sys.argv[1].split("x"))
presses, command = int(sys.argv[2]), sys.argv[3:]
child, screen = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read(seconds, wanted=None):
    """Reads for so long, or until `wanted` is there; returns when it was, or None."""
    seen, end = b"", time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([screen], [], [], left)[0]:
            seen = seen[-200:] + os.read(screen, 65536)
            if wanted and wanted in seen:
                return time.monotonic()
    return None


read(8)
for key in os.environ.get("BEFORE", "").split():
    os.write(screen, key.encode().decode("unicode_escape").encode())
    read(1.5)
shows = os.environ.get("SHOWS", "Keys of the live screen").encode()
times, missed = [], 0
for press in range(presses):
    begin = time.monotonic()
    os.write(screen, b"?")
    found = read(2, shows)
    if found is None:
        missed += 1
    else:
        times.append(1000 * (found - begin))
    read(0.11 + 0.0007 * (press % 50))
    os.write(screen, b"q")
    read(0.23 + 0.0013 * (press % 37))
os.write(screen, b"q")
times.sort()
if missed or not times:
    sys.exit(f"{missed} of {presses} keys were never answered")
print(f"{times[len(times) // 2]:.1f}, {times[int(len(times) * 0.95)]:.1f} ms of {presses}")
