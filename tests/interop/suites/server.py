#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""server.py BUILD: tpm_server as a process: its options and exit status, hostile clients, power, its state file."""
import os
import pathlib
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile

import servers

SELF_TEST = bytes.fromhex("80010000000b0000014300")
RANDOM_8 = bytes.fromhex("80010000000c0000017b0008")
POWER_OFF, RESET, STOP = 2, 17, 21
NO_SUCH_STATE = 0x100  # TPM_RC_INITIALIZE


class Server(servers.Simulator):
    program = None

    def __init__(self, *options):
        super().__init__(self.program, *options)

    def connect(self, offset=0):
        connection = socket.create_connection(("127.0.0.1", self.port + offset))
        connection.settimeout(20)
        return connection

    def signal(self, number):
        with self.connect(1) as platform:
            platform.sendall(struct.pack(">I", number))
            return servers.receive(platform, 4)


def code(response):
    return int.from_bytes(response[6:10], "big")


def run(*options):
    return subprocess.run([Server.program, *options], capture_output=True, text=True, timeout=20, check=False)


def check(condition, what=""):
    if not condition:
        raise AssertionError(what)


def test_options():
    check(run("--help").returncode == 0 and "-state" in run("-help").stdout)
    check(run("--version").returncode == 0)
    for bad in (["-port"], ["-port", "x"], ["-port", "65535"], ["-port", "-1"], ["-nothing", "1"], ["file"], ["-state", ""],
                ["-listen", "localhost"]):
        result = run(*bad)
        check(result.returncode == 2 and result.stderr, bad)
    check(run("-port", "0", "-state", "/nonexistent/folder/state").returncode == 1)
    check(run("-port", "0", "-listen", "192.0.2.1").returncode == 3)


def test_port_taken():
    with Server() as server:
        check(run("-port", str(server.port)).returncode == 3)
        check(run("-port", str(server.port - 1)).returncode == 3)


def test_power():
    with Server() as server:
        check(server.execute(RANDOM_8) == b"", "without power there is no answer")
        server.start_up()
        check(code(server.execute(RANDOM_8)) == 0)
        server.signal(POWER_OFF)
        check(server.execute(RANDOM_8) == b"")
        server.signal(servers.SIGNAL_POWER_ON)
        check(code(server.execute(SELF_TEST)) == NO_SUCH_STATE)
        server.execute(servers.STARTUP_CLEAR)
        server.signal(RESET)
        check(code(server.execute(RANDOM_8)) == NO_SUCH_STATE)


def test_ends():
    for number in (signal.SIGINT, signal.SIGTERM):
        with Server() as server:
            server.start_up()
            server.process.send_signal(number)
            check(server.process.wait(20) == 0)
    with Server() as server:
        server.signal(STOP)
        check(server.process.wait(20) == 0)


def test_cut_frames():
    frame = struct.pack(">IBI", servers.SEND_COMMAND, 0, len(RANDOM_8)) + RANDOM_8
    with Server() as server:
        server.start_up()
        for size in range(len(frame)):
            with server.connect() as connection:
                connection.sendall(frame[:size])
        stalled = [server.connect() for _ in range(20)]
        for connection in stalled:
            connection.sendall(frame[:7])
        check(code(server.execute(RANDOM_8)) == 0, "stalled clients must not hold up others")
        for connection in stalled:
            connection.sendall(frame[7:])
            check(struct.unpack(">I", servers.receive(connection, 4)) == (20,))
            connection.close()
        with server.connect() as connection:
            for byte in frame:
                connection.sendall(bytes([byte]))
            check(struct.unpack(">I", servers.receive(connection, 4)) == (20,))


def test_lengths():
    with Server() as server:
        server.start_up()
        for length in (4097, 0x7fffffff, 0xffffffff):
            with server.connect() as connection:
                connection.sendall(struct.pack(">IBI", servers.SEND_COMMAND, 0, length) + bytes(5000))
                try:
                    check(connection.recv(1) == b"")
                except ConnectionResetError:
                    pass
        for length in (0, 1, 9, 4095, 4096):
            response = server.execute(bytes(length))
            check(len(response) in (0, 10), length)
        check(code(server.execute(RANDOM_8)) == 0)


