#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What TPM operations cost: server CPU time of tpm_server, of libtpms behind the same front end, and of swtpm.

The servers take turns, a batch each, so that what the machine does meanwhile falls on all. CPU time is the kernel's
account of the server's process. "alone" has the cost of the protocol taken off: that of a request that does nothing.
"""
import argparse
import hashlib
import hmac
import json
import pathlib
import statistics
import struct
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop" / "suites"))
import servers  # pylint: disable=wrong-import-position,import-error

PASSWORD = bytes.fromhex("40000009" "0000" "01" "0000")
OWNER, NULL = 0x40000001, 0x40000007
ROUNDS = 5
NOTHING = 13  # a signal that no TPM heeds
# what ours may cost, as a part of what libtpms does
BARS = {"GetRandom(32)": 0.7, "PCR_Extend": 0.7, "PCR_Read": 0.7, "CreatePrimary P-256": 0.25, "CreatePrimary RSA-2048": 1,
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
    """One server and its connection; keeps the connection open, as a resource manager does."""

    def __init__(self, kind, build):
        self.kind = kind
        self.server = servers.start(kind, build)
        self.is_raw = kind == "swtpm"
        self.samples = {}
        if not self.is_raw:
            self.server.start_up()
        self.connection = socket.create_connection(("127.0.0.1", self.server.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.is_raw:
            self.execute(servers.STARTUP_CLEAR)

    def execute(self, data):
        if self.is_raw:
            self.connection.sendall(data)
            head = servers.receive(self.connection, 10)
            response = head + servers.receive(self.connection, struct.unpack(">I", head[2:6])[0] - 10)
        else:
            self.connection.sendall(struct.pack(">IBI", servers.SEND_COMMAND, 0, len(data)) + data)
            size, = struct.unpack(">I", servers.receive(self.connection, 4))
            response = servers.receive(self.connection, size + 4)[:size]
        if response[6:10] != b"\0\0\0\0":
            raise Failed(f"{self.kind}: {response[6:10].hex()} to {data.hex()}")
        return response

    def nothing(self):
        if not self.is_raw:
            self.connection.sendall(struct.pack(">I", NOTHING))
            servers.receive(self.connection, 4)

    def cpu(self):
        """Nanoseconds on a CPU."""
        return int(pathlib.Path(f"/proc/{self.server.process.pid}/schedstat").read_text().split()[0])

    def rss(self):
        text = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(text.split("VmHWM:")[1].split()[0])

    def batch(self, name, operation, count):
        before = self.cpu()
        for i in range(count):
            operation(i)
        self.samples.setdefault(name, []).append((self.cpu() - before) / 1000 / count)

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


def hmac_session(client, sealed, name):
    """An unbound, unsalted session is started and used to unseal, and ends with it."""
    response = client.execute(command(0x176, (NULL, NULL), sized(bytes(16)) + b"\0\0" + b"\0" + struct.pack(">HH", 0x10, 0xb)))
    handle, nonce = response[10:14], response[16:]
    parameters = hashlib.sha256(struct.pack(">I", 0x15e) + name).digest()
    mac = hmac.new(b"", parameters + bytes(16) + nonce + b"\0", hashlib.sha256).digest()
    client.execute(command(0x15e, (sealed,), b"", (handle + sized(bytes(16)) + b"\0" + sized(mac),)))


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
    # Another key each time: what one costs is luck
    yield ("CreatePrimary RSA-2048",
           lambda i: client.flush(client.primary(template(0x30472, 1, AES_128_CFB + struct.pack(">HHI", 0x10, 2048, 0),
                                                          sized(bytes([i + 1, len(client.samples)]) * 128)))), 6)


def measure_start(kind, build):
    """CPU time from nothing to a manufactured TPM that has had its Startup, in microseconds; resident size in KiB."""
    client = Client(kind, build)
    result = client.cpu() / 1000, client.rss()
    client.connection.close()
    client.server.stop()
    return result


def measure(kinds, build):
    clients = [Client(kind, build) for kind in kinds]
    generators = [rows(client) for client in clients]
    try:
        while True:
            current = [next(generator, None) for generator in generators]
            if current[0] is None:
                break
            for _ in range(ROUNDS):
                for client, (name, operation, count) in zip(clients, current):
                    client.batch(name, operation, count)
                    if not client.is_raw:
                        client.batch("protocol", lambda i, c=client: c.nothing(), 300)
        return ({client.kind: {name: statistics.median(values) for name, values in client.samples.items()}
                 for client in clients}, {client.kind: client.rss() for client in clients})
    finally:
        for client in clients:
            client.connection.close()
            client.server.stop()


def verdict(name, ratio):
    if name not in BARS:
        return ""
    return f"{'ok' if ratio <= BARS[name] else 'MISSED'} (bar {BARS[name]})"


def print_rows(kinds, results):
    print(f"{'CPU µs an operation':<24}" + "".join(f"{kind:>12}" for kind in kinds) + f"{'ours/libtpms':>14}{'alone':>8}")
    for name in results["ours"]:
        values = [results[kind].get(name) for kind in kinds]
        line = f"{name:<24}" + "".join(f"{value:>12.1f}" if value is not None else f"{'-':>12}" for value in values)
        if "libtpms" in kinds and name != "protocol":
            ours, theirs = results["ours"][name], results["libtpms"][name]
            alone = (ours - results["ours"]["protocol"]) / max(theirs - results["libtpms"]["protocol"], 0.1)
            line += f"{ours / theirs:>14.2f}{alone:>8.2f}  {verdict(name, min(ours / theirs, alone))}"
        print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("-o", "--output", type=pathlib.Path)
    parser.add_argument("--servers", default="ours,libtpms,swtpm")
    args = parser.parse_args()
    kinds = args.servers.split(",")
    results, resident = measure(kinds, args.build)
    print_rows(kinds, results)
    starts = {kind: [measure_start(kind, args.build) for _ in range(ROUNDS)] for kind in kinds}
    started = {kind: statistics.median(cpu for cpu, _ in values) for kind, values in starts.items()}
    print(f"{'start with manufacture':<24}" + "".join(f"{started[kind]:>12.0f}" for kind in kinds) + "  (bar: 2000 µs)")
    print(f"{'resident after, KiB':<24}" + "".join(f"{resident[kind]:>12}" for kind in kinds) + "  (bar: 3072)")
    if args.output:
        args.output.write_text(json.dumps({"unit": "µs", "operations": results, "start": started, "resident_kib": resident},
                                          indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
