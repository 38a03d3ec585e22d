/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port accesses through the GHCB: the serial console, the run's end, debug bytes, and emptiness. */
#include "abi/machine.h"
#include "channel.h"
#include "ghcb.h"
#include "lib/freestanding/memory.h"
#include "log.h"
#include "report.h"
#include "rules.h"
#include "x86.h"

#define RAX ((uint32_t)offsetof(struct ghcb, rax))
#define LINE_LEN 160u
#define SIZE_MASK (GHCB_IOIO_SIZE8 | GHCB_IOIO_SIZE16 | GHCB_IOIO_SIZE32)

struct access {
	struct nae *nae;
	uint16_t port;
	uint32_t value; /* of a write */
	uint32_t mask;  /* of the size */
};

static char lines[MACHINE_VCPUS_MAX][VMPL_COUNT][LINE_LEN];
static uint32_t lengths[MACHINE_VCPUS_MAX][VMPL_COUNT];

static void serial_write(const struct access *a)
{
	x86_out8(a->port, (uint8_t)a->value);
}

static uint32_t serial_read(const struct access *a)
{
	return x86_in8(a->port);
}

static void channel_write(const struct access *a)
{
	if (channel_is_used())
		channel_write_register(a->port - MACHINE_COM2, (uint8_t)a->value);
	else
		serial_write(a);
}

static uint32_t channel_read(const struct access *a)
{
	return channel_is_used() ? channel_read_register(a->port - MACHINE_COM2) : serial_read(a);
}

static __attribute__((noreturn)) void exit_write(const struct access *a)
{
	if (a->value)
		report_end("fail", "%u", a->value);
	report_end("pass", "%s", "");
}

static void debug_write(const struct access *a)
{
	uint32_t vmpl = a->nae->level->vmpl;
	uint32_t vcpu = a->nae->vcpu->cpu->idx;
	char *line = lines[vcpu][vmpl];
	uint32_t *len = &lengths[vcpu][vmpl];
	char c = (char)a->value;

	if (c != '\n')
		line[(*len)++] = c;
	if (c == '\n' || *len == LINE_LEN - 1) {
		line[*len] = 0;
		log_line("[vmpl%u.%u] %s", vmpl, vcpu, line);
		*len = 0;
	}
}

#define RESET_KEYBOARD 0xfeu /* the keyboard controller's pulse of the reset line */
#define RESET_CONTROL 0x4u   /* port CF9: reset the CPU */

static void keyboard_write(const struct access *a)
{
	if (a->value == RESET_KEYBOARD)
		report_end("reset", "%s", "");
}

static void reset_write(const struct access *a)
{
	if (a->value & RESET_CONTROL)
		report_end("reset", "%s", "");
}

/* What Linux polls while it calibrates: zeros let it give up at once */
static uint32_t zero_read(const struct access *a)
{
	(void)a;
	return 0;
}

struct row {
	uint16_t first;
	uint16_t last;
	void (*write)(const struct access *a);    /* NULL: ignored */
	uint32_t (*read)(const struct access *a); /* NULL: all ones */
};

static const struct row rows[] = {
	{ MACHINE_COM1, MACHINE_COM1 + 7, serial_write, serial_read },
	{ MACHINE_COM2, MACHINE_COM2 + 7, channel_write, channel_read },
	{ MACHINE_GUEST_EXIT_PORT, MACHINE_GUEST_EXIT_PORT, exit_write, NULL },
	{ MACHINE_DEBUG_PORT, MACHINE_DEBUG_PORT, debug_write, NULL },
	{ 0x42, 0x42, NULL, zero_read },
	{ 0x64, 0x64, keyboard_write, zero_read },
	{ 0x71, 0x71, NULL, zero_read },
	{ 0xcf9, 0xcf9, reset_write, NULL },
};

static const struct row *find(uint16_t port)
{
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (port >= rows[i].first && port <= rows[i].last)
			return &rows[i];
	return NULL;
}

/* Bytes of one access; breaks a rule if there is no one size */
static uint32_t size_of(const struct nae *nae)
{
	switch (nae->info1 & SIZE_MASK) {
	case GHCB_IOIO_SIZE8:
		return 1;
	case GHCB_IOIO_SIZE16:
		return 2;
	case GHCB_IOIO_SIZE32:
		return 4;
	default:
		rules_break(RULE_GHCB_IOIO, "vcpu=%u vmpl=%u info1=%lx", nae->vcpu->cpu->idx,
			    nae->level->vmpl, nae->info1);
	}
}

static uint32_t port_read(const struct access *a, const struct row *row)
{
	return (row && row->read ? row->read(a) : ~0u) & a->mask;
}

static void port_write(struct access *a, const struct row *row, uint32_t value)
{
	a->value = value & a->mask;
	if (row && row->write)
		row->write(a);
}

/* INS and OUTS: the data lie in the GHCB's buffer, as many as sw_exitinfo2 says */
static void string(struct access *a, const struct row *row, uint32_t size)
{
	struct nae *nae = a->nae;
	uint8_t *data;

	if (nae->info2 > GHCB_BUFFER_SIZE)
		rules_break(RULE_GHCB_IOIO, "vcpu=%u vmpl=%u count=%lx", nae->vcpu->cpu->idx,
			    nae->level->vmpl, nae->info2);
	data = nae_scratch(nae, nae->info2 * size);
	for (uint64_t i = 0; i < nae->info2; i++, data += size) {
		uint32_t value = 0;

		if (nae->info1 & GHCB_IOIO_IN) {
			value = port_read(a, row);
			memcpy(data, &value, size);
		} else {
			memcpy(&value, data, size);
			port_write(a, row, value);
		}
	}
}

void nae_ioio(struct nae *nae)
{
	uint32_t size = size_of(nae);
	struct access a = { .nae = nae,
			    .port = (uint16_t)(nae->info1 >> 16),
			    .mask = ~0u >> (32 - 8 * size) };
	const struct row *row = find(a.port);

	if (nae->info1 & GHCB_IOIO_STRING)
		string(&a, row, size);
	else if (nae->info1 & GHCB_IOIO_IN)
		nae_set(nae, RAX, port_read(&a, row));
	else
		port_write(&a, row, (uint32_t)nae_get(nae, RAX));
}
