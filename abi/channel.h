/* SPDX-License-Identifier: MIT */
/*
 * The measured channel's wire format, and the registries of its numbers. docs/channel.md is its specification;
 * a number that once had a meaning never gets another. All integers are little-endian.
 */
#ifndef ABI_CHANNEL_H
#define ABI_CHANNEL_H

#include "check.h"

#define CHANNEL_MAGIC 0x4e435050u /* "PPCN" */
#define CHANNEL_FRAMING 1u        /* of struct channel_header, not of the protocol spoken */
#define CHANNEL_PROTOCOL 1u       /* the protocol version described here */

/* At the head of each message; length bytes of TLVs (lib/tlv.h) follow */
struct channel_header {
	uint32_t magic;
	uint16_t version; /* CHANNEL_FRAMING */
	uint8_t type;     /* enum channel_type */
	uint8_t role;     /* enum channel_role: who sent it */
	uint32_t sequence; /* the message's place in its session, from 1 */
	uint32_t length;   /* of the body, ≤ CHANNEL_BODY_MAX */
	uint64_t session;  /* chosen by the monitor at random, never 0 */
};
ABI_SIZE(struct channel_header, 24);
ABI_OFFSET(struct channel_header, sequence, 8);
ABI_OFFSET(struct channel_header, length, 12);
ABI_OFFSET(struct channel_header, session, 16);

#define CHANNEL_HEADER_SIZE 24u
#ifndef CHANNEL_MESSAGE_MAX /* a proof shrinks it, as it does the bounds below */
#define CHANNEL_MESSAGE_MAX 4096u /* header and body */
#endif
#define CHANNEL_BODY_MAX (CHANNEL_MESSAGE_MAX - CHANNEL_HEADER_SIZE)

enum channel_role { CHANNEL_MONITOR = 1, CHANNEL_HOST = 2 };

/* Their values are also their sequence numbers; an ABORT has the number of what its sender would have sent next */
enum channel_type {
	CHANNEL_HELLO = 1,
	CHANNEL_OFFER = 2,
	CHANNEL_CHOICE = 3,
	CHANNEL_ACK = 4,
	CHANNEL_ABORT = 255,
};

#define CHANNEL_NONCE_SIZE 32u
#define CHANNEL_DIGEST_SIZE 48u /* SHA-384 */

/*
 * Bounds of what a message may hold. A proof shrinks them (docs/proofs.md): nothing may depend on their values
 * but the sizes of tables.
 */
#ifndef CHANNEL_FEATURES_MAX
#define CHANNEL_FEATURES_MAX 128u
#endif
#ifndef CHANNEL_STRATEGIES_MAX
#define CHANNEL_STRATEGIES_MAX 16u
#endif
#ifndef CHANNEL_VERSIONS_MAX
#define CHANNEL_VERSIONS_MAX 8u
#endif
#ifndef CHANNEL_DEVICES_MAX
#define CHANNEL_DEVICES_MAX 32u
#endif

/*
 * TLV types, without the critical bit, which every one of them carries. The transcript hash has the highest
 * number, so what it covers is a prefix of the message that carries it.
 * X(type, NAME, "value; messages")
 */
#define CHANNEL_TLV_TABLE(X)                                                                       \
	X(0x0001, VERSIONS, "u16[]: protocol versions spoken, ascending; HELLO")                       \
	X(0x0002, VERSION, "u16: the protocol version; OFFER, CHOICE")                                 \
	X(0x0003, NONCE, "32 random bytes of the sender; HELLO, OFFER")                                \
	X(0x0004, PROFILE, "48 bytes: digest of the measured profile; HELLO")                          \
	X(0x0005, TRANSPORT, "48 bytes: digest of the transport's name and address; HELLO")            \
	X(0x0006, FEATURES, "u16[]: features, ascending; HELLO, OFFER, CHOICE")                        \
	X(0x0007, REQUIRED, "u16[]: features without which the monitor halts, ascending; HELLO")       \
	X(0x0008, STRATEGIES, "u16[]: best first in HELLO, ascending in OFFER")                        \
	X(0x0009, STRATEGY, "u16: the key strategy; CHOICE")                                           \
	X(0x000a, FRESHNESS, "u8: the freshness mode; CHOICE")                                         \
	X(0x000b, DEVICES, "struct channel_device[], addresses ascending; OFFER")                      \
	X(0x000c, CODE, "u16: the abort code; ABORT")                                                  \
	X(0x000d, DETAIL, "u32: what the code is about, 0: nothing; ABORT")                            \
	X(0x7fff, TH, "48 bytes: the transcript hash; CHOICE, ACK")

