/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * observe dump | events: reads what Parapet shows of itself through its TPM: everything as text, or
 * the event log as it is. Needs no driver but the TPM's. The owner's authorisation must be empty
 * for events.
 */
#include <endian.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "modules/observe/protocol.h"
#include "modules/vtpm/protocol.h"

#define DEVICE "/dev/tpmrm0"
#define MESSAGE_MAX 4096u
#define HEADER 10u
#define TPM_ST_NO_SESSIONS 0x8001u
#define TPM_ST_SESSIONS 0x8002u
#define TPM_RH_OWNER 0x40000001u
#define TPM_RS_PW 0x40000009u
#define PASSWORD_AUTH 9u /* handle, empty nonce, attributes, empty password */

struct message {
	uint8_t bytes[MESSAGE_MAX];
	size_t len;
};

static void put(struct message *message, uint32_t value, size_t bytes)
{
	for (size_t i = bytes; i > 0; i--)
		message->bytes[message->len++] = (uint8_t)(value >> 8 * (i - 1));
}

static uint32_t get(const uint8_t *at, size_t bytes)
{
	uint32_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return value;
}

/* Starts a command; code says whether the owner asks. */
static void command_start(struct message *message, uint32_t code)
{
	message->len = 0;
	put(message, code == TPM_CC_PARAPET_OBSERVE ? TPM_ST_NO_SESSIONS : TPM_ST_SESSIONS, 2);
	put(message, 0, 4);
	put(message, code, 4);
	if (code == TPM_CC_PARAPET_OBSERVE)
		return;
	put(message, TPM_RH_OWNER, 4);
	put(message, PASSWORD_AUTH, 4);
	put(message, TPM_RS_PW, 4);
	put(message, 0, 2);
	put(message, 0, 1);
	put(message, 0, 2);
}

/* Sends a command to the TPM and puts its response in the same place. Returns the response code, or
 * -1. */
static int64_t transmit(struct message *message)
{
	uint32_t len = htobe32((uint32_t)message->len);
	ssize_t got = -1;
	int tpm = open(DEVICE, O_RDWR | O_CLOEXEC);

	if (tpm < 0)
		return -1;
	memcpy(message->bytes + 2, &len, sizeof(len));
	if (write(tpm, message->bytes, message->len) == (ssize_t)message->len)
		got = read(tpm, message->bytes, sizeof(message->bytes));
	close(tpm);
	message->len = got < 0 ? 0 : (size_t)got;
	return got < (ssize_t)HEADER ? -1 : (int64_t)get(message->bytes + 6, 4);
}

/*
 * Makes call number of the observe protocol: structure[0..size) has its request[0..in) and gets the
 * reply, zeros where it was cut. Returns 0 or the response code.
 */
static int64_t observe(uint32_t code, uint32_t number, void *structure, size_t in, size_t size)
{
	size_t at = HEADER + (code == TPM_CC_PARAPET_OBSERVE ? 0 : 4);
	struct message message;
	uint8_t little[4];
	size_t len;
	int64_t rc;

	command_start(&message, code);
	number = htole32(number);
	memcpy(little, &number, sizeof(little));
	put(&message, (uint32_t)(sizeof(little) + in), 2);
	memcpy(message.bytes + message.len, little, sizeof(little));
	memcpy(message.bytes + message.len + sizeof(little), structure, in);
	message.len += sizeof(little) + in;
	rc = transmit(&message);
	if (rc != 0)
		return rc;
	if (message.len < at + 2)
		return -1;
	len = get(message.bytes + at, 2);
	if (len > size || message.len < at + 2 + len)
		return -1;
	memset(structure, 0, size);
	memcpy(structure, message.bytes + at + 2, len);
	return 0;
}

static void print_hex(const char *name, const uint8_t *bytes, size_t len)
{
	printf("%s ", name);
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

static void print_calls(const struct observe_module *module)
{
	for (uint32_t row = 0; row < module->calls; row++) {
		struct observe_call call = { .module = module->index, .row = row };

		if (observe(TPM_CC_PARAPET_OBSERVE, OBSERVE_CALL, &call, 8, sizeof(call)) != 0)
			return;
		printf("call %s.%u count %" PRIu64 " errors %" PRIu64 " incomplete %" PRIu64
		       " ticks %" PRIu64 " longest %" PRIu64 "\n",
		       module->name, call.number, call.count, call.errors, call.incomplete,
		       call.ticks, call.longest);
	}
}

static void print_modules(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct observe_module module = { .index = i };

		if (observe(TPM_CC_PARAPET_OBSERVE, OBSERVE_MODULE, &module, 4, sizeof(module)) !=
		    0)
			return;
		printf("module %s state %u protocol %08x arena %" PRIu64 " of %" PRIu64 "\n",
		       module.name, module.state, module.protocol, module.arena_used,
		       module.arena_bytes);
		print_calls(&module);
	}
}

static void print_vcpus(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct observe_vcpu vcpu = { .index = i };

		if (observe(TPM_CC_PARAPET_OBSERVE, OBSERVE_VCPU, &vcpu, 4, sizeof(vcpu)) != 0)
			return;
		printf("vcpu %u apic %u entries %" PRIu64 " calls %" PRIu64 " longest %" PRIu64
		       " stack %u of %u\n",
		       vcpu.index, vcpu.apic_id, vcpu.entries, vcpu.calls, vcpu.longest,
		       vcpu.stack_used, vcpu.stack_bytes);
	}
}

static int dump(void)
{
	struct observe_system system = { 0 };
	struct observe_memory memory = { 0 };
	int64_t rc = observe(TPM_CC_PARAPET_OBSERVE, OBSERVE_SYSTEM, &system, 0, sizeof(system));

	if (rc == 0)
		rc = observe(TPM_CC_PARAPET_OBSERVE, OBSERVE_MEMORY, &memory, 0, sizeof(memory));
	if (rc != 0) {
		fprintf(stderr, "observe: response code %" PRIx64 "\n", rc);
		return 1;
	}
	printf("release %.32s svn %u vcpus %u modules %u\n", system.release, system.svn,
	       system.vcpus, system.modules);
	print_hex("build", system.build_id, sizeof(system.build_id));
	print_hex("profile", system.profile_digest, sizeof(system.profile_digest));
	printf("memory pool %" PRIu64 " used %" PRIu64 " peak %" PRIu64 " guest %" PRIu64 "\n",
	       memory.pool_pages, memory.pool_used, memory.pool_peak, memory.guest_pages);
	print_vcpus(system.vcpus);
	print_modules(system.modules);
	return 0;
}

static int events(void)
{
	uint32_t offset = 0;

	for (;;) {
		struct observe_events part = { .offset = offset };
		int64_t rc = observe(TPM_CC_PARAPET_OBSERVE_OWNER, OBSERVE_EVENTS, &part, 4,
				     sizeof(part));

		if (rc != 0 || part.count > sizeof(part.data)) {
			fprintf(stderr, "observe: response code %" PRIx64 "\n", rc);
			return 1;
		}
		if (part.count == 0)
			return 0;
		if (fwrite(part.data, 1, part.count, stdout) != part.count)
			return 1;
		offset += part.count;
	}
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "dump") == 0)
		return dump();
	if (argc == 2 && strcmp(argv[1], "events") == 0)
		return events();
	fprintf(stderr, "usage: observe dump | events\n");
	return 2;
}
