#include "web/html.h"

#include "base/text.h"
#include "web/show.h"

#include <string.h>

void html_raw(struct html *h, const char *markup, size_t n)
{
	buf_add(&h->out, markup, n);
}

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	default: return "&#39;";
	}
}

void html_text(struct html *h, const char *text)
{
	while (text && *text) {
		size_t plain = strcspn(text, "&<>\"'");
		buf_add(&h->out, text, plain);
		text += plain;
		if (*text)
			buf_text(&h->out, entity(*text++));
	}
}

void html_int(struct html *h, int64_t n)
{
	buf_int(&h->out, n);
}

void html_safe(struct html *h, struct safe s)
{
	buf_text(&h->out, s.markup);
}

void html_day_at(struct html *h, int64_t at)
{
	buf_text(&h->out, show_day(h->out.mem, at));
}

/* Groups of three, from the left. */
void html_count_of(struct html *h, int64_t n)
{
	if (n >= 1000) {
		html_count_of(h, n / 1000);
		buf_printf(&h->out, ",%03d", (int)(n % 1000));
	} else {
		buf_int(&h->out, n);
	}
}

void html_time_at(struct html *h, int64_t at)
{
	buf_text(&h->out, show_time(h->out.mem, at));
}

void html_left_at(struct html *h, int64_t at)
{
	buf_text(&h->out, show_left(h->out.mem, at, h->now));
}

static bool url_plain(const char *url)
{
	for (const unsigned char *p = (const unsigned char *)url; *p; p++)
		if (*p <= ' ' || *p == '\\' || *p == 0x7f)
			return false;
	return true;
}

void html_url(struct html *h, const char *url)
{
	bool local = url && ((url[0] == '/' && url[1] != '/') || url[0] == '#' || url[0] == '?');
	bool known = url && (text_starts(url, "https:") || text_starts(url, "tel:"));
	html_text(h, (local || known) && url_plain(url) ? url : "#");
}