enum channel_tlv {
#define CHANNEL_TLV_ENUM(type, name, meaning) CHANNEL_TLV_##name = (type),
	CHANNEL_TLV_TABLE(CHANNEL_TLV_ENUM)
#undef CHANNEL_TLV_ENUM
};

/*
 * Features. 0 is none; 0x8000 and above are for experiments and never registered. A feature has no parameters:
 * another version of it is another number. X(number, NAME, "name", "owner", "meaning")
 */
#define CHANNEL_FEATURE_TABLE(X)                                                                   \
	X(1, RELAY, "relay", "core/channel",                                                           \
	  "the host carries the monitor's messages to a key broker and back")                          \
	X(2, BLK, "blk", "modules/virtio-blk", "the host gives the monitor a block device")            \
	X(3, VSOCK, "vsock", "modules/vsock", "the host gives the monitor a vsock device")             \
	X(4, CERTS, "certs", "modules/attest", "the host supplies the chip's certificate chain")       \
	X(5, REBOOT_NOTICE, "reboot-notice", "core/channel",                                           \
	  "the host announces a reboot and waits for the monitor to finish its writes")                \
	X(6, DEBUG_CONSOLE, "debug-console", "core/trace",                                             \
	  "the host shows what a debug build prints; a release build prints nothing")

enum channel_feature {
#define CHANNEL_FEATURE_ENUM(number, name, text, owner, meaning) CHANNEL_FEATURE_##name = (number),
	CHANNEL_FEATURE_TABLE(CHANNEL_FEATURE_ENUM)
#undef CHANNEL_FEATURE_ENUM
};

/* Key strategies, numbered as features are. X(number, NAME, "name", "owner", "meaning") */
#define CHANNEL_STRATEGY_TABLE(X)                                                                  \
	X(1, NONE, "none", "modules/keymgmt", "no state key: nothing is kept")                         \
	X(2, EPHEMERAL, "ephemeral", "modules/keymgmt", "a random state key, gone with the VM")        \
	X(3, SEALED, "sealed", "modules/keymgmt", "a random state key wrapped by a key of the chip")   \
	X(4, KBS, "kbs", "modules/keymgmt", "a key broker releases the state key after attestation")   \
	X(5, KBS_SEALED, "kbs+sealed", "modules/keymgmt", "a broker's key, wrapped again by the chip") \
	X(6, SPLIT, "split", "modules/keymgmt", "the chip's key and a broker's share, both needed")

enum channel_strategy {
#define CHANNEL_STRATEGY_ENUM(number, name, text, owner, meaning) CHANNEL_STRATEGY_##name = (number),
	CHANNEL_STRATEGY_TABLE(CHANNEL_STRATEGY_ENUM)
#undef CHANNEL_STRATEGY_ENUM
};

/* How rollback of stored state is detected. X(number, NAME, "name", "meaning") */
#define CHANNEL_FRESHNESS_TABLE(X)                                 \
	X(0, NONE, "none", "it is not")                                \
	X(1, KBS_CAS, "kbs_cas", "a key broker keeps the newest root")

enum channel_freshness {
#define CHANNEL_FRESHNESS_ENUM(number, name, text, meaning) CHANNEL_FRESHNESS_##name = (number),
	CHANNEL_FRESHNESS_TABLE(CHANNEL_FRESHNESS_ENUM)
#undef CHANNEL_FRESHNESS_ENUM
};

/* A device that the host gives to the monitor, not to the guest */
struct channel_device {
	uint16_t kind; /* enum channel_device_kind; the monitor leaves unknown kinds alone */
	uint16_t reserved; /* 0 */
	uint32_t irq; /* interrupt line, ≤ CHANNEL_IRQ_MAX; 0: none */
	uint64_t address; /* guest-physical, of its registers: a multiple of CHANNEL_DEVICE_ALIGN, not 0 */
};
ABI_SIZE(struct channel_device, 16);
ABI_OFFSET(struct channel_device, irq, 4);
ABI_OFFSET(struct channel_device, address, 8);

#define CHANNEL_DEVICE_SIZE 16u
#define CHANNEL_DEVICE_ALIGN 0x200u             /* also the size of the window */
#define CHANNEL_DEVICE_ADDRESS_MAX (1ull << 48) /* end of the last window */
#define CHANNEL_IRQ_MAX 1023u

