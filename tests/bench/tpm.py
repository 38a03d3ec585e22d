#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What TPM operations cost: CPU time of tpm_server, of libtpms behind the same front end, and of swtpm.

Each takes its turn, a batch at a time, so that what the machine does meanwhile falls on all. A server's CPU time is the
kernel's account of its process: sockets and all. "alone" is what the TPM takes for its command in a process without
sockets (tpm_alone), ours and libtpms, less what looking at the clock takes. A server that is asked for nothing shows
what the sockets cost.
"""
import argparse
import hashlib
import hmac
import json
import pathlib
import random
import statistics
import struct
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop" / "suites"))
import servers  # pylint: disable=wrong-import-position,import-error

PASSWORD = bytes.fromhex("40000009" "0000" "01" "0000")
OWNER, NULL = 0x40000001, 0x40000007
ROUNDS = 5
NO_SIGNAL = 13  # a signal that no TPM heeds
NOTHING, PRIMARY_RSA = "(nothing)", "CreatePrimary RSA-2048"
# TPMs without a server: the programs, and what is set beside what
ALONE = {"ours alone": "tpm_alone", "libtpms alone": "interop/libtpms_alone"}
RATIOS = {"/libtpms": ("ours", "libtpms"), "/swtpm": ("ours", "swtpm"), "alone/libtpms": ("ours alone", "libtpms alone")}
# what ours may cost, as a part of what libtpms does
BARS = {"GetRandom(32)": 0.7, "PCR_Extend": 0.7, "PCR_Read": 0.7, "CreatePrimary P-256": 0.25, PRIMARY_RSA: 1,
        "Load": 1, "ECDSA P-256 sign": 0.25, "Quote": 0.25, "Unseal": 0.7, "HMAC session": 0.7, "NV_Write(32)": 0.7,
        "NV_Read(32)": 0.7, "RSA-2048 sign": 0.5}


def sized(data):
    return struct.pack(">H", len(data)) + data


def command(code, handles=(), parameters=b"", auths=()):
    body = b"".join(struct.pack(">I", handle) for handle in handles)
    if auths:
        area = b"".join(auths)
        body += struct.pack(">I", len(area)) + area
    body += parameters
    return struct.pack(">HII", 0x8002 if auths else 0x8001, 10 + len(body), code) + body


def template(attributes, kind, parms, unique=b"\0\0"):
    return sized(struct.pack(">HHI", kind, 0xb, attributes) + b"\0\0" + parms + unique)


AES_128_CFB = struct.pack(">HHH", 6, 128, 0x43)
STORAGE_P256 = template(0x30472, 0x23, AES_128_CFB + struct.pack(">HHH", 0x10, 3, 0x10), b"\0\0\0\0")
STORAGE_RSA = template(0x30472, 1, AES_128_CFB + struct.pack(">HHI", 0x10, 2048, 0))
SIGN_P256 = template(0x50472, 0x23, struct.pack(">HHHHH", 0x10, 0x18, 0xb, 3, 0x10), b"\0\0\0\0")
PLAIN_SIGN_P256 = template(0x40472, 0x23, struct.pack(">HHHHH", 0x10, 0x18, 0xb, 3, 0x10), b"\0\0\0\0")
PLAIN_SIGN_RSA = template(0x40472, 1, struct.pack(">HHHHI", 0x10, 0x14, 0xb, 2048, 0))
SEALED = template(0x452, 8, struct.pack(">H", 0x10))


class Failed(Exception):
    pass


class Client:
    """The commands of one TPM under measurement, whoever carries them: subclasses do."""

    def __init__(self, kind):
        self.kind = kind
        self.samples = {}

    def exchange(self, data):
        """One command's response."""
        raise NotImplementedError

    def cpu(self):
        """Nanoseconds on a CPU so far."""
        raise NotImplementedError

    def execute(self, data):
        response = self.exchange(data)
        if response[6:10] != b"\0\0\0\0":
            raise Failed(f"{self.kind}: {response[6:10].hex()} to {data.hex()}")
        return response

    def batch(self, name, operation, count):
        before = self.cpu()
        for i in range(count):
            operation(i)
        self.samples.setdefault(name, []).append((self.cpu() - before) / 1000 / count)

    def results(self):
        """Of each operation the batch that was disturbed least; of RSA keys the mean, because what one costs is luck."""
        return {name: statistics.mean(values) if name == PRIMARY_RSA else min(values)
                for name, values in self.samples.items()}

    def flush(self, handle):
        self.execute(command(0x165, (), struct.pack(">I", handle)))

    def primary(self, public, hierarchy=OWNER):
        response = self.execute(command(0x131, (hierarchy,), sized(b"\0\0\0\0") + public + b"\0\0" + bytes(4), (PASSWORD,)))
        return struct.unpack(">I", response[10:14])[0]

    def create(self, parent, public, data=b""):
        response = self.execute(command(0x153, (parent,), sized(b"\0\0" + sized(data)) + public + b"\0\0" + bytes(4),
                                        (PASSWORD,)))
        private = response[14:16 + struct.unpack(">H", response[14:16])[0]]
        rest = response[14 + len(private):]
        return private + rest[:2 + struct.unpack(">H", rest[:2])[0]]

    def load(self, parent, blob):
        return struct.unpack(">I", self.execute(command(0x157, (parent,), blob, (PASSWORD,)))[10:14])[0]


