/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing ACPI machine language: the few objects that a namespace of devices needs. Bytes beyond
 * the buffer are counted, not written: the caller compares aml.len with aml.size once, at the end.
 * Spec: ACPI 6.5 s20.2 (grammar), s6.4 (resource descriptors).
 */
#ifndef TOOLS_AML_H
#define TOOLS_AML_H

#include <stddef.h>
#include <stdint.h>

struct aml {
	uint8_t *bytes; /* [size] */
	size_t size;
	size_t len; /* more than size: it did not fit */
};

/* Objects that hold others: what is written between the start and aml_end(start) is inside. Each
 * holds at most 4093 bytes. */
size_t aml_scope(struct aml *aml, const char *segment);  /* \segment */
size_t aml_device(struct aml *aml, const char *segment); /* named in the scope it lies in */
size_t aml_package(struct aml *aml, uint8_t elements);
size_t aml_resources(struct aml *aml); /* a resource template; ends by aml_resources_end */
void aml_end(struct aml *aml, size_t start);
void aml_resources_end(struct aml *aml, size_t start);

/* A name; the object that follows is its value. segment: four characters. */
void aml_name(struct aml *aml, const char *segment);
void aml_integer(struct aml *aml, uint64_t value);
void aml_string(struct aml *aml, const char *text);
/* "PNP0501" as the number that ACPI makes of it */
void aml_eisa_id(struct aml *aml, const char *id);

/* Resource descriptors. Addresses and numbers are fixed, of exclusive use. */
enum aml_trigger { AML_LEVEL, AML_EDGE };
void aml_io(struct aml *aml, uint16_t port, uint8_t ports);
void aml_memory(struct aml *aml, uint32_t address, uint32_t bytes);
void aml_interrupt(struct aml *aml, uint32_t gsi, enum aml_trigger trigger); /* active high */

#endif