/* Kinds of devices, numbered as features are. X(number, NAME, "name", feature it belongs to, "meaning") */
#define CHANNEL_DEVICE_TABLE(X)                                                   \
	X(1, VIRTIO_MMIO_BLK, "virtio-mmio-blk", BLK, "a virtio 1.x block device over MMIO") \
	X(2, VIRTIO_MMIO_VSOCK, "virtio-mmio-vsock", VSOCK, "a virtio 1.x vsock device over MMIO")

enum channel_device_kind {
#define CHANNEL_DEVICE_ENUM(number, name, text, feature, meaning) CHANNEL_DEVICE_##name = (number),
	CHANNEL_DEVICE_TABLE(CHANNEL_DEVICE_ENUM)
#undef CHANNEL_DEVICE_ENUM
};

/*
 * Abort codes: what an ABORT carries, and the reasons of termination set 0xa (abi/termination.h), so each fits
 * in 8 bits. ROW(X, code, NAME, "cause", "remedy"); X is handed through to ROW.
 */
#define CHANNEL_ABORT_TABLE(ROW, X)                                                                \
	ROW(X, 0x01, DEADLINE, "the other side did not complete a message in time",                    \
	    "start the VMM's side of the channel (parapet-vmm) before the VM, and see its log")        \
	ROW(X, 0x02, CLOSED, "the channel was closed or failed during negotiation",                    \
	    "see the log of the VMM's side: it ended or refused")                                      \
	ROW(X, 0x03, MAGIC, "a message does not begin with the channel's magic",                       \
	    "connect the channel's address to nothing but the VMM's side of the channel")              \
	ROW(X, 0x04, FRAMING, "a message has another framing version", "update the older side")        \
	ROW(X, 0x05, TYPE, "a message is of a type that has no place here", "report the VMM's side")   \
	ROW(X, 0x06, ROLE, "a message carries the wrong sender's role",                                \
	    "report the VMM's side; an echoing serial port does this too")                             \
	ROW(X, 0x07, SEQUENCE, "a message has the wrong sequence number", "report the VMM's side")     \
	ROW(X, 0x08, SESSION, "a message belongs to another session",                                  \
	    "report the VMM's side: it replays or mixes up VMs")                                       \
	ROW(X, 0x09, LENGTH, "a message claims to be longer than 4096 bytes", "report the VMM's side") \
	ROW(X, 0x0a, MALFORMED, "a message's TLVs are truncated, out of order or not marked critical", \
	    "report the VMM's side")                                                                   \
	ROW(X, 0x0b, UNKNOWN_TLV, "a message has a critical TLV that is not known in it",              \
	    "update the older side")                                                                   \
	ROW(X, 0x0c, MISSING_TLV, "a message lacks a TLV that it must have", "report the VMM's side")  \
	ROW(X, 0x0d, VALUE, "a TLV's length or value is out of bounds", "report the VMM's side")       \
	ROW(X, 0x0e, VERSION, "no protocol version that both sides speak", "update the older side")    \
	ROW(X, 0x0f, REQUIRED, "the VMM does not offer a feature that the profile requires",           \
	    "add the feature to the VMM's offers, or take it out of the profile's required list")      \
	ROW(X, 0x10, CONFIGURATION, "the profile requires a feature that it does not allow or the image lacks", \
	    "compile the module in, or change the profile's lists of features")                        \
	ROW(X, 0x11, STRATEGY, "none of the profile's key strategies is available",                    \
	    "add one of them to the VMM's offers, or compile it in")                                   \
	ROW(X, 0x12, TRANSCRIPT, "the two sides saw different messages",                               \
	    "report the VMM's side: something on the way changes messages")                            \
	ROW(X, 0x13, CHOICE, "the choice is not within the offer", "report the monitor: a bug")        \
	ROW(X, 0x14, DEVICE, "an offered device lies in the VM's memory or over another device",       \
	    "correct the devices in the VMM's offers")                                                 \
	ROW(X, 0x15, TRANSPORT, "the transport that the profile names cannot be used",                 \
	    "correct the profile's transport, or the VMM's serial port")                               \
	ROW(X, 0x16, HOST, "the VMM's side sent ABORT", "see the log of the VMM's side for its reason") \
	ROW(X, 0x17, INTERNAL, "the sender's own limits are malformed: a bug", "report it")

enum channel_abort {
	CHANNEL_ABORT_NONE = 0,
#define CHANNEL_ABORT_ENUM(x, code, name, cause, remedy) CHANNEL_ABORT_##name = (code),
	CHANNEL_ABORT_TABLE(CHANNEL_ABORT_ENUM, 0)
#undef CHANNEL_ABORT_ENUM
};

#endif
