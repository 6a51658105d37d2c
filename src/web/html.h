/* html.h - markup goes out, text goes in escaped.
 *
 * Only compiled templates (tools/embed) call html_raw(). A hole's C type chooses the escaper:
 * text is escaped, a number is printed, struct safe (made only by web/ itself) goes in as it is.
 */
#pragma once
#include "base/buf.h"

#include <stdint.h>

struct html {
	struct buf out;
};
struct safe {
	const char *markup; /* NULL prints nothing */
};

void html_raw(struct html *h, const char *markup, size_t n);
#define html_lit(h, s) html_raw((h), (s), sizeof(s) - 1) /* a literal */
void html_text(struct html *h, const char *text); /* & < > " ' escaped; NULL prints nothing */
void html_int(struct html *h, int64_t n);
void html_safe(struct html *h, struct safe s);
/* For href and the like: a local path ("/…", not "//"), "#…", "?…", https: or tel:; else "#". */
void html_url(struct html *h, const char *url);

#define html_put(h, x)                                                                             \
	_Generic((x), struct safe: html_safe, const char *: html_text, char *: html_text,          \
	         default: html_int)(h, x)
