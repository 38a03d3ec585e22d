/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tpm2-tools ask of libcurl, in a guest without a network: every transfer fails. The real
 * library and the 25 that it needs would double the initramfs, and each command would load them
 * all. Only fetching an EK certificate uses it.
 */
#include <stddef.h>

#define CURLE_FAILED_INIT 2
#define CURLE_COULDNT_CONNECT 7

int curl_global_init(long flags);
void curl_global_cleanup(void);
void *curl_easy_init(void);
void curl_easy_cleanup(void *handle);
int curl_easy_perform(void *handle);
int curl_easy_setopt(void *handle, int option, ...);
const char *curl_easy_strerror(int code);
char *curl_easy_escape(void *handle, const char *text, int len);
char *curl_easy_unescape(void *handle, const char *text, int len, int *out_len);
void curl_free(void *data);

int curl_global_init(long flags)
{
	(void)flags;
	return CURLE_FAILED_INIT;
}

void curl_global_cleanup(void)
{
}

void *curl_easy_init(void)
{
	return NULL;
}

void curl_easy_cleanup(void *handle)
{
	(void)handle;
}

int curl_easy_perform(void *handle)
{
	(void)handle;
	return CURLE_COULDNT_CONNECT;
}

int curl_easy_setopt(void *handle, int option, ...)
{
	(void)handle;
	(void)option;
	return CURLE_FAILED_INIT;
}

const char *curl_easy_strerror(int code)
{
	(void)code;
	return "this guest has no network";
}

char *curl_easy_escape(void *handle, const char *text, int len)
{
	(void)handle;
	(void)text;
	(void)len;
	return NULL;
}

char *curl_easy_unescape(void *handle, const char *text, int len, int *out_len)
{
	(void)handle;
	(void)text;
	(void)len;
	(void)out_len;
	return NULL;
}

void curl_free(void *data)
{
	(void)data;
}
