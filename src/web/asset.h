/* asset.h - the files of assets/, compiled in, ready to be sent.
 *
 * tools/assets compresses each file once at build time and names it by its content, so a browser may
 * keep it for ever and a new program is a new address. A text file may write {{asset NAME}} for the
 * address of another; the tool refuses an unknown name and a circle. Nothing here is allocated.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct asset {
	const char *name;                   /* "hq.css", as in assets/ */
	const char *path;                   /* "/assets/hq.0f3c….css" */
	const char *type;                   /* Content-Type */
	const unsigned char *raw, *gz, *br; /* gz, br: NULL when compression gains nothing */
	size_t raw_len, gz_len, br_len;     /* bytes */
};
extern const struct asset assets[]; /* ends with name NULL */

/* The address of a file, for templates; an unknown name answers "/assets/missing", which is a 404
 * (make lint refuses a name that assets/ does not have). */
const char *asset_path(const char *name);
/* May a reply be sent in this coding ("br", "gzip", "identity")? `header`: Accept-Encoding, NULL: none, which
 * asks for nothing but the bare bytes. What is named with q=0 is refused, "*" speaks for what is not named, and
 * identity is good unless it is refused (RFC 9110, 12.5.3). */
bool asset_coding(const char *header, const char *coding);
const struct asset *asset_find(const char *path);  /* NULL: no such address */
const struct asset *asset_named(const char *name); /* NULL: no such file */
