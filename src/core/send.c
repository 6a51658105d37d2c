/* The only file that includes libcurl: one message leaves here, without any database. */
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/outbox.h"
#include "core/send.h"

/* Sixteen deliveries are leased for two minutes, so one may take seven seconds. */
enum { CONNECT_SECONDS = 3, WHOLE_SECONDS = 6 };

struct letter {
	const char *at;
	size_t left;
};

static void send_fault(struct delivery *d, const char *what, long status)
{
	if (status)
		snprintf(d->note, sizeof d->note, "%s %ld", what, status);
	else
		snprintf(d->note, sizeof d->note, "%s", what);
	d->fault = d->note;
}

static size_t send_swallow(char *at, size_t size, size_t n, void *to)
{
	(void)at;
	(void)to;
	return size * n;
}

static size_t send_feed(char *to, size_t size, size_t n, void *from)
{
	struct letter *l = from;
	size_t take = size * n < l->left ? size * n : l->left;
	memcpy(to, l->at, take);
	l->at += take;
	l->left -= take;
	return take;
}

static void send_json(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;
		if (ch == '"' || ch == '\\')
			buf_printf(b, "\\%c", ch);
		else if (ch < 0x20)
			buf_printf(b, "\\u%04x", ch);
		else
			buf_char(b, *s);
	}
	buf_char(b, '"');
}

static void send_base64(struct buf *b, const char *s, size_t line)
{
	static const char set[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i += 3) {
		size_t have = n - i < 3 ? n - i : 3;
		unsigned v = (unsigned)(unsigned char)s[i] << 16;
		v |= have > 1 ? (unsigned)(unsigned char)s[i + 1] << 8 : 0;
		v |= have > 2 ? (unsigned char)s[i + 2] : 0;
		if (line && i && i % line == 0)
			buf_text(b, "\r\n");
		buf_char(b, set[v >> 18]);
		buf_char(b, set[v >> 12 & 63]);
		buf_char(b, have > 1 ? set[v >> 6 & 63] : '=');
		buf_char(b, have > 2 ? set[v & 63] : '=');
	}
}

/* What every kind of delivery has in common. Addresses are the administrator's: no redirect is
 * followed, so nobody else sends us on to another one. */
static CURL *send_start(const char *url, const char *protocols)
{
	CURL *h = curl_easy_init();
	if (!h)
		return NULL;
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_NOPROXY, "127.0.0.1,::1,localhost");
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, send_swallow);
	return h;
}

static void send_finish(CURL *h, struct curl_slist *list, struct delivery *d, bool http)
{
	long status = 0;
	CURLcode code = list ? curl_easy_perform(h) : CURLE_OUT_OF_MEMORY;
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	d->sent = code == CURLE_OK && (!http || (status >= 200 && status < 300));
	if (code != CURLE_OK)
		send_fault(d, curl_easy_strerror(code), 0);
	else if (!d->sent)
		send_fault(d, "answered", status);
	curl_slist_free_all(list);
	curl_easy_cleanup(h);
}

/* `list` is taken over. */
static void send_post(struct delivery *d, const char *url, struct curl_slist *list,
                      const char *json)
{
	CURL *h = send_start(url, "http,https");
	if (!h) {
		curl_slist_free_all(list);
		send_fault(d, "out of memory", 0);
		return;
	}
	list = curl_slist_append(list, "Content-Type: application/json");
	list = curl_slist_append(list, "Expect:");
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(h, CURLOPT_POSTFIELDS, json);
	send_finish(h, list, d, true);
}

static struct curl_slist *send_header(struct curl_slist *list, struct arena *a, const char *name,
                                      const char *value)
{
	return curl_slist_append(list, arena_printf(a, "%s: %s", name, value));
}

/* Subject, body and the whole address of the page. */
static const char *send_text(const struct outbox_config *cfg, struct arena *a,
                             const struct delivery *d, const char *between)
{
	struct buf b = BUF(a);
	buf_text(&b, d->body);
	if (d->link) {
		buf_text(&b, between);
		buf_text(&b, cfg->base_url);
		buf_text(&b, d->link);
	}
	return buf_str(&b);
}

static void send_sms(const struct outbox_config *cfg, struct arena *a, struct delivery *d)
{
	struct buf b = BUF(a);
	buf_text(&b, "{\"phone\":");
	send_json(&b, d->to);
	buf_text(&b, ",\"text\":");
	send_json(&b, arena_printf(a, "%s：%s", d->subject, send_text(cfg, a, d, " ")));
	buf_char(&b, '}');
	struct curl_slist *list = send_header(NULL, a, "Idempotency-Key", d->uid);
	if (!text_empty(cfg->sms_token))
		list = send_header(list, a, "Authorization",
		                   arena_printf(a, "Bearer %s", cfg->sms_token));
	send_post(d, cfg->sms_url, list, buf_str(&b));
}

static void send_webhook(const struct outbox_config *cfg, struct arena *a, struct delivery *d)
{
	const char *at = arena_printf(a, "%lld", (long long)clock_now());
	struct curl_slist *list = send_header(NULL, a, "X-Wudan-Event", d->subject);
	list = send_header(list, a, "X-Wudan-Delivery", d->uid);
	list = send_header(list, a, "X-Wudan-Time", at);
	if (!text_empty(cfg->webhook_secret)) {
		/* The time is signed too, so that an old message cannot be sent again. */
		const char *mac = crypto_signature(a, cfg->webhook_secret,
		                                   arena_printf(a, "%s.%s", at, d->body));
		list = send_header(list, a, "X-Wudan-Signature", arena_printf(a, "sha256=%s", mac));
	}
	send_post(d, d->to, list, d->body);
}