class Served(Client):
    """A server and its connection; keeps the connection open, as a resource manager does."""

    def __init__(self, kind, build):
        super().__init__(kind)
        self.server = servers.start(kind, build)
        self.is_raw = kind == "swtpm"
        if not self.is_raw:
            self.server.start_up()
        self.connection = socket.create_connection(("127.0.0.1", self.server.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.is_raw:
            self.execute(servers.STARTUP_CLEAR)

    def exchange(self, data):
        if self.is_raw:
            self.connection.sendall(data)
            head = servers.receive(self.connection, 10)
            return head + servers.receive(self.connection, struct.unpack(">I", head[2:6])[0] - 10)
        self.connection.sendall(struct.pack(">IBI", servers.SEND_COMMAND, 0, len(data)) + data)
        size, = struct.unpack(">I", servers.receive(self.connection, 4))
        return servers.receive(self.connection, size + 4)[:size]

    def nothing(self):
        """A request that no TPM is asked for: a signal that none heeds, a command that is no command."""
        if self.is_raw:
            self.exchange(bytes(10))
        else:
            self.connection.sendall(struct.pack(">I", NO_SIGNAL))
            servers.receive(self.connection, 4)

    def cpu(self):
        return int(pathlib.Path(f"/proc/{self.server.process.pid}/schedstat").read_text().split()[0])

    def rss(self):
        text = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(text.split("VmHWM:")[1].split()[0])

    def close(self):
        self.connection.close()
        self.server.stop()


class Alone(Client):
    """A TPM in a process that takes commands from a pipe and says what each cost."""

    def __init__(self, kind, build):
        super().__init__(kind)
        self.process = subprocess.Popen([pathlib.Path(build, ALONE[kind])], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.total = 0
        self.clock = 0
        self.execute(servers.STARTUP_CLEAR)
        self.clock = statistics.median(self.ask(b"")[0] for _ in range(3000))

    def ask(self, data):
        """Nanoseconds between two looks at the clock, and the response."""
        self.process.stdin.write(struct.pack(">I", len(data)) + data)
        self.process.stdin.flush()
        took, size = struct.unpack(">QI", self.process.stdout.read(12))
        return took, self.process.stdout.read(size)

    def exchange(self, data):
        took, response = self.ask(data)
        self.total += took - self.clock
        return response

    def cpu(self):
        return self.total

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def hmac_session(client, sealed, name):
    """An unbound, unsalted session is started and used to unseal, and ends with it."""
    response = client.execute(command(0x176, (NULL, NULL), sized(bytes(16)) + b"\0\0" + b"\0" + struct.pack(">HH", 0x10, 0xb)))
    handle, nonce = response[10:14], response[16:]
    parameters = hashlib.sha256(struct.pack(">I", 0x15e) + name).digest()
    mac = hmac.new(b"", parameters + bytes(16) + nonce + b"\0", hashlib.sha256).digest()
    client.execute(command(0x15e, (sealed,), b"", (handle + sized(bytes(16)) + b"\0" + sized(mac),)))


def draw():
    return random.getrandbits(32)


def rows(client):
    """Name, operation and batch of each row; makes what they need."""
    execute = client.execute
    digest = bytes(range(32))
    extend = command(0x182, (16,), struct.pack(">IH", 1, 0xb) + digest, (PASSWORD,))
    read = command(0x17e, (), struct.pack(">IH", 1, 0xb) + b"\x03\xff\xff\xff")
    parent = client.primary(STORAGE_P256)
    signer_blob = client.create(parent, PLAIN_SIGN_P256)
    yield "GetRandom(32)", lambda i: execute(command(0x17b, (), b"\0\x20")), 2000
    yield "PCR_Extend", lambda i: execute(extend), 2000
    yield "PCR_Read", lambda i: execute(read), 2000
    yield "Create P-256", lambda i: client.create(parent, PLAIN_SIGN_P256), 40
    yield "Load", lambda i: client.flush(client.load(parent, signer_blob)), 200
    ticket = struct.pack(">HIH", 0x8024, NULL, 0)
    handle = client.load(parent, signer_blob)
    yield ("ECDSA P-256 sign",
           lambda i: execute(command(0x15d, (handle,), sized(digest) + struct.pack(">H", 0x10) + ticket, (PASSWORD,))),
           200)
    client.flush(handle)
    sealed = client.load(parent, client.create(parent, SEALED, b"secret"))
    name = execute(command(0x173, (sealed,)))
    size = struct.unpack(">H", name[10:12])[0]
    name = name[14 + size:14 + size + 34]
    yield "Unseal", lambda i: execute(command(0x15e, (sealed,), b"", (PASSWORD,))), 1000
    yield "HMAC session", lambda i: hmac_session(client, sealed, name), 500
    client.flush(sealed)
    quoter = client.primary(SIGN_P256)
    quote = command(0x158, (quoter,), sized(b"nonce") + struct.pack(">H", 0x10) + struct.pack(">IH", 1, 0xb) + b"\x03\x01\0\x01",
                    (PASSWORD,))
    yield "Quote", lambda i: execute(quote), 200
    client.flush(quoter)
    public = struct.pack(">IHIHH", 0x01000010, 0xb, 0x02020002, 0, 32)
    execute(command(0x12a, (OWNER,), b"\0\0" + sized(public), (PASSWORD,)))
    yield ("NV_Write(32)",
           lambda i: execute(command(0x137, (OWNER, 0x01000010), sized(hashlib.sha256(str(i).encode()).digest()) + b"\0\0",
                                     (PASSWORD,))), 300)
    yield ("NV_Read(32)", lambda i: execute(command(0x14e, (OWNER, 0x01000010), struct.pack(">HH", 32, 0), (PASSWORD,))), 1000)
    yield "CreatePrimary P-256", lambda i: client.flush(client.primary(STORAGE_P256)), 40
    rsa = client.load(parent, client.create(parent, PLAIN_SIGN_RSA))
    yield ("RSA-2048 sign",
           lambda i: execute(command(0x15d, (rsa,), sized(digest) + struct.pack(">H", 0x10) + ticket, (PASSWORD,))), 40)
    client.flush(rsa)
    # Another key each time, and many
    yield (PRIMARY_RSA,
           lambda i: client.flush(client.primary(template(0x30472, 1, AES_128_CFB + struct.pack(">HHI", 0x10, 2048, 0),
                                                          sized(struct.pack(">I", draw()) * 64)))), 20)


def measure_start(kind, build):
    """CPU time from nothing to a manufactured TPM that has had its Startup, in microseconds."""
    client = Served(kind, build)
    result = client.cpu() / 1000
    client.close()
    return result


def batches(clients, name, operations, count):
    for client, operation in zip(clients, operations):
        client.batch(name, operation, count)
        if isinstance(client, Served):
            client.batch(NOTHING, lambda i, c=client: c.nothing(), 300)


def measure(kinds, build):
    """{kind: {operation: µs}}, {kind: KiB}"""
    clients = [(Alone if kind in ALONE else Served)(kind, build) for kind in kinds]
    generators = [rows(client) for client in clients]
    try:
        while True:
            current = [next(generator, None) for generator in generators]
            if current[0] is None:
                break
            name, _, count = current[0]
            for _ in range(ROUNDS):
                batches(clients, name, [operation for _, operation, _ in current], count)
        return ({client.kind: client.results() for client in clients}, {client.kind: client.rss() for client in clients if isinstance(client, Served)})
    finally:
        for client in clients:
            client.close()


def ratios(name, results):
    """Of ours to others': {column: ratio}"""
    found = {}
    for title, (ours, theirs) in RATIOS.items():
        if name in results.get(ours, {}) and name in results.get(theirs, {}):
            found[title] = results[ours][name] / max(results[theirs][name], 0.01)
    return found


def verdict(name, found):
    if name not in BARS:
        return ""
    missed = [title for title, ratio in found.items() if ratio > BARS[name]]
    return f"  bar {BARS[name]}: {'missed by ' + ', '.join(missed) if missed else 'met'}"


def print_rows(kinds, results):
    print("CPU µs an operation".ljust(24) + "".join(f"{kind:>15}" for kind in kinds) +
          "".join(f"{title:>15}" for title in RATIOS))
    for name in results["ours"]:
        values = [results[kind].get(name) for kind in kinds]
        found = ratios(name, results)
        print(f"{name:<24}" + "".join(f"{value:>15.2f}" if value is not None else f"{'-':>15}" for value in values) +
              "".join(f"{found[title]:>15.2f}" if title in found else f"{'-':>15}" for title in RATIOS) +
              verdict(name, found))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("-o", "--output", type=pathlib.Path)
    parser.add_argument("--servers", default="ours,libtpms,swtpm,ours alone,libtpms alone")
    args = parser.parse_args()
    kinds = args.servers.split(",")
    results, resident = measure(kinds, args.build)
    print_rows(kinds, results)
    starts = {kind: [measure_start(kind, args.build) for _ in range(ROUNDS)] for kind in resident}
    started = {kind: statistics.median(values) for kind, values in starts.items()}
    print(f"{'start with manufacture':<24}" + "".join(f"{value:>15.0f}" for value in started.values()) + "  (bar: 2000 µs)")
    print(f"{'resident after, KiB':<24}" + "".join(f"{value:>15}" for value in resident.values()) + "  (bar: 3072)")
    if args.output:
        args.output.write_text(json.dumps(
            {"unit": "µs", "operations": results, "ratios": {name: ratios(name, results) for name in results["ours"]},
             "start": started, "resident_kib": resident}, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
