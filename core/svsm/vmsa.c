/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest VMSA fields, each fetched once. Spec: APM volume 2, table B-4. */
#include "core/svsm/vmsa.h"

#include "core/memory/shared.h"

static enum err load_u64(const uint8_t __shared *window, size_t offset, uint64_t *out)
{
	return shared_window_in(out, window + offset, sizeof(*out));
}

static enum err store_u64(uint8_t __shared *window, size_t offset, uint64_t value)
{
	return shared_window_out(window + offset, &value, sizeof(value));
}

enum err vmsa_quiet(uint8_t __shared *window)
{
	uint64_t efer;
	enum err err = load_u64(window, offsetof(struct vmsa, efer), &efer);

	return err == OK ? store_u64(window, offsetof(struct vmsa, efer), efer & ~EFER_SVME) : err;
}

enum err vmsa_release(uint8_t __shared *window)
{
	uint64_t efer;
	enum err err = load_u64(window, offsetof(struct vmsa, efer), &efer);

	return err == OK ? store_u64(window, offsetof(struct vmsa, efer), efer | EFER_SVME) : err;
}

enum err vmsa_load_identity(const uint8_t __shared *window, struct vmsa_identity *out)
{
	struct vmsa_identity identity;
	enum err err = shared_window_in(&identity.vmpl, window + offsetof(struct vmsa, vmpl), 1);

	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, efer), &identity.efer);
	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, sev_features), &identity.sev_features);
	if (err == OK)
		*out = identity;
	return err;
}

enum err vmsa_store_features(uint8_t __shared *window, uint64_t sev_features)
{
	return store_u64(window, offsetof(struct vmsa, sev_features), sev_features);
}

enum err vmsa_load_exit(const uint8_t __shared *window, uint64_t *exit_code)
{
	return load_u64(window, offsetof(struct vmsa, guest_exit_code), exit_code);
}

enum err vmsa_load_call(const uint8_t __shared *window, uint64_t *rax, struct call_args *args)
{
	enum err err = load_u64(window, offsetof(struct vmsa, rax), rax);

	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, rcx), &args->rcx);
	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, rdx), &args->rdx);
	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, r8), &args->r8);
	if (err == OK)
		err = load_u64(window, offsetof(struct vmsa, r9), &args->r9);
	return err;
}

enum err vmsa_store_call(uint8_t __shared *window, uint64_t rax, const struct call_args *args)
{
	enum err err = store_u64(window, offsetof(struct vmsa, rcx), args->rcx);

	if (err == OK)
		err = store_u64(window, offsetof(struct vmsa, rdx), args->rdx);
	if (err == OK)
		err = store_u64(window, offsetof(struct vmsa, r8), args->r8);
	if (err == OK)
		err = store_u64(window, offsetof(struct vmsa, r9), args->r9);
	if (err == OK)
		err = store_u64(window, offsetof(struct vmsa, rax), rax);
	return err;
}
