/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stored form of a TPM: one object, big-endian.
 *
 *   u32 magic, u16 version, u16 0, then sections in ascending order: u16 number, u32 length, bytes
 *
 * A section is its table's fields one after the other. The format grows at the end of a section:
 * fields that an older object lacks keep what persist_decode found in memory (zeros). A field never
 * changes or goes; sections and versions that are not known are refused, since a TPM must not run
 * on half its state. A golden file of each version is kept with the tests.
 */
#ifndef VTPM_TPM_PERSIST_FORMAT_H
#define VTPM_TPM_PERSIST_FORMAT_H

#include "modules/vtpm/tpm/state.h"

#define PERSIST_MAGIC 0x5054504du /* "PTPM" */
#define PERSIST_VERSION 1u

/* Writes the state to tpm->object; with pcrs, clear and reset where the last word was
 * Shutdown(STATE). Its length. */
size_t persist_encode(struct tpm *tpm);

/*
 * Reads tpm->object[0..len): tpm->persistent, and to tpm_work(tpm)->startup what Shutdown(STATE)
 * saved. false: malformed, or of a later version; then tpm->persistent is zeros.
 */
bool persist_decode(struct tpm *tpm, size_t len);

#endif
