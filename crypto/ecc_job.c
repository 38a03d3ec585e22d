/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums of products of points, a part at a time, and the same at once. */
#include "crypto/ecc_job.h"

#include "abi/check.h"
#include "crypto/ecc_job_public.h"
#include "crypto/ecc_points.h"
#include "crypto/ecc_window.h"
#include "crypto/scratch.h"
#include "crypto/secret.h"

enum phase { FIRST, FIRST_WINDOW, SECOND, SECOND_WINDOW };

/* first × p + second × q, or second × q alone */
struct job {
	uint32_t curve;
	uint32_t phase;
	struct ecc_num scalar[2];
	struct ecc_point point[2];
	struct ecc_point sum; /* first × p */
	uint32_t from_generator;
	uint32_t has_first;
	uint32_t is_public; /* the scalars are */
	struct ecc_window window;
};

static_assert(sizeof(struct job) <= sizeof(struct ecc_job), "state too small");

static struct job *job_of(struct ecc_job *job)
{
	return (struct job *)job->state;
}

void ecc_job_wipe(struct ecc_job *job)
{
	crypto_wipe(job, sizeof(*job));
}

enum err ecc_job_mul(struct ecc_job *outer, enum ecc_curve curve, const struct ecc_num *k,
		     const struct ecc_point *point)
{
	struct job *job = job_of(outer);

	if (!ecc_is_scalar(curve, k) || !ecc_is_on_curve(curve, point))
		return ERR_RANGE;
	job->curve = curve;
	job->phase = SECOND;
	job->has_first = 0;
	job->is_public = 0;
	job->scalar[1] = *k;
	job->point[1] = *point;
	return OK;
}

enum err ecc_job_mul_add(struct ecc_job *outer, enum ecc_curve curve, const struct ecc_num *a,
			 const struct ecc_point *p, const struct ecc_num *b,
			 const struct ecc_point *q)
{
	struct job *job = job_of(outer);
	enum err err = ecc_job_mul(outer, curve, b, q);

	if (err != OK)
		return err;
	if (!ecc_is_scalar(curve, a) || (p != NULL && !ecc_is_on_curve(curve, p)))
		return ERR_RANGE;
	job->phase = FIRST;
	job->has_first = 1;
	job->from_generator = p == NULL;
	job->scalar[0] = *a;
	job->point[0] = p == NULL ? ecc_params(curve)->g : *p;
	return OK;
}

/* Begins term number `term`, or does it at once where that is short: then ERR_BUSY does not return
 */
static enum err begin_term(struct job *job, unsigned int term, const struct ecc_point *add,
			   struct ecc_point *r)
{
	enum ecc_curve curve = (enum ecc_curve)job->curve;

	if (term == 0 && job->from_generator && curve != ECC_BN_P256) {
		ecc_points_mul_base(curve, &job->scalar[0], r);
		return OK;
	}
	if (curve == ECC_P256 && job->is_public) {
		bool finite = ecc_points_mul_p256(&job->scalar[term], &job->point[term], add, r);

		return finite ? OK : ERR_CRYPTO;
	}
	ecc_window_begin(&job->window, curve, &job->scalar[term], &job->point[term]);
	return ERR_BUSY;
}

static enum err step_term(struct job *job, const struct ecc_point *add, struct ecc_point *r)
{
	if (!ecc_window_step(&job->window))
		return ERR_BUSY;
	return ecc_window_finish(&job->window, add, r) ? OK : ERR_CRYPTO;
}

/* The lock of scratch.h is held */
static enum err step(struct job *job, struct ecc_point *r)
{
	const struct ecc_point *add = job->has_first ? &job->sum : NULL;
	enum err err;

	switch ((enum phase)job->phase) {
	case FIRST:
		err = begin_term(job, 0, NULL, &job->sum);
		job->phase = err == OK ? SECOND : FIRST_WINDOW;
		return err == OK ? ERR_BUSY : err;
	case FIRST_WINDOW:
		err = step_term(job, NULL, &job->sum);
		if (err == OK)
			job->phase = SECOND;
		return err == OK ? ERR_BUSY : err;
	case SECOND:
		job->phase = SECOND_WINDOW;
		return begin_term(job, 1, add, r);
	case SECOND_WINDOW:
		return step_term(job, add, r);
	}
	return ERR_STATE;
}

enum err ecc_job_step(struct ecc_job *outer, struct ecc_point *r)
{
	enum err err;

	(void)scratch_take(0);
	err = step(job_of(outer), r);
	scratch_drop();
	if (err != ERR_BUSY)
		ecc_job_wipe(outer);
	return err;
}

/* With the job itself in scratch memory, which the drop wipes */
static enum err finish(struct ecc_job *outer, enum err err, struct ecc_point *r)
{
	if (err == OK) {
		do {
			err = step(job_of(outer), r);
		} while (err == ERR_BUSY);
	}
	scratch_drop();
	return err;
}

void ecc_job_public(struct ecc_job *job)
{
	job_of(job)->is_public = 1;
}

enum err ecc_mul(enum ecc_curve curve, const struct ecc_num *k, const struct ecc_point *point,
		 struct ecc_point *r)
{
	struct ecc_job *job = scratch_take(sizeof(*job));

	return finish(job, ecc_job_mul(job, curve, k, point), r);
}

enum err ecc_mul_add(enum ecc_curve curve, const struct ecc_num *a, const struct ecc_point *p,
		     const struct ecc_num *b, const struct ecc_point *q, struct ecc_point *r)
{
	struct ecc_job *job = scratch_take(sizeof(*job));

	return finish(job, ecc_job_mul_add(job, curve, a, p, b, q), r);
}

enum err ecc_job_public_mul(enum ecc_curve curve, const struct ecc_num *k,
			    const struct ecc_point *point, struct ecc_point *r)
{
	struct ecc_job *job = scratch_take(sizeof(*job));
	enum err err = ecc_job_mul(job, curve, k, point);

	ecc_job_public(job);
	return finish(job, err, r);
}

enum err ecc_job_public_mul_add(enum ecc_curve curve, const struct ecc_num *a,
				const struct ecc_point *p, const struct ecc_num *b,
				const struct ecc_point *q, struct ecc_point *r)
{
	struct ecc_job *job = scratch_take(sizeof(*job));
	enum err err = ecc_job_mul_add(job, curve, a, p, b, q);

	ecc_job_public(job);
	return finish(job, err, r);
}
