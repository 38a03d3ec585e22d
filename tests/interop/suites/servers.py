# SPDX-License-Identifier: GPL-2.0-or-later
"""TPM servers to run suites against: tpm_server, libtpms behind the same front end, and swtpm."""
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import tempfile

STARTUP_CLEAR = bytes.fromhex("80010000000c000001440000")
SIGNAL_POWER_ON, SIGNAL_NV_ON, SEND_COMMAND, SESSION_END = 1, 11, 8, 20


class Missing(Exception):
    """The program of a server is not there."""


def receive(connection, size):
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return data


class Simulator:
    """A server of the Microsoft simulator's protocol, at a free pair of ports."""

    def __init__(self, program, *options):
        if not pathlib.Path(program).exists():
            raise Missing(f"{program} is not built")
        self.process = subprocess.Popen([program, "-port", "0", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r":(\d+), platform", line)
        if not found:
            self.stop()
            raise ConnectionError(f"{program} said: {line!r}")
        self.port = int(found[1])
        self.tcti = f"mssim:host=127.0.0.1,port={self.port}"

    def start_up(self):
        """Power, NV and TPM2_Startup(CLEAR); leaves no connection behind."""
        with socket.create_connection(("127.0.0.1", self.port + 1)) as platform:
            for signal in (SIGNAL_POWER_ON, SIGNAL_NV_ON):
                platform.sendall(struct.pack(">I", signal))
                receive(platform, 4)
            platform.sendall(struct.pack(">I", SESSION_END))
        self.execute(STARTUP_CLEAR)

    def execute(self, command):
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(struct.pack(">IBI", SEND_COMMAND, 0, len(command)) + command)
            size, = struct.unpack(">I", receive(connection, 4))
            response = receive(connection, size)
            receive(connection, 4)
            connection.sendall(struct.pack(">I", SESSION_END))
        return response

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Swtpm(Simulator):
    """swtpm with the sockets and framing of its own: raw commands, a control channel beside."""

    def __init__(self):  # pylint: disable=super-init-not-called
        program = shutil.which("swtpm")
        if program is None:
            raise Missing("swtpm is not installed")
        self.folder = tempfile.TemporaryDirectory()
        for _ in range(20):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            self.process = subprocess.Popen(
                [program, "socket", "--tpm2", "--tpmstate", f"dir={self.folder.name}", "--server",
                 f"type=tcp,port={self.port}", "--ctrl", f"type=tcp,port={self.port + 1}", "--flags",
                 "not-need-init"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if self.wait_for_port():
                break
            self.process.kill()
            self.process.wait()
        self.tcti = f"swtpm:host=127.0.0.1,port={self.port}"

    def wait_for_port(self):
        for _ in range(200):
            if self.process.poll() is not None:
                return False
            try:
                socket.create_connection(("127.0.0.1", self.port + 1), 0.1).close()
                return True
            except OSError:
                subprocess.run(["sleep", "0.01"], check=True)
        return False

    def start_up(self):
        self.execute(STARTUP_CLEAR)

    def execute(self, command):
        # swtpm serves one client; where it has just closed another's connection it takes a moment
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(command)
            head = receive(connection, 10)
            return head + receive(connection, struct.unpack(">I", head[2:6])[0] - 10)

    def stop(self):
        super().stop()
        self.folder.cleanup()


def start(kind, build):
    """kind: "ours", "libtpms" or "swtpm". Raises Missing."""
    if kind == "ours":
        return Simulator(pathlib.Path(build, "tpm_server"))
    if kind == "libtpms":
        return Simulator(pathlib.Path(build, "interop", "libtpms_server"))
    return Swtpm()