/* Subjects are encoded words of at most 75 characters (RFC 2047), cut between characters. */
static void send_subject(struct buf *b, struct arena *a, const char *s)
{
	buf_text(b, "Subject:");
	while (*s) {
		size_t n = 0;
		while (s[n] && n < 39)
			n++;
		while (n > 1 && s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
		buf_text(b, " =?UTF-8?B?");
		send_base64(b, arena_strndup(a, s, n), 0);
		buf_text(b, "?=\r\n");
		s += n;
	}
}

static void send_date(struct buf *b)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct day d = clock_local(clock_now());
	buf_printf(b, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0800\r\n", days + 3 * d.weekday,
	           d.mday, months + 3 * (d.month - 1), d.year, d.hour, d.minute, d.second);
}

static const char *send_letter(const struct outbox_config *cfg, struct arena *a,
                               const struct delivery *d)
{
	struct buf b = BUF(a);
	send_date(&b);
	buf_printf(&b, "From: <%s>\r\nTo: <%s>\r\n", cfg->smtp_from, d->to);
	buf_printf(&b, "Message-ID: <%s@wudan>\r\n", d->uid);
	send_subject(&b, a, *d->subject ? d->subject : "-");
	buf_text(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	             "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
	send_base64(&b, send_text(cfg, a, d, "\n\n"), 57);
	buf_text(&b, "\r\n");
	return buf_str(&b);
}

/* Nothing in an address may end a header or a command. */
static bool send_address_ok(const char *s)
{
	return s && *s && strchr(s, '@') && !strpbrk(s, " \t\r\n<>,;:\"\\()");
}

static bool send_is_local(const char *url)
{
	return text_starts(url, "smtp://127.0.0.1") || text_starts(url, "smtp://localhost") ||
	       text_starts(url, "smtp://[::1]");
}

static void send_mail(const struct outbox_config *cfg, struct arena *a, struct delivery *d)
{
	if (!send_address_ok(d->to) || !send_address_ok(cfg->smtp_from)) {
		send_fault(d, "not an e-mail address", 0);
		return;
	}
	CURL *h = send_start(cfg->smtp_url, "smtp,smtps");
	if (!h) {
		send_fault(d, "out of memory", 0);
		return;
	}
	const char *text = send_letter(cfg, a, d);
	struct letter l = {text, strlen(text)};
	struct curl_slist *list = curl_slist_append(NULL, arena_printf(a, "<%s>", d->to));
	curl_easy_setopt(h, CURLOPT_MAIL_FROM, arena_printf(a, "<%s>", cfg->smtp_from));
	curl_easy_setopt(h, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, send_feed);
	curl_easy_setopt(h, CURLOPT_READDATA, &l);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
	bool secret = !text_empty(cfg->smtp_user);
	curl_easy_setopt(h, CURLOPT_USE_SSL,
	                 secret && !send_is_local(cfg->smtp_url) ? (long)CURLUSESSL_ALL
	                                                         : (long)CURLUSESSL_TRY);
	if (secret) {
		curl_easy_setopt(h, CURLOPT_USERNAME, cfg->smtp_user);
		curl_easy_setopt(h, CURLOPT_PASSWORD, cfg->smtp_password);
	}
	send_finish(h, list, d, false);
}

static bool send_is_off(const struct outbox_config *cfg, const struct delivery *d)
{
	if (d->channel == CHANNEL_SMS)
		return text_empty(cfg->sms_url);
	if (d->channel == CHANNEL_EMAIL)
		return text_empty(cfg->smtp_url);
	return d->channel != CHANNEL_WEBHOOK;
}

void outbox_send(const struct outbox_config *cfg, struct delivery *d)
{
	d->sent = false;
	d->fault = NULL;
	d->off = send_is_off(cfg, d);
	if (d->off || text_empty(d->to)) {
		send_fault(d,
		           d->off  ? "its channel is off"
		           : d->to ? "the address does not open"
		                   : "no address",
		           0);
		return;
	}
	struct arena *a = arena_new();
	if (d->channel == CHANNEL_SMS)
		send_sms(cfg, a, d);
	else if (d->channel == CHANNEL_EMAIL)
		send_mail(cfg, a, d);
	else
		send_webhook(cfg, a, d);
	arena_free(a);
}

/* ---- a request of our own, with its answer ---- */

static size_t send_collect(char *at, size_t size, size_t n, void *to)
{
	enum { LARGEST = 1 << 20 };
	struct buf *body = to;
	if (body->len + size * n > LARGEST)
		return 0;
	buf_add(body, at, size * n);
	return size * n;
}

struct send_answer send_http(struct arena *a, const char *method, const char *url,
                             const char *token, const char *key, const char *json)
{
	struct send_answer out = {.body = "", .fault = "out of memory"};
	struct buf body = BUF(a);
	CURL *h = send_start(url, "http,https");
	if (!h)
		return out;
	struct curl_slist *list = send_header(NULL, a, "Accept", "application/json");
	if (token)
		list = send_header(list, a, "Authorization", arena_printf(a, "Bearer %s", token));
	if (key)
		list = send_header(list, a, "Idempotency-Key", key);
	if (json)
		list = send_header(list, a, "Content-Type", "application/json");
	list = curl_slist_append(list, "Expect:");
	curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, list);
	if (json)
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, json);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, send_collect);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, &body);
	CURLcode code = list ? curl_easy_perform(h) : CURLE_OUT_OF_MEMORY;
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &out.status);
	out.fault = code == CURLE_OK ? NULL : curl_easy_strerror(code);
	out.body = buf_str(&body);
	out.size = body.len;
	curl_slist_free_all(list);
	curl_easy_cleanup(h);
	return out;
}
