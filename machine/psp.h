/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The secure processor: the keys that it shares with the guest, its mailbox, and what it knows of
 * the launch. All its secrets come from the bundle's chip seed: the same seed is the same chip.
 * Spec: SNP firmware ABI (56860) 1.55, chapters 7 and 8.
 */
#ifndef MACHINE_PSP_H
#define MACHINE_PSP_H

#include "abi/snp_message.h"
#include "ghcb.h"

#define PSP_SEED_SIZE 48u

/* Draws the guest's keys; once, before the secrets page is filled. */
void psp_init(void);

/* The key of one VMPL, for the secrets page. vmpl < VMPL_COUNT. */
const uint8_t *psp_vmpck(uint32_t vmpl);

/* PSP_SEED_SIZE bytes that depend on the chip and label alone (≤ 31 bytes). */
void psp_chip_seed(const char *label, uint8_t out[PSP_SEED_SIZE]);

/* What the launch fixed, for reports and keys; set by loader.c. */
struct psp_launch {
	uint8_t measurement[SNP_DIGEST_SIZE];
	uint64_t policy;
	uint32_t guest_svn;
	uint8_t family_id[16];
	uint8_t image_id[16];
	uint8_t id_key_digest[SNP_DIGEST_SIZE];
	bool has_author_key;
	uint8_t author_key_digest[SNP_DIGEST_SIZE];
};
extern struct psp_launch psp_launch;

/* The chip's trusted computing base, in all of a report's fields. */
#define PSP_TCB 0x5b0b000000000004ull

/*
 * Messages: the request's payload, its length, the VMPL that vmpck stands for; the response's
 * payload, zeroed. Return the response's length.
 */
uint32_t psp_report(const uint8_t *request, uint32_t len, uint32_t vmpl, uint8_t *response);
uint32_t psp_key(const uint8_t *request, uint32_t len, uint32_t vmpl, uint8_t *response);

/* Signs report with the VCEK. */
void psp_sign(struct snp_report *report);

/* The GHCB's guest request, and the same with a certificate table, which is empty. */
void nae_guest_request(struct nae *nae);
void nae_extended_request(struct nae *nae);

#endif
