/* SPDX-License-Identifier: MIT */
/*
 * The error numbers that cross function boundaries everywhere in Parapet. 0 is OK. A
 * specification's own result codes appear only where that specification's ABI is encoded.
 */
#ifndef LIB_ERR_H
#define LIB_ERR_H

enum err {
	OK = 0,
	ERR_TRUNCATED,   /* input ends before its own lengths say */
	ERR_FORMAT,      /* input is malformed */
	ERR_RANGE,       /* a value or length is out of bounds */
	ERR_ORDER,       /* out of order, or twice */
	ERR_OVERLAP,     /* overlaps what it must not */
	ERR_NOT_FOUND,   /* no such thing */
	ERR_NO_SPACE,    /* the output or the pool is full */
	ERR_UNSUPPORTED, /* valid, but not done here */
	ERR_PERMISSION,  /* refused */
	ERR_STATE,       /* not now: the object is in another state */
	ERR_IO,          /* a device, file or the hypervisor failed */
	ERR_FAULT,       /* memory of the guest or host could not be accessed */
	ERR_BUSY,        /* try again */
	ERR_CRYPTO,      /* authentication failed, or the crypto library refused */
};

#define MUST_USE __attribute__((warn_unused_result))

#endif