def test_garbage():
    source = random.Random(1)
    with Server() as server:
        server.start_up()
        for _ in range(300):
            with server.connect(source.randrange(2)) as connection:
                # Not STOP: that would be obeyed
                connection.sendall(struct.pack(">I", source.choice((0, 3, 5, 6, 7, 9, 16, 19, 22, 99, 1 << 31))))
                connection.sendall(source.randbytes(source.randrange(200)).replace(b"\0\0\0\x15", b""))
        server.signal(servers.SIGNAL_POWER_ON)
        server.execute(servers.STARTUP_CLEAR)
        check(code(server.execute(RANDOM_8)) in (0, 0x101, NO_SUCH_STATE) and server.process.poll() is None)


def test_pipelined():
    frame = struct.pack(">IBI", servers.SEND_COMMAND, 0, len(RANDOM_8)) + RANDOM_8
    with Server() as server, server.connect() as connection:
        server.start_up()
        connection.sendall(frame * 500)
        data = servers.receive(connection, 28 * 500)
        check(all(data[i:i + 4] == b"\0\0\0\x14" for i in range(0, len(data), 28)))


def test_many_clients():
    with Server() as server:
        server.start_up()
        waiting = [server.connect() for _ in range(100)]
        for connection in waiting[:50]:
            connection.close()
        check(code(server.execute(RANDOM_8)) == 0)


NV_DEFINE = bytes.fromhex("80020000002d0000012a4000000100000009400000090000010000" "0000000e01000010000b0002000200000004")
NV_WRITE = bytes.fromhex("8002000000270000013740000001010000100000000940000009000001" "00000004aabbccdd0000")
NV_READ = bytes.fromhex("8002000000230000014e40000001010000100000000940000009000001" "000000040000")


def test_state_survives():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "state")
        with Server("-state", path) as server:
            server.start_up()
            check(code(server.execute(NV_DEFINE)) == 0)
            check(code(server.execute(NV_WRITE)) == 0)
            check(run("-port", "0", "-state", path).returncode == 1, "another process has it")
            server.process.kill()  # no chance to write anything more
            server.process.wait()
        check(os.stat(path).st_mode & 0o777 == 0o600)
        with Server("-state", path) as server:
            server.start_up()
            check(b"\xaa\xbb\xcc\xdd" in server.execute(NV_READ))
        check(sorted(os.listdir(folder)) == ["state", "state.lock"])


BANKS = bytes.fromhex("8001000000160000017a" "00000005" "00000000" "00000001")
ALL_BANKS = b"".join(bytes.fromhex(alg) + b"\3\xff\xff\xff" for alg in ("0004", "000b", "000c", "000d"))


def test_banks():
    with Server() as server:
        server.start_up()
        check(server.execute(BANKS)[15:] == struct.pack(">I", 4) + ALL_BANKS, "clients' tests want every bank")


READ_EK_P384 = bytes.fromhex("80010000000e00000173" "81010016")


def test_endorsement_keys():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "state")
        with Server("-ek", "-state", path) as server:
            server.start_up()
            first = server.execute(READ_EK_P384)
            check(code(first) == 0)
        with Server("-state", path) as server:
            server.start_up()
            check(server.execute(READ_EK_P384) == first)
    with Server() as server:
        server.start_up()
        check(code(server.execute(READ_EK_P384)) != 0, "nobody asked for keys")


def test_state_spoiled():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "state")
        with Server("-state", path) as server:
            server.start_up()
        good = path.read_bytes()
        for bad in (b"", b"x", good[:-1], good + b"x", bytes([good[0] ^ 1]) + good[1:], bytes(200000)):
            path.write_bytes(bad)
            with Server("-state", path) as server:
                server.start_up()
                check(code(server.execute(RANDOM_8)) != 0, "a spoiled state must not serve")
            check(path.read_bytes() == bad, "nor be overwritten")


def test_no_room_for_state():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "state")
        with Server("-state", path) as server:
            server.start_up()
            os.mkdir(f"{path}.new")  # what is written beside cannot be
            check(code(server.execute(NV_DEFINE)) != 0, "not durable, so not done")
            os.rmdir(f"{path}.new")
            check(server.process.poll() is None)


def main():
    Server.program = pathlib.Path(sys.argv[1], "tpm_server")
    passed = failed = 0
    for name, test in sorted(globals().items()):
        if not name.startswith("test_"):
            continue
        try:
            print(name, file=sys.stderr) if "-v" in sys.argv else None
            test()
            passed += 1
        except Exception as error:  # pylint: disable=broad-except
            print(f"  {name}: {type(error).__name__} {error}")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
