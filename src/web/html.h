/* html.h - markup goes out, text goes in escaped.
 *
 * Only compiled templates (tools/embed) call html_raw(). A hole's C type chooses the escaper:
 * text is escaped, a number is printed, struct safe (made only by web/ itself) goes in as it is.
 * {{day: t}} calls html_day(): a model keeps the number, the template says how it reads. What the asker may
 * not see (a whole name, a phone) is masked before it reaches a model, never here.
 */
#pragma once
#include "base/buf.h"

#include <stdint.h>

struct ui_list;
struct html {
	struct buf out;
	int64_t now;                /* seconds UTC, of the request */
	const struct ui_list *list; /* of a page that is a list (web/ui.h); else NULL */
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

/* Seconds UTC, in words (web/show.h); 0 prints nothing. Anything but an int64_t does not compile. */
#define html_day(h, at)  html_day_at(h, HTML_SECONDS(at))  /* "5月30日" */
#define html_time(h, at) html_time_at(h, HTML_SECONDS(at)) /* "5月30日 09:20" */
#define html_left(h, at) html_left_at(h, HTML_SECONDS(at)) /* "还剩 19 小时", "已超时 2 天" */
#define html_count(h, n) html_count_of(h, HTML_SECONDS(n)) /* "63,501" */
#define HTML_SECONDS(at) _Generic((at), int64_t : (at))
void html_day_at(struct html *h, int64_t at);
void html_time_at(struct html *h, int64_t at);
void html_left_at(struct html *h, int64_t at);
void html_count_of(struct html *h, int64_t n);

#define html_put(h, x)                                                                             \
	_Generic((x), struct safe: html_safe, const char *: html_text, char *: html_text,          \
	         default: html_int)(h, x)
