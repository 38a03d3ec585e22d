/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SVSM protocol 2. A command is copied in once, its pieces are fetched once each and bounded before
 * use; long commands are sliced: the caller gets INCOMPLETE and comes again, other vCPUs get BUSY
 * meanwhile. A guest that never comes back
 * loses its command, and nothing else. Spec: SVSM 1.00 s8 (vTPM protocol).
 */
#include "abi/svsm.h"
#include "core/memory/shared.h"
#include "core/svsm/vcpu.h"
#include "modules/vtpm/tpm/types.h"
#include "modules/vtpm/vtpm.h"

#define PLATFORM_SEND 8u /* TPM_SEND_COMMAND of the simulator's protocol */
#define REQUEST_HEAD 9u  /* u32 command, u8 locality, u32 length; little-endian, packed */
#define REPLY_HEAD 4u    /* u32 length */
#define QUERY_FEATURES (1ull << PLATFORM_SEND)
/* How often others are told BUSY until a command whose vCPU does not come back is given up: tens of
 * seconds */
#define PATIENCE (1u << 20)

/* The command in progress, while its vCPU is away. Only inside the TPM */
static struct {
	const struct guest_vcpu *vcpu; /* NULL: there is none */
	gpa_t address;
	uint32_t refused;
	uint8_t bytes[TPM_COMMAND_MAX]; /* on its way in */
} pending;

uint64_t vtpm_query(struct call_args *args)
{
	args->rcx = QUERY_FEATURES;
	args->rdx = 0;
	return SVSM_OK;
}

/* Reads the request at address and hands its command in */
static uint64_t command_take(struct tpm *tpm, gpa_t address)
{
	uint8_t head[REQUEST_HEAD];
	uint32_t len;

	if (shared_check(address, REPLY_HEAD + TPM_COMMAND_MAX) != OK ||
	    shared_read(head, address, sizeof(head)) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	len = vtpm_load32(head + 5);
	if (vtpm_load32(head) != PLATFORM_SEND || head[4] != 0 || len > TPM_COMMAND_MAX)
		return SVSM_ERR_INVALID_PARAMETER;
	if (shared_read(pending.bytes, gpa(address.value + REQUEST_HEAD), len) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	return tpm_submit(tpm, head[4], pending.bytes, len) == OK ? SVSM_OK
								  : SVSM_ERR_INVALID_REQUEST;
}

static uint64_t response_give(struct tpm *tpm, gpa_t address)
{
	size_t len;
	const uint8_t *response = tpm_response(tpm, &len);
	const uint8_t head[REPLY_HEAD] = { (uint8_t)len, (uint8_t)(len >> 8), 0, 0 };

	if (shared_write(address, head, sizeof(head)) != OK ||
	    shared_write(gpa(address.value + REPLY_HEAD), response, len) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	return SVSM_OK;
}

/* Ends the command in progress without its caller */
static void command_drop(struct tpm *tpm)
{
	tpm_cancel(tpm);
	while (tpm_step(tpm) == TPM_PENDING)
		;
	pending.vcpu = NULL;
}

bool vtpm_is_waiting(void)
{
	return pending.vcpu != NULL;
}

/* Whether this call may go on: it brings a new command, or comes again for its own */
static bool is_turn(struct tpm *tpm, const struct guest_vcpu *vcpu, gpa_t address)
{
	if (pending.vcpu == NULL ||
	    (pending.vcpu == vcpu && pending.address.value == address.value))
		return true;
	if (pending.vcpu != vcpu && ++pending.refused < PATIENCE)
		return false;
	command_drop(tpm);
	return true;
}

static uint64_t send_inside(struct tpm *tpm, const struct guest_vcpu *vcpu, gpa_t address)
{
	if (!is_turn(tpm, vcpu, address))
		return SVSM_ERR_BUSY;
	if (pending.vcpu == NULL) {
		uint64_t result = vtpm_measure(tpm) == OK ? command_take(tpm, address)
							  : SVSM_ERR_INVALID_REQUEST;

		if (result != SVSM_OK)
			return result;
	}
	pending.vcpu = vcpu;
	pending.address = address;
	pending.refused = 0;
	if (tpm_step(tpm) == TPM_PENDING)
		return SVSM_ERR_INCOMPLETE;
	pending.vcpu = NULL;
	return response_give(tpm, address);
}

uint64_t vtpm_send(struct call_args *args)
{
	struct tpm *tpm = vtpm_enter();
	uint64_t result;

	if (tpm == NULL)
		return SVSM_ERR_BUSY;
	result = send_inside(tpm, args->vcpu, gpa(args->rcx));
	vtpm_leave();
	return result;
}
