#include "web/decode.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %XX (and + when `plus`) into a new buffer; *n becomes its length. NULL: a bad %XX. */
static char *percent(struct arena *a, const char *s, size_t *n, bool plus)
{
	char *out = arena_alloc(a, *n + 1);
	size_t len = 0;
	for (size_t i = 0; i < *n; i++) {
		char c = s[i];
		if (c == '%') {
			int hi = i + 2 < *n ? hex(s[i + 1]) : -1;
			int lo = hi >= 0 ? hex(s[i + 2]) : -1;
			if (lo < 0)
				return NULL;
			c = (char)(hi * 16 + lo);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		out[len++] = c;
	}
	out[len] = '\0';
	*n = len;
	return out;
}

static bool parts_plain(const char *path)
{
	for (const char *p = path; *p == '/';) {
		const char *part = p + 1;
		size_t n = strcspn(part, "/");
		if ((n == 0 && part[0]) || (n == 1 && part[0] == '.') ||
		    (n == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		p = part + n;
	}
	return true;
}

static bool bytes_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c < 0x20 || c == 0x7f || c == '\\')
			return false;
	}
	return true;
}

static bool slash_encoded(const char *raw, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++)
		if (raw[i] == '%' && raw[i + 1] == '2' && (raw[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

const char *decode_path(struct arena *a, const char *raw, size_t n)
{
	if (n == 0 || n > LIMIT_PATH || raw[0] != '/' || slash_encoded(raw, n))
		return NULL;
	char *path = percent(a, raw, &n, false);
	if (!path || !bytes_plain(path, n) || !text_valid(path, n) || !parts_plain(path))
		return NULL;
	return path;
}

/* The length of the valid character at s, 0 when there is none. */
static size_t character(const char *s, size_t n)
{
	for (size_t len = 1; len <= 4 && len <= n; len++)
		if (text_valid(s, len))
			return len;
	return 0;
}

/* The length of the invisible mark at s, 0 when there is none. */
static size_t marked(const char *s, size_t n)
{
	char head[5] = {0};
	memcpy(head, s, n < 4 ? n : 4);
	return (unsigned char)*head < 0x80 ? 0 : text_mark(head);
}

static bool plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\r' || marked(s + i, n - i))
			return false;
	return text_valid(s, n);
}

const char *decode_text(struct arena *a, const char *s, size_t n, bool *broken)
{
	/* A form sends line ends as CR LF; they are no control characters to complain about. */
	struct buf b = BUF(a);
	*broken = false;
	for (size_t i = 0; i < n;) {
		if (s[i] == '\r') {
			i++;
			if (i >= n || s[i] != '\n')
				buf_char(&b, '\n');
			continue;
		}
		size_t len = marked(s + i, n - i);
		if (len) {
			i += len;
			continue;
		}
		len = character(s + i, n - i);
		if (len)
			buf_add(&b, s + i, len);
		else
			buf_text(&b, "\xEF\xBF\xBD");
		*broken |= len == 0;
		i += len ? len : 1;
	}
	return buf_str(&b);
}

static const char *value_of(struct arena *a, const char *s, size_t n, bool *broken)
{
	char *value = percent(a, s, &n, true);
	if (!value) {
		*broken = true;
		return "";
	}
	*broken = false;
	if (plain(value, n))
		return value;
	return decode_text(a, value, n, broken);
}

static size_t count_pairs(const char *raw, size_t n)
{
	size_t count = n ? 1 : 0;
	for (size_t i = 0; i < n; i++)
		count += raw[i] == '&';
	return count;
}

enum err decode_pairs(struct arena *a, const char *raw, size_t n, struct pairs *out)
{
	size_t room = count_pairs(raw, n);
	*out = (struct pairs){0};
	if (room > LIMIT_PAIRS)
		return ERR_LARGE;
	out->at = ARENA_ARRAY(a, struct pair, room ? room : 1);
	for (const char *p = raw, *end = raw + n; p < end;) {
		const char *stop = memchr(p, '&', (size_t)(end - p));
		stop = stop ? stop : end;
		const char *eq = memchr(p, '=', (size_t)(stop - p));
		const char *name_end = eq ? eq : stop;
		size_t name_size = (size_t)(name_end - p);
		if (stop > p) {
			char *name = percent(a, p, &name_size, true);
			if (!name || !name_size || !text_valid(name, name_size))
				return ERR_MALFORMED;
			struct pair *pair = &out->at[out->count++];
			pair->name = name;
			pair->value = eq ? value_of(a, eq + 1, (size_t)(stop - eq - 1),
			                            &pair->broken)
			                 : "";
		}
		p = stop + (stop < end);
	}
	return OK;
}

void decode_cookies(struct arena *a, const char *header, struct pairs *out)
{
	*out = (struct pairs){.at = ARENA_ARRAY(a, struct pair, 32)};
	while (header && *header && out->count < 32) {
		header += strspn(header, "; ");
		size_t n = strcspn(header, ";");
		const char *eq = memchr(header, '=', n);
		if (eq && eq > header)
			out->at[out->count++] = (struct pair){
				.name = arena_strndup(a, header, (size_t)(eq - header)),
				.value = arena_strndup(a, eq + 1, n - (size_t)(eq + 1 - header)),
			};
		header += n;
	}
}

const char *decode_get(const struct pairs *p, const char *name)
{
	for (size_t i = p->count; i-- > 0;)
		if (strcmp(p->at[i].name, name) == 0)
			return p->at[i].value;
	return NULL;
}
