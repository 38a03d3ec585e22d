# SPDX-License-Identifier: GPL-2.0-or-later
"""terminal.py COMMAND…: runs a command on a terminal of its own, types at it, and says what became of all of it.

Types "ab", Ctrl-A twice, "c", Ctrl-C; waits for what comes back; then Ctrl-A x. Prints lines for a test to match.
"""
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time

WAIT = 30


def read_until(fd, wanted, seen=b''):
    end = time.monotonic() + WAIT
    while wanted not in seen and time.monotonic() < end:
        if select.select([fd], [], [], 0.2)[0]:
            seen += os.read(fd, 4096)
    return seen


def main():
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    child = subprocess.Popen(sys.argv[1:], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                             preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    seen = read_until(master, b'Ctrl-A x ends the run')
    raw = termios.tcgetattr(slave)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)
    print('raw:', 'yes' if raw == 0 else 'no')
    os.write(master, b'ab\x01\x01c\x03')
    seen = read_until(master, b'ab\x01c\x03', seen)
    print('typed:', 'yes' if b'ab\x01c\x03' in seen else repr(seen))
    print('runs:', 'yes' if child.poll() is None else 'no')
    os.write(master, b'\x01x')
    print('status:', child.wait(WAIT))
    print('restored:', 'yes' if termios.tcgetattr(slave) == before else 'no')


main()
