#include "web/door.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c <= ' ' || c >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", c))
			return false;
	}
	return n > 0;
}

static bool digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return n > 0 && n < 19;
}

static bool visible(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool named(const struct door_line *l, const char *name)
{
	return l->name_size == strlen(name) && strncasecmp(l->name, name, l->name_size) == 0;
}

static size_t number(const struct door_line *l)
{
	size_t n = 0;
	for (size_t i = 0; i < l->value_size; i++)
		n = n * 10 + (size_t)(l->value[i] - '0');
	return n;
}

static struct door_verdict no(int status, const char *why)
{
	return (struct door_verdict){.status = status, .why = why};
}

/* What the lines say about host and body. */
struct framing {
	int hosts, lengths, codings, types;
	bool chunked;
	size_t length;
};

static struct door_verdict read_line(const struct door_line *l, struct framing *f)
{
	if (!token(l->name, l->name_size))
		return no(400, "bad header name");
	if (!visible(l->value, l->value_size))
		return no(400, "control byte in header");
	if (named(l, "Host")) {
		f->hosts++;
	} else if (named(l, "Content-Type")) {
		f->types++;
	} else if (named(l, "Content-Length")) {
		f->lengths++;
		if (!digits(l->value, l->value_size))
			return no(400, "bad content length");
		f->length = number(l);
	} else if (named(l, "Transfer-Encoding")) {
		f->codings++;
		f->chunked = l->value_size == 7 && strncasecmp(l->value, "chunked", 7) == 0;
		if (!f->chunked)
			return no(501, "transfer encoding");
	}
	return (struct door_verdict){0};
}

static struct door_verdict judge(const struct door_head *h, const struct framing *f)
{
	if (f->hosts != 1)
		return no(400, f->hosts ? "two hosts" : "no host");
	if (f->lengths > 1 || f->codings > 1 || f->types > 1)
		return no(400, "header twice");
	if (f->lengths && f->codings)
		return no(400, "length beside chunks");
	if (f->codings && strcmp(h->version, "HTTP/1.0") == 0)
		return no(400, "chunks in HTTP/1.0");
	if (f->length > LIMIT_BODY)
		return no(413, "body too large");
	return (struct door_verdict){.body = f->chunked || f->length};
}

static bool method_known(const char *method)
{
	static const char *const known[] = {"GET", "HEAD", "POST", "PATCH", "DELETE", NULL};
	for (size_t i = 0; known[i]; i++)
		if (strcmp(known[i], method) == 0)
			return true;
	return false;
}

struct door_verdict door_check(const struct door_head *h)
{
	struct framing f = {0};
	if (strcmp(h->version, "HTTP/1.1") != 0 && strcmp(h->version, "HTTP/1.0") != 0)
		return no(505, "version");
	if (!method_known(h->method))
		return no(501, "method");
	if (strlen(h->target) > LIMIT_PATH * 4 || h->target[0] != '/')
		return no(400, "target");
	if (h->bytes > LIMIT_HEADER || h->count > 100)
		return no(431, "header too large");
	for (size_t i = 0; i < h->count; i++) {
		struct door_verdict v = read_line(&h->lines[i], &f);
		if (v.status)
			return v;
	}
	return judge(h, &f);
}

/* The gap between two texts in the library's buffer; -1 when they do not follow each other. */
static long gap(const char *end, const char *next)
{
	uintptr_t from = (uintptr_t)end, to = (uintptr_t)next;
	return to >= from && to - from < LIMIT_HEADER ? (long)(to - from) : -1;
}

static bool line_plain(const struct door_line *l)
{
	/* The colon (now NUL), then blanks: they still stand there. */
	const char *colon = l->name + l->name_size;
	long blanks = gap(colon, l->value) - 1;
	if (blanks < 0 || *colon)
		return false;
	for (long i = 1; i <= blanks; i++)
		if (colon[i] != ' ' && colon[i] != '\t')
			return false;
	return true;
}

bool door_plain(const struct door_head *h)
{
	/* Where the line before ended; after it must come CR LF and nothing else. */
	const char *end = h->version_at + strlen(h->version);
	for (size_t i = 0; i < h->count; i++) {
		const struct door_line *l = &h->lines[i];
		if (gap(end, l->name) != 2 || !line_plain(l))
			return false;
		end = l->value + l->value_size;
	}
	return gap(h->method, end) + 4 == (long)h->bytes;
}

static bool trusts(const char *trusted, const char *peer)
{
	size_t len = strlen(peer);
	while (trusted && *trusted) {
		size_t n = strcspn(trusted, ", ");
		if (n == len && strncmp(trusted, peer, n) == 0)
			return true;
		trusted += n;
		trusted += strspn(trusted, ", ");
	}
	return false;
}

const char *door_source(struct arena *a, const char *peer, const char *forwarded,
                        const char *trusted)
{
	if (!forwarded || !trusts(trusted, peer))
		return peer;
	const char *last = strrchr(forwarded, ',');
	last = last ? last + 1 : forwarded;
	last = text_trim(a, last);
	bool good = *last && strlen(last) < 46 &&
	            strspn(last, "0123456789abcdefABCDEF:.") == strlen(last);
	return good ? last : peer;
}

const char *door_problem(struct arena *a, int status, const char *why)
{
	return arena_printf(a,
	                    "{\"type\":\"/problems/malformed\",\"title\":\"请求无法处理\","
	                    "\"status\":%d,\"detail\":\"%s\",\"errors\":[],\"request\":\"\"}",
	                    status, why);
}
