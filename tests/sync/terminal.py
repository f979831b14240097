"""A program in a pseudo-terminal: what it wrote, what is typed, and how it ended."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time


class Screen:
    """80 columns and 24 rows; left with Ctrl+Q."""

    def __init__(self, command, home):
        self.near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(far)
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(home)}
        self.program = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=environment, start_new_session=True)
        self.far = far
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.type("\x11")
        try:
            self.program.wait(5)
        except subprocess.TimeoutExpired:
            self.program.kill()
        self.read(0.2)
        self.after = termios.tcgetattr(self.far)
        os.close(self.near)
        os.close(self.far)

    def read(self, seconds):
        while select.select([self.near], [], [], seconds)[0]:
            self.seen += os.read(self.near, 65536)
            seconds = 0

    def text(self):
        return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b" ", self.seen).decode("utf-8", "replace")[-2000:]

    def shows(self, words, seconds=10):
        """Waits for these words in what was written."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.2)
            if words in self.text():
                return True
        return False

    def type(self, keys):
        os.write(self.near, keys.encode())

    def ended_well(self):
        return self.program.returncode == 0 and self.after == self.before
